package org.zfsbackup.cli.option;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.api.ZfsBackup;
import org.zfsbackup.service.Settings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of a run as such, whatever it does. */
@OptionGroup("Run")
public final class RunOptions {
    @Option(
            names = "--stall-timeout",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "Fail if a stream moves no byte for this long (default: ${DEFAULT-VALUE}).")
    long stallTimeout;

    @Option(
            names = "--finish-timeout",
            paramLabel = "SECONDS",
            defaultValue = "3600",
            description = "Restores and replicas: fail if zfs receive has not ended this long after the last byte of"
                    + " its stream (default: ${DEFAULT-VALUE}).")
    long finishTimeout;

    @Option(
            names = "--lock-timeout",
            paramLabel = "SECONDS",
            defaultValue = "3600",
            description = "Wait this long for another run on the same backups to end; 0 fails at once (default:"
                    + " ${DEFAULT-VALUE}).")
    long lockTimeout;

    /** A default known to picocli would collide with the destination of the same name, so the code has it. */
    @Option(
            names = "--zfs",
            paramLabel = "COMMAND",
            description = "The zfs command, for example 'sudo zfs' (default: zfs).")
    @Nullable
    String zfs;

    @Option(
            names = "--templates",
            paramLabel = "FOLDER",
            defaultValue = "${sys:zfsbackup.routes}",
            description = "The folder with the route templates (default: routes/ of this installation).")
    @Nullable
    Path templates;

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec spec;

    /** The default settings with these options. */
    public Settings settings() {
        Settings settings = Settings.DEFAULT
                .withZfsCommand(zfs == null || zfs.isEmpty() ? "zfs" : zfs)
                .withStallTimeout(positive("--stall-timeout", stallTimeout))
                .withFinishTimeout(positive("--finish-timeout", finishTimeout));
        return templates == null || templates.toString().isEmpty()
                ? settings
                : settings.withRoutes(Optional.of(templates));
    }

    private Duration positive(String option, long seconds) {
        if (seconds < 1) {
            throw WrongUsage.of(spec, option + " needs a number of seconds, 1 or more");
        }
        return Duration.ofSeconds(seconds);
    }

    private Duration lockTimeout() {
        if (lockTimeout < 0) {
            throw WrongUsage.of(spec, "--lock-timeout needs a number of seconds, 0 or more");
        }
        return Duration.ofSeconds(lockTimeout);
    }

    /** The backup with these options. */
    public ZfsBackup apply(ZfsBackup backup) {
        Settings settings = settings();
        ZfsBackup chosen = backup.zfsCommand(settings.zfsCommand())
                .stallTimeout(settings.stallTimeout())
                .finishTimeout(settings.finishTimeout());
        chosen = chosen.lockTimeout(lockTimeout());
        return settings.routes().map(chosen::routes).orElse(chosen);
    }
}
