package org.zfsbackup.camel.component.backup;

import java.util.Optional;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.plan.KeepRules;

/** What {@code backup:prune} keeps. A count is a number, or {@code unlimited}. */
@UriParams
public final class PruneConfiguration {
    @UriParam(description = "prune: how many of the newest snapshots to keep.")
    private @Nullable String keepLast;

    @UriParam(description = "prune: for how many hours that have a snapshot to keep the newest one.")
    private @Nullable String keepHourly;

    @UriParam(description = "prune: for how many days that have a snapshot to keep the newest one.")
    private @Nullable String keepDaily;

    @UriParam(description = "prune: for how many weeks that have a snapshot to keep the newest one.")
    private @Nullable String keepWeekly;

    @UriParam(description = "prune: for how many months that have a snapshot to keep the newest one.")
    private @Nullable String keepMonthly;

    @UriParam(description = "prune: for how many years that have a snapshot to keep the newest one.")
    private @Nullable String keepYearly;

    @UriParam(
            description =
                    "prune: keep all snapshots that are at most so much older than the newest, for example 1y5m7d2h.")
    private @Nullable String keepWithin;

    @UriParam(
            defaultValue = "UTC",
            description = "prune: the time zone in which days begin, for example Europe/Berlin.")
    private String timeZone = "UTC";

    KeepRules rules() {
        return new KeepRules(
                KeepRules.count(keepLast),
                KeepRules.count(keepHourly),
                KeepRules.count(keepDaily),
                KeepRules.count(keepWeekly),
                KeepRules.count(keepMonthly),
                KeepRules.count(keepYearly),
                Optional.ofNullable(keepWithin).map(KeepRules.Age::parse),
                KeepRules.zone(timeZone));
    }

    public @Nullable String getKeepLast() {
        return keepLast;
    }

    public void setKeepLast(@Nullable String keepLast) {
        this.keepLast = keepLast;
    }

    public @Nullable String getKeepHourly() {
        return keepHourly;
    }

    public void setKeepHourly(@Nullable String keepHourly) {
        this.keepHourly = keepHourly;
    }

    public @Nullable String getKeepDaily() {
        return keepDaily;
    }

    public void setKeepDaily(@Nullable String keepDaily) {
        this.keepDaily = keepDaily;
    }

    public @Nullable String getKeepWeekly() {
        return keepWeekly;
    }

    public void setKeepWeekly(@Nullable String keepWeekly) {
        this.keepWeekly = keepWeekly;
    }

    public @Nullable String getKeepMonthly() {
        return keepMonthly;
    }

    public void setKeepMonthly(@Nullable String keepMonthly) {
        this.keepMonthly = keepMonthly;
    }

    public @Nullable String getKeepYearly() {
        return keepYearly;
    }

    public void setKeepYearly(@Nullable String keepYearly) {
        this.keepYearly = keepYearly;
    }

    public @Nullable String getKeepWithin() {
        return keepWithin;
    }

    public void setKeepWithin(@Nullable String keepWithin) {
        this.keepWithin = keepWithin;
    }

    public String getTimeZone() {
        return timeZone;
    }

    public void setTimeZone(String timeZone) {
        this.timeZone = timeZone;
    }
}
