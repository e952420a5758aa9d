package org.zfsbackup.camel.component.backup;

import java.time.Duration;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.zfsbackup.operation.RunListener;
import org.zfsbackup.operation.Thawing;
import org.zfsbackup.store.Thaw;

/** How chunks in an archive storage class are read. */
@UriParams
public final class ArchiveConfiguration {
    @UriParam(
            label = "archive",
            defaultValue = "standard",
            enums = "expedited,standard,bulk",
            description = "plan-restore, verify, test-restore: how fast the copies of archived chunks are requested.")
    private String thawTier = "standard";

    @UriParam(
            label = "archive",
            defaultValue = "7",
            description = "plan-restore, verify, test-restore: the number of days that the copies remain readable.")
    private int thawDays = Thaw.DEFAULT.days();

    @UriParam(
            label = "archive",
            description =
                    "plan-restore, verify, test-restore: wait until the copies are readable. Otherwise they are only"
                            + " requested; run it again later.")
    private boolean thawWait;

    @UriParam(
            label = "archive",
            defaultValue = "60000",
            javaType = "java.time.Duration",
            description = "The pause between two checks for the copies.")
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
