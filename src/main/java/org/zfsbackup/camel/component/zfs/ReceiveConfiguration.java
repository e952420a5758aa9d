package org.zfsbackup.camel.component.zfs;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.operation.replication.ReceiveRequest;
import org.zfsbackup.process.FinishTimeout;
import org.zfsbackup.zfs.ReceiveOptions;

/** How a producer receives a replica. */
@UriParams
public final class ReceiveConfiguration {
    /** A replica with its source's values of these would be mounted over the original, or shared like it. */
    private static final Set<String> LOCAL_PROPERTIES = Set.of("mountpoint", "sharenfs", "sharesmb");

    /** With one of these to set, {@code zfs receive} refuses a volume, although it belongs to a tree of file systems. */
    private static final Set<String> OF_FILE_SYSTEMS = Set.of(
            "aclinherit",
            "aclmode",
            "acltype",
            "atime",
            "canmount",
            "devices",
            "dnodesize",
            "exec",
            "filesystem_limit",
            "mountpoint",
            "nbmand",
            "overlay",
            "quota",
            "recordsize",
            "refquota",
            "relatime",
            "setuid",
            "sharenfs",
            "sharesmb",
            "snapdir",
            "special_small_blocks",
            "vscan",
            "xattr",
            "zoned");

    @UriParam(
            label = "producer",
            defaultValue = "true",
            description = "Keep what has arrived of a replica or a restored dataset if the receive is interrupted, so"
                    + " that the next run can resume it (receive -s).")
    private boolean resumable = true;

    @UriParam(
            label = "producer",
            defaultValue = "true",
            description = "Make a new replica read-only, without the mountpoint and the shares of its source.")
    private boolean readOnly = true;

    @UriParam(
            label = "producer",
            prefix = "set.",
            multiValue = true,
            description = "Properties to set on a new replica instead of its source's values, for example"
                    + " set.compression=zstd (receive -o).")
    private @Nullable Map<String, Object> set;

    @UriParam(
            label = "producer",
            description =
                    "Properties that a new replica does not take from its source, separated by commas (receive -x).")
    private @Nullable String except;

    @UriParam(
            label = "producer,advanced",
            defaultValue = "3600000",
            javaType = "java.time.Duration",
            description = "receive: how long zfs may take to end after the last byte of a stream. The stall timeout"
                    + " does not apply then, because a busy pool may need long.")
    private long finishTimeout = FinishTimeout.DEFAULT.toMillis();

    /** Properties are set only on a new replica, and later belong to the user. */
    ReceiveOptions options(ReceiveRequest request) {
        boolean isNew = request.isNew();
        boolean withProperties = request.withProperties();
        Map<String, String> values = new LinkedHashMap<>();
        Set<String> left = new LinkedHashSet<>();
        if (isNew && readOnly) {
            values.put("readonly", "on");
        }
        if (request.plain()) {
            values.put("encryption", "off");
        }
        if (isNew && set != null) {
            set.forEach((property, value) -> values.put(property, String.valueOf(value)));
        }
        if (request.volume()) {
            values.keySet().removeAll(OF_FILE_SYSTEMS);
        }
        if (withProperties && readOnly) {
            left.addAll(LOCAL_PROPERTIES);
        }
        if (withProperties && !readOnly) {
            left.add("readonly");
        }
        if (withProperties && except != null) {
            Arrays.stream(except.split(",", -1))
                    .map(String::strip)
                    .filter(property -> !property.isEmpty())
                    .forEach(left::add);
        }
        left.removeAll(values.keySet());
        return new ReceiveOptions(resumable, request.force(), values, left);
    }

    /** The finish timeout as a duration. */
    Duration finish() {
        return Duration.ofMillis(finishTimeout);
    }

    /** The finish timeout in milliseconds. */
    public long getFinishTimeout() {
        return finishTimeout;
    }

    /** @param finishTimeout milliseconds */
    public void setFinishTimeout(long finishTimeout) {
        this.finishTimeout = finishTimeout;
    }

    public boolean isResumable() {
        return resumable;
    }

    public void setResumable(boolean resumable) {
        this.resumable = resumable;
    }

    public boolean isReadOnly() {
        return readOnly;
    }

    public void setReadOnly(boolean readOnly) {
        this.readOnly = readOnly;
    }

    public @Nullable Map<String, Object> getSet() {
        return set;
    }

    public void setSet(@Nullable Map<String, Object> set) {
        this.set = set;
    }

    public @Nullable String getExcept() {
        return except;
    }

    public void setExcept(@Nullable String except) {
        this.except = except;
    }
}
