package org.zfsbackup.camel.pipe;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Makes the endpoints of {@code pipe:}. */
@Component("pipe")
public final class PipeComponent extends DefaultComponent {
    private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();

    @Metadata(
            defaultValue = "600000",
            javaType = "java.time.Duration",
            description = "The longest time in which a stream may move no byte, before the run fails.")
    private long stallTimeout = Duration.ofMinutes(10).toMillis();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        PipeEndpoint endpoint = new PipeEndpoint(uri, this, remaining);
        endpoint.setStallTimeout(stallTimeout);
        setProperties(endpoint, parameters);
        endpoint.check();
        return endpoint;
    }

    /** All bytes that {@code pipe:count} has counted under this name. */
    public long counted(String name) {
        LongAdder counter = counters.get(name);
        return counter == null ? 0 : counter.sum();
    }

    LongAdder counter(String name) {
        return counters.computeIfAbsent(name, key -> new LongAdder());
    }

    public long getStallTimeout() {
        return stallTimeout;
    }

    public void setStallTimeout(long stallTimeout) {
        this.stallTimeout = stallTimeout;
    }
}
