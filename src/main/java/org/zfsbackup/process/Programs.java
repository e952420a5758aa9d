package org.zfsbackup.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds programs on this host. It also finds zfs and zpool if their folder is not on the PATH, as under cron. */
final class Programs {
    static final Programs OF_THIS_HOST = new Programs(
            System.getenv("PATH"), List.of(Path.of("/usr/sbin"), Path.of("/sbin"), Path.of("/usr/local/sbin")));

    private static final Set<String> OF_THE_SYSTEM = Set.of("zfs", "zpool");
    private static final Map<String, String> OPTIONS = Map.of("zfs", "--zfs", "ssh", "--ssh");

    private final String path;
    private final List<Path> beside;

    Programs(@Nullable String path, List<Path> beside) {
        this.path = path == null ? "" : path;
        this.beside = beside;
    }

    /** Returns the command, with the full path of its program if it is not found otherwise. */
    Command located(Command command) {
        String program = command.words().get(0);
        if (!OF_THE_SYSTEM.contains(program) || in(onPath(), program).isPresent()) {
            return command;
        }
        return in(beside.stream(), program)
                .map(found -> {
                    List<String> words = new ArrayList<>(command.words());
                    words.set(0, found.toString());
                    return new Command(words);
                })
                .orElse(command);
    }

    private Stream<Path> onPath() {
        return Stream.of(path.split(":"))
                .filter(folder -> folder.startsWith("/"))
                .map(Path::of);
    }

    private static Optional<Path> in(Stream<Path> folders, String program) {
        return folders.map(folder -> folder.resolve(program))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /** Returns a message that says why a program did not start, and what to do. */
    String failure(String program, Exception e) {
        String reason = String.valueOf(e.getMessage());
        String option = OPTIONS.get(program.substring(program.lastIndexOf('/') + 1));
        String advice = option == null ? "" : ", or give its path with " + option;
        if (!reason.contains("error=2,")) {
            return "cannot start " + program + ": " + reason;
        }
        if (program.contains("/")) {
            return "cannot start " + program + ": there is no such program. Install it" + advice;
        }
        String places = OF_THE_SYSTEM.contains(program)
                ? " and not in " + beside.stream().map(Path::toString).collect(Collectors.joining(", "))
                : "";
        return "cannot find the command " + program + ": it is not on the PATH (" + path + ")" + places + ". Install it"
                + advice;
    }
}
