package org.zfsbackup.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.api.ZfsBackup;
import org.zfsbackup.store.Thaw;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that say what is done about chunks in an archive. */
final class ThawOptions {
    @Option(
            names = "--tier",
            paramLabel = "TIER",
            defaultValue = "standard",
            description = "How fast copies of chunks in Glacier are asked for: expedited, standard or bulk (default:"
                    + " ${DEFAULT-VALUE}).")
    String tier = "standard";

    @Option(
            names = "--days",
            paramLabel = "DAYS",
            defaultValue = "7",
            description = "How long the copies stay (default: ${DEFAULT-VALUE}).")
    int days = 7;

    @Option(
            names = "--wait",
            description = "Wait for them, and go on by itself. Else they are asked for, and the next run goes on.")
    boolean wait;

    @Option(
            names = "--wait-interval",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "The pause between two looks at whether they are there (default: ${DEFAULT-VALUE}).")
    int interval = 60;

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec spec;

    ZfsBackup told(ZfsBackup backup) {
        try {
            return backup.thaw(new Thaw(Thaw.Tier.named(tier), days))
                    .thawWait(wait, Duration.ofSeconds(Math.max(1, interval)));
        } catch (IllegalArgumentException e) {
            if (spec == null) {
                throw e;
            }
            throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
