package org.zfsbackup.camel.component.zfs;

import java.util.Optional;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.operation.replication.BaseRetention;
import org.zfsbackup.operation.replication.DatasetSelection;
import org.zfsbackup.plan.replication.SendFormatPreference;

/** What a consumer whose target is a dataset does beyond one whose target is a place for objects. */
@UriParams
public final class ReplicationConfiguration {
    @UriParam(
            label = "consumer",
            description = "With recursive=each: the datasets to take, as patterns with *, ** and ?, divided by commas."
                    + " All by default.")
    private @Nullable String include;

    @UriParam(label = "consumer", description = "With recursive=each: the datasets to leave out, as such patterns.")
    private @Nullable String exclude;

    @UriParam(label = "consumer", defaultValue = "1", description = "With recursive=each: how many datasets at once.")
    private int parallel = 1;

    @UriParam(label = "consumer", description = "To a dataset: all snapshots behind the base in one stream (send -I).")
    private boolean together;

    @UriParam(
            label = "consumer",
            defaultValue = "AUTO",
            description =
                    "To a dataset: what is left at the source of the newest snapshot that both sides have, so that"
                            + " it can be pruned there: a bookmark, a hold, or none. By default, where ZFS has them, a bookmark, and with"
                            + " recursive=true holds, because no stream with children starts from a bookmark.")
    private BaseRetention keepBase = BaseRetention.AUTO;

    @UriParam(
            label = "consumer",
            description =
                    "To a dataset: encrypted blocks as they are (send -w). False sends what is encrypted decrypted, and"
                            + " has to be said as long as that is wanted. By default of what is encrypted, always.")
    private @Nullable Boolean raw;

    @UriParam(
            label = "consumer",
            description = "To a dataset: compressed blocks as they are (send -c). By default where both sides can.")
    private @Nullable Boolean compressed;

    @UriParam(
            label = "consumer",
            description = "To a dataset: large blocks as they are (send -L). By default where both sides can.")
    private @Nullable Boolean largeBlocks;

    @UriParam(
            label = "consumer",
            description = "To a dataset: very small blocks inside their pointers (send -e), which no encrypted"
                    + " destination takes. By default not.")
    private @Nullable Boolean embedded;

    @UriParam(label = "consumer", description = "To a dataset: with the dataset's properties (send -p).")
    private boolean properties;

    SendFormatPreference wish() {
        return new SendFormatPreference(
                Optional.ofNullable(raw),
                Optional.ofNullable(compressed),
                Optional.ofNullable(largeBlocks),
                Optional.ofNullable(embedded),
                properties);
    }

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
