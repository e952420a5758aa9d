package org.zfsbackup.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.zfsbackup.fixture.Trees;

/** A contender on a bed. Its scripts write into {@code $OUT}; what is to be restored lies in {@code $STORED}. */
final class Trial {
    private final Contender contender;
    private final Path out;
    private final Shell shell;

    private Trial(Contender contender, Path folder, Bed bed) throws IOException {
        this.contender = contender;
        this.out = folder.resolve("out");
        Path stored = folder.resolve("stored");
        Map<String, String> variables = new HashMap<>(bed.variables());
        variables.put("OUT", out.toString());
        variables.put("SIDE", String.valueOf(folder.getFileName()));
        variables.put("BED", String.valueOf(bed.folder().getFileName()));
        variables.put("STORED", stored.toString());
        this.shell = new Shell(Files.createDirectories(folder), variables);
        empty(stored);
    }

    /** Ready to run. */
    static Trial of(Contender contender, Bed bed, String side) throws IOException, ScriptFailedException {
        Trial trial = new Trial(contender, bed.folder().resolve(side), bed);
        trial.shell.run(contender.prepare());
        return trial;
    }

    Run run() throws IOException, ScriptFailedException {
        empty(out);
        shell.run(contender.fresh());
        Run run = shell.timed(contender.command());
        shell.run(contender.check());
        return new Run(run.seconds(), run.cpuSeconds(), run.peakKib(), bytes(out));
    }

    private static void empty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            Trees.deleteAll(folder);
        }
        Files.createDirectories(folder);
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
