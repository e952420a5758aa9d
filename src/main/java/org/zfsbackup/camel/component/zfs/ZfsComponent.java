package org.zfsbackup.camel.component.zfs;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;
import org.apache.camel.util.PropertiesHelper;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.camel.ReloadWarning;
import org.zfsbackup.operation.RunListener;
import org.zfsbackup.process.FinishTimeout;
import org.zfsbackup.stream.StallTimeout;

/** Creates the endpoints of {@code zfs:}. */
@Component("zfs")
public final class ZfsComponent extends HealthCheckComponent {
    @Metadata(
            defaultValue = "zfs",
            description = "The zfs command of this host, for example sudo zfs. A name without a path is looked up on"
                    + " the PATH.")
    private String zfsCommand = "zfs";

    @Metadata(autowired = true, label = "advanced", description = "Receives the progress of runs, stream by stream.")
    private @Nullable RunListener listener;

    @Metadata(
            defaultValue = "600000",
            javaType = "java.time.Duration",
            description = "The longest time without a byte, after which a stream fails.")
    private long stallTimeout = StallTimeout.DEFAULT.toMillis();

    @Metadata(
            defaultValue = "3600000",
            javaType = "java.time.Duration",
            description = "How long zfs may take to end a receive after the last byte of the stream.")
    private long finishTimeout = FinishTimeout.DEFAULT.toMillis();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        ZfsEndpoint endpoint = new ZfsEndpoint(uri, this, remaining);
        endpoint.setZfsCommand(parameters.containsKey("host") ? "zfs" : zfsCommand);
        endpoint.getStall().setStallTimeout(stallTimeout);
        endpoint.getReceive().setFinishTimeout(finishTimeout);
        Map<String, Object> targets = PropertiesHelper.extractProperties(parameters, "target.");
        endpoint.setTargets(targets.isEmpty() ? null : targets);
        Map<String, Object> set = PropertiesHelper.extractProperties(parameters, "set.");
        endpoint.getReceive().setSet(set.isEmpty() ? null : set);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ReloadWarning.watch(getCamelContext());
    }

    public String getZfsCommand() {
        return zfsCommand;
    }

    public void setZfsCommand(String zfsCommand) {
        this.zfsCommand = zfsCommand;
    }

    public @Nullable RunListener getListener() {
        return listener;
    }

    public void setListener(@Nullable RunListener listener) {
        this.listener = listener;
    }

    /** The listener, or one that ignores everything if none is set. */
    public RunListener listenerOrSilent() {
        return listener == null ? RunListener.SILENT : listener;
    }

    public long getStallTimeout() {
        return stallTimeout;
    }

    public void setStallTimeout(long stallTimeout) {
        this.stallTimeout = stallTimeout;
    }

    public long getFinishTimeout() {
        return finishTimeout;
    }

    public void setFinishTimeout(long finishTimeout) {
        this.finishTimeout = finishTimeout;
    }
}
