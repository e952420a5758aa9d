package org.zfsbackup.camel.component.backup;

import java.time.Duration;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.zfsbackup.operation.RunListener;
import org.zfsbackup.operation.Thawing;
import org.zfsbackup.store.Thaw;

/** How chunks are read that lie in an archive. */
@UriParams
public final class ArchiveConfiguration {
    @UriParam(
            label = "archive",
            defaultValue = "standard",
            enums = "expedited,standard,bulk",
            description = "plan-restore, verify: how fast copies are asked for of chunks that lie in an archive.")
    private String thawTier = "standard";

    @UriParam(label = "archive", defaultValue = "7", description = "plan-restore, verify: how many days they stay.")
    private int thawDays = Thaw.DEFAULT.days();

    @UriParam(
            label = "archive",
            description = "plan-restore, verify: wait for them. Else they are asked for, and the next run goes on.")
    private boolean thawWait;

    @UriParam(
            label = "archive",
            defaultValue = "60000",
            javaType = "java.time.Duration",
            description = "The pause between two looks at whether they are there.")
    private long thawInterval = Thawing.DEFAULT.pause().toMillis();

    public String getThawTier() {
        return thawTier;
    }

    public void setThawTier(String thawTier) {
        this.thawTier = thawTier;
    }

    public int getThawDays() {
        return thawDays;
    }

    public void setThawDays(int thawDays) {
        this.thawDays = thawDays;
    }

    public boolean isThawWait() {
        return thawWait;
    }

    public void setThawWait(boolean thawWait) {
        this.thawWait = thawWait;
    }

    public long getThawInterval() {
        return thawInterval;
    }

    public void setThawInterval(long thawInterval) {
        this.thawInterval = thawInterval;
    }

    Thawing thawing(RunListener listener) {
        return new Thawing(
                new Thaw(Thaw.Tier.named(thawTier), thawDays), thawWait, Duration.ofMillis(thawInterval), listener);
    }
}
