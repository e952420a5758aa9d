package org.zfsbackup.camel.component.chunk;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.util.URISupport;
import org.zfsbackup.camel.StallTimeoutComponent;

/** Creates the endpoints of {@code chunk:}. Options that it does not know belong to the endpoint that it sends to. */
@Component("chunk")
public final class ChunkComponent extends StallTimeoutComponent {
    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        ChunkEndpoint endpoint = new ChunkEndpoint(uri, this, remaining);
        endpoint.getStall().setStallTimeout(getStallTimeout());
        setProperties(endpoint, parameters);
        if (!parameters.isEmpty()) {
            endpoint.setEndpoint(URISupport.appendParametersToURI(remaining, parameters));
            parameters.clear();
        }
        endpoint.check();
        return endpoint;
    }
}
