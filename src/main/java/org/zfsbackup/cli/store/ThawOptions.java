package org.zfsbackup.cli.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.api.ZfsBackup;
import org.zfsbackup.cli.option.OptionGroup;
import org.zfsbackup.cli.option.WrongUsage;
import org.zfsbackup.store.Thaw;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options for chunks that lie in an archive. */
@OptionGroup("Chunks in Glacier")
final class ThawOptions {
    @Option(
            names = "--tier",
            paramLabel = "TIER",
            defaultValue = "standard",
            description = "How fast to get copies of chunks in Glacier: expedited, standard or bulk (default:"
                    + " ${DEFAULT-VALUE}).")
    String tier = "standard";

    @Option(
            names = "--days",
            paramLabel = "DAYS",
            defaultValue = "7",
            description = "How long to keep the copies (default: ${DEFAULT-VALUE}).")
    int days = 7;

    @Option(
            names = "--wait",
            description = "Wait until the copies are available. Otherwise only request them; run again later.")
    boolean wait;

    @Option(
            names = "--wait-interval",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How often to look whether they are available (default: ${DEFAULT-VALUE}).")
    int interval = 60;

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec spec;

    /** The backup with these options. */
    ZfsBackup apply(ZfsBackup backup) {
        try {
            return backup.thaw(new Thaw(Thaw.Tier.named(tier), days))
                    .thawWait(wait, Duration.ofSeconds(Math.max(1, interval)));
        } catch (IllegalArgumentException e) {
            throw WrongUsage.of(spec, String.valueOf(e.getMessage()));
        }
    }
}
