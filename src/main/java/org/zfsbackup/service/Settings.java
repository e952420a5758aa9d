package org.zfsbackup.service;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.zfsbackup.operation.RunListener;
import org.zfsbackup.pipe.StreamFunction;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * What holds for all routes of one run.
 *
 * @param zfsCommand for example {@code zfs} or {@code sudo zfs}
 * @param stallTimeout the longest time in which a stream may move no byte
 * @param routes the folder of the route templates; those in our jar where it is not named
 * @param listener is told what happens
 * @param undoCommands the user's own commands that undo exec pipes, by their name
 * @param functions the user's own functions, by the name in bean pipes
 * @param credentials for buckets, where they are not found elsewhere
 * @param routesFiles routes of the user's own, beside those of our templates
 */
public record Settings(
        String zfsCommand,
        Duration stallTimeout,
        Optional<Path> routes,
        RunListener listener,
        Map<String, String> undoCommands,
        Map<String, StreamFunction> functions,
        Optional<AwsCredentialsProvider> credentials,
        List<Path> routesFiles) {
    public static final Settings DEFAULT = new Settings(
            "zfs",
            Duration.ofMinutes(10),
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

    public Settings withZfsCommand(String command) {
        return new Settings(command, stallTimeout, routes, listener, undoCommands, functions, credentials, routesFiles);
    }

    public Settings withStallTimeout(Duration timeout) {
        return new Settings(zfsCommand, timeout, routes, listener, undoCommands, functions, credentials, routesFiles);
    }

    public Settings withRoutes(Path folder) {
        return new Settings(
                zfsCommand,
                stallTimeout,
                Optional.of(folder),
                listener,
                undoCommands,
                functions,
                credentials,
                routesFiles);
    }

    public Settings withListener(RunListener heard) {
        return new Settings(zfsCommand, stallTimeout, routes, heard, undoCommands, functions, credentials, routesFiles);
    }

    public Settings withUndoCommands(Map<String, String> commands) {
        return new Settings(zfsCommand, stallTimeout, routes, listener, commands, functions, credentials, routesFiles);
    }

    public Settings withFunctions(Map<String, StreamFunction> bound) {
        return new Settings(zfsCommand, stallTimeout, routes, listener, undoCommands, bound, credentials, routesFiles);
    }

    public Settings withCredentials(AwsCredentialsProvider found) {
        return new Settings(
                zfsCommand, stallTimeout, routes, listener, undoCommands, functions, Optional.of(found), routesFiles);
    }

    public Settings withRoutesFiles(List<Path> files) {
        return new Settings(zfsCommand, stallTimeout, routes, listener, undoCommands, functions, credentials, files);
    }
}
