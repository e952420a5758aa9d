package org.zfsbackup.camel.component.backup;

import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.operation.scratch.BackupPick;
import org.zfsbackup.process.FinishTimeout;
import org.zfsbackup.zfs.DatasetName;

/** What {@code backup:test-restore} restores, and where. */
@UriParams
public final class TestRestoreConfiguration {
    @UriParam(
            description =
                    "test-restore: an existing dataset. A new dataset below it takes the restore, and is destroyed afterwards.")
    private @Nullable String scratch;

    @UriParam(
            defaultValue = "newest",
            enums = "newest,random",
            description = "test-restore: which backup to restore if the source names no snapshot.")
    private String pick = "newest";

    @UriParam(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "3600000",
            description =
                    "test-restore: the longest time that zfs receive may take to end after the last byte of a stream.")
    private long finishTimeout = FinishTimeout.DEFAULT.toMillis();

    DatasetName mandatoryScratch() {
        String found = scratch;
        if (found == null) {
            throw new IllegalArgumentException("backup:test-restore needs scratch=DATASET");
        }
        return new DatasetName(found);
    }

    BackupPick picked() {
        return BackupPick.named(pick);
    }

    public long getFinishTimeout() {
        return finishTimeout;
    }

    public void setFinishTimeout(long finishTimeout) {
        this.finishTimeout = finishTimeout;
    }

    public @Nullable String getScratch() {
        return scratch;
    }

    public void setScratch(@Nullable String scratch) {
        this.scratch = scratch;
    }

    public String getPick() {
        return pick;
    }

    public void setPick(String pick) {
        this.pick = pick;
    }
}
