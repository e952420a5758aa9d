package org.zfsbackup.service;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.zfsbackup.operation.RunListener;
import org.zfsbackup.pipe.StreamFunction;
import org.zfsbackup.process.FinishTimeout;
import org.zfsbackup.stream.StallTimeout;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * The settings of all routes of one run.
 *
 * @param zfsCommand for example {@code zfs} or {@code sudo zfs}
 * @param stallTimeout the longest time without a byte, after which a stream fails
 * @param finishTimeout how long zfs may take to end a receive after the last byte of the stream
 * @param routes the folder with the route templates; empty for those in our jar
 * @param listener gets the progress
 * @param undoCommands the user's own commands that reverse exec pipes, by the name of the pipe
 * @param functions the user's own functions, by their name in bean pipes
 * @param credentials for buckets; empty to let the SDK find them
 * @param routesFiles files with the user's own routes, in addition to our templates
 */
@RecordBuilder
public record Settings(
        String zfsCommand,
        Duration stallTimeout,
        Duration finishTimeout,
        Optional<Path> routes,
        RunListener listener,
        Map<String, String> undoCommands,
        Map<String, StreamFunction> functions,
        Optional<AwsCredentialsProvider> credentials,
        List<Path> routesFiles)
        implements SettingsBuilder.With {
    /** The {@code zfs} command of this host and our own templates. */
    public static final Settings DEFAULT = new Settings(
            "zfs",
            StallTimeout.DEFAULT,
            FinishTimeout.DEFAULT,
            Optional.empty(),
            RunListener.SILENT,
            Map.of(),
            Map.of(),
            Optional.empty(),
            List.of());

    public Settings {
        undoCommands = Map.copyOf(undoCommands);
        functions = Map.copyOf(functions);
        routesFiles = List.copyOf(routesFiles);
    }
}
