package org.zfsbackup.camel.component.zfs;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.zfs.ReceiveOptions;

/** How a producer receives a replica. */
@UriParams
public final class ReceiveConfiguration {
    /** A copy that brought these along would be mounted over the original, or be shared like it. */
    private static final Set<String> OF_THE_PLACE = Set.of("mountpoint", "sharenfs", "sharesmb");

    @UriParam(
            label = "producer",
            defaultValue = "true",
            description = "Keep what was received of a replica before a break, so that the next run goes on there"
                    + " (receive -s).")
    private boolean resumable = true;

    @UriParam(
            label = "producer",
            defaultValue = "true",
            description = "A new replica is read-only, and takes neither mountpoint nor shares from its source.")
    private boolean readOnly = true;

    @UriParam(
            label = "producer",
            prefix = "set.",
            multiValue = true,
            description = "Properties that a new replica gets, whatever its source has: set.compression=zstd"
                    + " (receive -o).")
    private @Nullable Map<String, Object> set;

    @UriParam(
            label = "producer",
            description =
                    "Properties that a new replica does not take from its source, divided by commas (receive -x).")
    private @Nullable String except;

    /**
     * @param isNew whether it has no snapshot yet: properties are set once, and are the user's own from then on
     * @param withProperties whether the stream brings some
     * @param force whether the destination may be rolled back
     */
    ReceiveOptions options(boolean isNew, boolean withProperties, boolean force) {
        Map<String, String> values = new LinkedHashMap<>();
        Set<String> left = new LinkedHashSet<>();
        if (isNew && readOnly) {
            values.put("readonly", "on");
        }
        if (isNew && set != null) {
            set.forEach((property, value) -> values.put(property, String.valueOf(value)));
        }
        if (withProperties && readOnly) {
            left.addAll(OF_THE_PLACE);
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
        return new ReceiveOptions(resumable, force, values, left);
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
