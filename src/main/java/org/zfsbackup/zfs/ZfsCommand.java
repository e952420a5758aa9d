package org.zfsbackup.zfs;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.zfsbackup.process.Command;
import org.zfsbackup.process.CommandFailedException;
import org.zfsbackup.process.CommandLines;
import org.zfsbackup.process.CommandOutput;
import org.zfsbackup.process.Host;

/**
 * The zfs command of a host, and how it is run.
 *
 * @param rest the longest time in which it may move no byte
 */
record ZfsCommand(Host host, Command zfs, Duration rest) {
    /** More names would not fit into a command line for another host. */
    static final int AT_ONCE = 400;

    private static final Pattern MISSING = Pattern.compile("(?m)^cannot open '[^\n]*': dataset does not exist$");

    Command with(String... words) {
        return zfs.with(words);
    }

    /** Runs it with these words, and gives what it printed; it must succeed. */
    String run(String... words) throws IOException {
        return run(List.of(words));
    }

    String run(List<String> words) throws IOException {
        return CommandOutput.ofSuccess(host, zfs.with(words), rest);
    }

    /** Runs it with these words, and gives each line that it prints to the reader; it must succeed. */
    void read(List<String> words, CommandLines.Reader reader) throws IOException {
        CommandLines.read(host, zfs.with(words), rest, reader);
    }

    /** Runs it, whatever its status. */
    CommandOutput ask(String... words) throws IOException {
        return CommandOutput.of(host, zfs.with(words), rest);
    }

    CommandOutput ask(List<String> words) throws IOException {
        return CommandOutput.of(host, zfs.with(words), rest);
    }

    /** What is thrown where it ended like that. */
    CommandFailedException failure(List<String> words, CommandOutput told) {
        return CommandFailedException.status(host.name(List.of(zfs.with(words))), told.status(), told.errors());
    }

    /** The zpool command that lies beside it; the one on the PATH where it is no zfs that lies in a folder. */
    Command zpool() {
        List<String> words = new ArrayList<>(zfs.words());
        String last = words.remove(words.size() - 1);
        words.add(last.endsWith("/zfs") ? last.substring(0, last.length() - "zfs".length()) + "zpool" : "zpool");
        return new Command(words);
    }

    /** Whether zfs failed because there is no such dataset; what else does not exist (a key, a command) is no such answer. */
    static boolean saysMissing(String errors) {
        return MISSING.matcher(errors).find();
    }
}
