package org.zfsbackup.camel;

import org.apache.camel.spi.Metadata;
import org.apache.camel.support.DefaultComponent;
import org.zfsbackup.stream.StallTimeout;

/** A component with a stall timeout for all its endpoints that do not set their own. */
public abstract class StallTimeoutComponent extends DefaultComponent {
    @Metadata(
            defaultValue = "600000",
            javaType = "java.time.Duration",
            description = "The longest time without a byte, after which a stream fails.")
    private long stallTimeout = StallTimeout.DEFAULT.toMillis();

    /** The stall timeout in milliseconds. */
    public long getStallTimeout() {
        return stallTimeout;
    }

    /** @param stallTimeout milliseconds */
    public void setStallTimeout(long stallTimeout) {
        this.stallTimeout = stallTimeout;
    }
}
