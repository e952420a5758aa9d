package org.zfsbackup.service;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.zfsbackup.operation.RunListener;
import org.zfsbackup.pipe.StreamFunction;
import org.zfsbackup.stream.StallTimeout;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * What holds for all routes of one run.
 *
 * @param zfsCommand for example {@code zfs} or {@code sudo zfs}
 * @param stallTimeout the longest time in which a stream may move no byte
 * @param routes the folder of the route templates; nothing for those in our jar
 * @param listener learns what happens
 * @param undoCommands the user's own commands that undo exec pipes, by the name of the pipe
 * @param functions the user's own functions, by the name in bean pipes
 * @param credentials for buckets, if they are not found elsewhere
 * @param routesFiles files with routes of the user's own, beside those of our templates
 */
@RecordBuilder
public record Settings(
        String zfsCommand,
        Duration stallTimeout,
        Optional<Path> routes,
        RunListener listener,
        Map<String, String> undoCommands,
        Map<String, StreamFunction> functions,
        Optional<AwsCredentialsProvider> credentials,
        List<Path> routesFiles)
        implements SettingsBuilder.With {
    public static final Settings DEFAULT = new Settings(
            "zfs",
            StallTimeout.DEFAULT,
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
