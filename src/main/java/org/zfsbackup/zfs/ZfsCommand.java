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
 * @param host where it runs
 * @param zfs the command, for example {@code zfs} or {@code sudo zfs}
 * @param stallTimeout the longest time in which it may move no byte
 * @param finishTimeout the longest time that a receive may take to end after the last byte
 */
record ZfsCommand(Host host, Command zfs, Duration stallTimeout, Duration finishTimeout) {
    /** The most names in one command line. More may not fit if it runs on another host. */
    private static final int AT_ONCE = 400;

    private static final Pattern MISSING =
            Pattern.compile("cannot open '.*': (dataset|snapshot|bookmark) does not exist");

    Command with(String... words) {
        return zfs.with(words);
    }

    /** Runs it with these words and returns what it printed. It must succeed. */
    String run(String... words) throws IOException {
        return run(List.of(words));
    }

    String run(List<String> words) throws IOException {
        return CommandOutput.ofSuccess(host, zfs.with(words), stallTimeout);
    }

    /** Runs it with these words and passes each line that it prints to the reader. It must succeed. */
    void read(List<String> words, CommandLines.Reader reader) throws IOException {
        CommandLines.read(host, zfs.with(words), stallTimeout, reader);
    }

    /** Runs it and returns its output, whatever its status. */
    CommandOutput ask(String... words) throws IOException {
        return CommandOutput.of(host, zfs.with(words), stallTimeout);
    }

    CommandOutput ask(List<String> words) throws IOException {
        return CommandOutput.of(host, zfs.with(words), stallTimeout);
    }

    /** Returns the zpool command in the same folder, or the one on the PATH if zfs is given without a folder. */
    Command zpool() {
        List<String> words = new ArrayList<>(zfs.words());
        String last = words.remove(words.size() - 1);
        words.add(last.endsWith("/zfs") ? last.substring(0, last.length() - "zfs".length()) + "zpool" : "zpool");
        return new Command(words);
    }

    /** Returns whether zfs failed because a dataset, snapshot or bookmark with exactly this name does not exist. */
    static boolean saysMissing(String errors, String name) {
        return errors.lines().anyMatch(line -> line.startsWith("cannot open '" + name + "': ") && isMissing(line));
    }

    /** Returns whether there is no dataset of this name. */
    boolean isMissing(DatasetName dataset) throws IOException {
        CommandOutput result = ask("list", "-H", "-o", "name", dataset.value());
        if (result.status() != 0 && !saysMissing(result.errors(), dataset.value())) {
            throw new IOException(host + " cannot describe " + dataset + ": "
                    + result.errors().strip());
        }
        return result.status() != 0;
    }

    private static boolean isMissing(String line) {
        return MISSING.matcher(line).matches();
    }

    /**
     * Returns what it prints about these names, which go to a process a few hundred at a time. Names that no longer
     * exist are left out.
     *
     * @param words the words before the names
     */
    List<String> linesOf(List<String> words, List<String> names) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int from = 0; from < names.size(); from += AT_ONCE) {
            List<String> all = new ArrayList<>(words);
            all.addAll(names.subList(from, Math.min(from + AT_ONCE, names.size())));
            CommandOutput result = ask(all);
            if (result.status() != 0 && !lacksNames(result.errors())) {
                throw CommandFailedException.status(
                        host.name(List.of(zfs.with(all))), result.status(), result.errors());
            }
            result.output().lines().forEach(lines::add);
        }
        return lines;
    }

    /** If no name is left, zfs also prints "no datasets available". */
    private static boolean lacksNames(String errors) {
        List<String> others = errors.lines()
                .filter(line -> !isMissing(line) && !line.equals("no datasets available"))
                .toList();
        return others.isEmpty() && errors.lines().anyMatch(ZfsCommand::isMissing);
    }
}
