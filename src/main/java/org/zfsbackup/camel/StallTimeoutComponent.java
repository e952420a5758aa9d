package org.zfsbackup.camel;

import org.apache.camel.spi.Metadata;
import org.apache.camel.support.DefaultComponent;
import org.zfsbackup.stream.StallTimeout;

/** A component whose endpoints share a stall timeout unless they have their own. */
public abstract class StallTimeoutComponent extends DefaultComponent {
    @Metadata(
            defaultValue = "600000",
            javaType = "java.time.Duration",
            description = "The longest time in which a stream may move no byte, before the run fails.")
    private long stallTimeout = StallTimeout.DEFAULT.toMillis();

    /** Milliseconds. */
    public long getStallTimeout() {
        return stallTimeout;
    }

    /** @param stallTimeout milliseconds */
    public void setStallTimeout(long stallTimeout) {
        this.stallTimeout = stallTimeout;
    }
}
