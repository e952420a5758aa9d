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

/** Makes the endpoints of {@code pipe:}. */
@Component("pipe")
@ManagedResource(description = "The pipes")
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

    /** All bytes that {@code pipe:count} has counted under this name. */
    public long counted(String name) {
        LongAdder counter = counters.get(name);
        return counter == null ? 0 : counter.sum();
    }

    LongAdder counter(String name) {
        return counters.computeIfAbsent(name, key -> new LongAdder());
    }

    /** The bytes a second of {@code pipe:throttle} under this name; 0 is no limit. */
    @ManagedOperation(description = "The bytes a second of pipe:throttle under this name; 0 is no limit")
    public long rate(String name) {
        Pace pace = paces.get(name);
        return pace == null ? 0 : pace.rate();
    }

    /** Changes the rate of all streams under this name, also of those that run; 0 is no limit. */
    @ManagedOperation(description = "Changes the bytes a second of pipe:throttle under this name; 0 is no limit")
    public void setRate(String name, long bytesPerSecond) {
        pace(name).rate(bytesPerSecond);
    }

    Pace pace(String name) {
        return paces.computeIfAbsent(name, key -> new Pace(System::nanoTime));
    }
}
