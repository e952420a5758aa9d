package org.zfsbackup.camel.component.pipe;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.Endpoint;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.annotations.Component;
import org.zfsbackup.camel.StallTimeoutComponent;
import org.zfsbackup.pipe.Functions;
import org.zfsbackup.stream.Pace;

/**
 * Creates the endpoints of {@code pipe:}, and holds the counters and rates that endpoints share by name. Safe for use
 * by several threads.
 */
@Component("pipe")
@ManagedResource(description = "The pipes: counters and rates by name")
public final class PipeComponent extends StallTimeoutComponent {
    private Functions functions = Functions.NONE;

    private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();
    private final Map<String, Pace> paces = new ConcurrentHashMap<>();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        PipeEndpoint endpoint = new PipeEndpoint(uri, this, remaining);
        endpoint.getStall().setStallTimeout(getStallTimeout());
        setProperties(endpoint, parameters);
        endpoint.check();
        return endpoint;
    }

    @Override
    protected void doBuild() throws Exception {
        super.doBuild();
        functions = new BoundFunctions(getCamelContext());
    }

    Functions functions() {
        return functions;
    }

    /**
     * The total number of bytes that all {@code pipe:count} endpoints of this name have counted; 0 if there is none.
     */
    public long counted(String name) {
        LongAdder counter = counters.get(name);
        return counter == null ? 0 : counter.sum();
    }

    LongAdder counter(String name) {
        return counters.computeIfAbsent(name, key -> new LongAdder());
    }

    /** The current rate of {@code pipe:throttle} with this name, in bytes a second; 0 means no limit. */
    @ManagedOperation(description = "The rate of pipe:throttle with this name in bytes a second; 0 means no limit")
    public long rate(String name) {
        Pace pace = paces.get(name);
        return pace == null ? 0 : pace.rate();
    }

    /**
     * Changes the rate of all streams with this name, including running ones.
     *
     * @param bytesPerSecond bytes a second; 0 means no limit
     */
    @ManagedOperation(
            description = "Changes the rate of pipe:throttle with this name in bytes a second; 0 means no limit")
    public void setRate(String name, long bytesPerSecond) {
        pace(name).rate(bytesPerSecond);
    }

    Pace pace(String name) {
        return paces.computeIfAbsent(name, key -> new Pace(System::nanoTime));
    }
}
