package org.zfsbackup.camel;

import java.time.Duration;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.zfsbackup.stream.StallTimeout;

/** The option of all four words of a route that says when a stream has stalled. */
@UriParams
public final class StallConfiguration {
    @UriParam(
            label = "advanced",
            defaultValue = "600000",
            javaType = "java.time.Duration",
            description = "The longest time in which a stream may move no byte, before the run fails.")
    private long stallTimeout = StallTimeout.DEFAULT.toMillis();

    /** The same as a duration. */
    public Duration duration() {
        return Duration.ofMillis(stallTimeout);
    }

    /** Milliseconds. */
    public long getStallTimeout() {
        return stallTimeout;
    }

    /** @param stallTimeout milliseconds */
    public void setStallTimeout(long stallTimeout) {
        this.stallTimeout = stallTimeout;
    }
}
