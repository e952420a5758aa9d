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
 * @param stallTimeout the longest time in which it may move no byte
 */
record ZfsCommand(Host host, Command zfs, Duration stallTimeout) {
    /** More names would not fit into a command line for another host. */
    private static final int AT_ONCE = 400;

    private static final Pattern MISSING =
            Pattern.compile("cannot open '.*': (dataset|snapshot|bookmark) does not exist");

    Command with(String... words) {
        return zfs.with(words);
    }

    /** Runs it with these words, and gives what it printed; it must succeed. */
    String run(String... words) throws IOException {
        return run(List.of(words));
    }

    String run(List<String> words) throws IOException {
        return CommandOutput.ofSuccess(host, zfs.with(words), stallTimeout);
    }

    /** Runs it with these words, and gives each line that it prints to the reader; it must succeed. */
    void read(List<String> words, CommandLines.Reader reader) throws IOException {
        CommandLines.read(host, zfs.with(words), stallTimeout, reader);
    }

    /** Runs it, whatever its status. */
    CommandOutput ask(String... words) throws IOException {
        return CommandOutput.of(host, zfs.with(words), stallTimeout);
    }

    CommandOutput ask(List<String> words) throws IOException {
        return CommandOutput.of(host, zfs.with(words), stallTimeout);
    }

    /** The zpool command that lies beside it; the one on the PATH where it is no zfs that lies in a folder. */
    Command zpool() {
        List<String> words = new ArrayList<>(zfs.words());
        String last = words.remove(words.size() - 1);
        words.add(last.endsWith("/zfs") ? last.substring(0, last.length() - "zfs".length()) + "zpool" : "zpool");
        return new Command(words);
    }

    /** Whether zfs failed because there is no dataset, snapshot or bookmark of that very name. */
    static boolean saysMissing(String errors, String name) {
        return errors.lines().anyMatch(line -> line.startsWith("cannot open '" + name + "': ") && isMissing(line));
    }

    private static boolean isMissing(String line) {
        return MISSING.matcher(line).matches();
    }

    /**
     * What it prints of these names, some hundred in one process; nothing of those that are gone.
     *
     * @param words those before the names
     */
    List<String> linesOf(List<String> words, List<String> names) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int from = 0; from < names.size(); from += AT_ONCE) {
            List<String> all = new ArrayList<>(words);
            all.addAll(names.subList(from, Math.min(from + AT_ONCE, names.size())));
            CommandOutput told = ask(all);
            if (told.status() != 0 && !lacksNames(told.errors())) {
                throw CommandFailedException.status(host.name(List.of(zfs.with(all))), told.status(), told.errors());
            }
            told.output().lines().forEach(lines::add);
        }
        return lines;
    }

    /** Where none is left zfs says that too. */
    private static boolean lacksNames(String errors) {
        List<String> others = errors.lines()
                .filter(line -> !isMissing(line) && !line.equals("no datasets available"))
                .toList();
        return others.isEmpty() && errors.lines().anyMatch(ZfsCommand::isMissing);
    }
}
