package org.zfsbackup.camel.chunk;

import java.time.Duration;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.util.URISupport;

/** Makes the endpoints of {@code chunk:}. Options that are not its own go to the endpoint that it names. */
@Component("chunk")
public final class ChunkComponent extends DefaultComponent {
    @Metadata(
            defaultValue = "600000",
            javaType = "java.time.Duration",
            description = "The longest time in which a stream may move no byte, before the run fails.")
    private long stallTimeout = Duration.ofMinutes(10).toMillis();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        ChunkEndpoint endpoint = new ChunkEndpoint(uri, this, remaining);
        endpoint.setStallTimeout(stallTimeout);
        setProperties(endpoint, parameters);
        if (!parameters.isEmpty()) {
            endpoint.setEndpoint(URISupport.appendParametersToURI(remaining, parameters));
            parameters.clear();
        }
        endpoint.check();
        return endpoint;
    }

    public long getStallTimeout() {
        return stallTimeout;
    }

    public void setStallTimeout(long stallTimeout) {
        this.stallTimeout = stallTimeout;
    }
}
