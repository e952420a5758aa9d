package org.zfsbackup.camel.component.zfs;

import java.util.Optional;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.operation.DatasetSelection;
import org.zfsbackup.operation.replication.BaseRetention;
import org.zfsbackup.plan.replication.SendFormatPreference;

/** The options of a consumer that say which datasets it sends, and in which form; some only if the target is a dataset. */
@UriParams
public final class ReplicationConfiguration {
    @UriParam(
            label = "consumer",
            description = "With recursive=each: the datasets to send, as patterns separated by commas. One"
                    + " asterisk matches any characters except slashes, two match any characters, and a"
                    + " question mark matches one character. All by default.")
    private @Nullable String include;

    @UriParam(
            label = "consumer",
            description = "With recursive=each: the datasets to leave out, as patterns like those of include.")
    private @Nullable String exclude;

    @UriParam(
            label = "consumer",
            defaultValue = "1",
            description = "With recursive=each: the number of datasets that are sent at the same time.")
    private int parallel = 1;

    @UriParam(
            label = "consumer",
            description = "To a dataset: send all snapshots after the base in one stream (send -I).")
    private boolean together;

    @UriParam(
            label = "consumer",
            defaultValue = "AUTO",
            description = "How the newest common snapshot is protected at the source: by a bookmark, so"
                    + " that the snapshot can be pruned there, by a hold, or not at all. By default a"
                    + " bookmark if ZFS supports them; with recursive=true holds, because a recursive"
                    + " stream cannot start from a bookmark.")
    private BaseRetention keepBase = BaseRetention.AUTO;

    @UriParam(
            label = "consumer",
            description = "Send encrypted blocks as they are (send -w). If false, encrypted datasets"
                    + " are sent decrypted, and it must be given on every run. By default encrypted"
                    + " datasets are always sent raw.")
    private @Nullable Boolean raw;

    @UriParam(
            label = "consumer",
            description = "Send compressed blocks as they are (send -c). By default to a dataset, if both sides"
                    + " support it.")
    private @Nullable Boolean compressed;

    @UriParam(
            label = "consumer",
            description = "Send large blocks as they are (send -L). By default if both sides support it.")
    private @Nullable Boolean largeBlocks;

    @UriParam(
            label = "consumer",
            description = "Send very small blocks embedded in their pointers (send -e). An"
                    + " encrypted destination cannot receive them. Off by default.")
    private @Nullable Boolean embedded;

    @UriParam(label = "consumer", description = "To a dataset: include the properties of the dataset (send -p).")
    private boolean properties;

    SendFormatPreference wish() {
        return new SendFormatPreference(
                Optional.ofNullable(raw),
                Optional.ofNullable(compressed),
                Optional.ofNullable(largeBlocks),
                Optional.ofNullable(embedded),
                properties);
    }

    /**
     * The datasets that {@code include} and {@code exclude} select.
     *
     * @throws IllegalArgumentException if a pattern is invalid
     */
    public DatasetSelection selection() {
        return DatasetSelection.of(include, exclude);
    }

    public @Nullable String getInclude() {
        return include;
    }

    public void setInclude(@Nullable String include) {
        this.include = include;
    }

    public @Nullable String getExclude() {
        return exclude;
    }

    public void setExclude(@Nullable String exclude) {
        this.exclude = exclude;
    }

    public int getParallel() {
        return parallel;
    }

    public void setParallel(int parallel) {
        this.parallel = parallel;
    }

    public boolean isTogether() {
        return together;
    }

    public void setTogether(boolean together) {
        this.together = together;
    }

    public BaseRetention getKeepBase() {
        return keepBase;
    }

    public void setKeepBase(BaseRetention keepBase) {
        this.keepBase = keepBase;
    }

    public @Nullable Boolean getRaw() {
        return raw;
    }

    public void setRaw(@Nullable Boolean raw) {
        this.raw = raw;
    }

    public @Nullable Boolean getCompressed() {
        return compressed;
    }

    public void setCompressed(@Nullable Boolean compressed) {
        this.compressed = compressed;
    }

    public @Nullable Boolean getLargeBlocks() {
        return largeBlocks;
    }

    public void setLargeBlocks(@Nullable Boolean largeBlocks) {
        this.largeBlocks = largeBlocks;
    }

    public @Nullable Boolean getEmbedded() {
        return embedded;
    }

    public void setEmbedded(@Nullable Boolean embedded) {
        this.embedded = embedded;
    }

    public boolean isProperties() {
        return properties;
    }

    public void setProperties(boolean properties) {
        this.properties = properties;
    }
}
