package org.zfsbackup.camel;

import java.time.Duration;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.zfsbackup.stream.StallTimeout;

/** The stall timeout, an option of all four components. */
@UriParams
public final class StallConfiguration {
    @UriParam(
            label = "advanced",
            defaultValue = "600000",
            javaType = "java.time.Duration",
            description = "The longest time without a byte, after which a stream fails.")
    private long stallTimeout = StallTimeout.DEFAULT.toMillis();

    /** The stall timeout as a duration. */
    public Duration duration() {
        return Duration.ofMillis(stallTimeout);
    }

    /** The stall timeout in milliseconds. */
    public long getStallTimeout() {
        return stallTimeout;
    }

    /** @param stallTimeout milliseconds */
    public void setStallTimeout(long stallTimeout) {
        this.stallTimeout = stallTimeout;
    }
}
