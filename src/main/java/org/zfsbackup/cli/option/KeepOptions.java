package org.zfsbackup.cli.option;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.plan.KeepRules;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options for what a prune keeps. */
@OptionGroup("What to keep")
public final class KeepOptions {
    @Option(names = "--keep-last", paramLabel = "N", description = "The N newest snapshots.")
    @Nullable
    String last;

    @Option(
            names = "--keep-hourly",
            paramLabel = "N",
            description = "The newest snapshot of each of the N newest hours that have one.")
    @Nullable
    String hourly;

    @Option(names = "--keep-daily", paramLabel = "N", description = "The same for days.")
    @Nullable
    String daily;

    @Option(names = "--keep-weekly", paramLabel = "N", description = "The same for weeks, which begin on Monday.")
    @Nullable
    String weekly;

    @Option(names = "--keep-monthly", paramLabel = "N", description = "The same for months.")
    @Nullable
    String monthly;

    @Option(
            names = "--keep-yearly",
            paramLabel = "N",
            description = "The same for years. N can be unlimited in each of these.")
    @Nullable
    String yearly;

    @Option(
            names = "--keep-within",
            paramLabel = "AGE",
            description = "All that are at most AGE older than the newest one: years, months, days and hours, for"
                    + " example 1y5m7d2h.")
    @Nullable
    String within;

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            defaultValue = "UTC",
            description = "The time zone in which days begin, for example Europe/Berlin (default: ${DEFAULT-VALUE}).")
    String zone = "UTC";

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec spec;

    /**
     * Returns the rules.
     *
     * @throws picocli.CommandLine.ParameterException if there is none, or one is not understood
     */
    public KeepRules rules() {
        try {
            KeepRules rules = new KeepRules(
                    KeepRules.count(last),
                    KeepRules.count(hourly),
                    KeepRules.count(daily),
                    KeepRules.count(weekly),
                    KeepRules.count(monthly),
                    KeepRules.count(yearly),
                    Optional.ofNullable(within).map(KeepRules.Age::parse),
                    KeepRules.zone(zone));
            if (rules.isEmpty()) {
                throw WrongUsage.of(
                        spec, "name what to keep, for example --keep-daily 7 --keep-weekly 5 --keep-monthly 12");
            }
            return rules;
        } catch (IllegalArgumentException e) {
            throw WrongUsage.of(spec, String.valueOf(e.getMessage()));
        }
    }
}
