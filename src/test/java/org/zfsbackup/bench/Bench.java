package org.zfsbackup.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.zfsbackup.stream.ByteSize;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program behind {@code bin/bench}: exit status 0 where every row has its figures. */
@Command(name = "bench", description = "Compares ours with the pipelines that a user would type.")
final class Bench implements Callable<Integer> {
    private static final long TINY = 64 << 10;
    private static final int DATASETS = 1000;

    @Option(names = "--size", paramLabel = "SIZE", description = "The stream's content (default: 512MiB).")
    String size = "512MiB";

    @Option(names = "--pairs", paramLabel = "N", description = "Runs of each (default: 5).")
    int pairs = 5;

    @Option(names = "--only", paramLabel = "WORD", description = "Only the rows whose name contains it.")
    String only = "";

    @Option(
            names = "--work",
            paramLabel = "FOLDER",
            description = "Where everything is written; it is left there (default: a new folder, removed at the end).")
    Path work;

    @Option(names = "--json", paramLabel = "FILE", description = "Write every figure of every run there.")
    Path json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    boolean help;

    @Spec
    CommandSpec spec;

    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, arguments));
    }

    /** The last {@code --work} counts: bin/bench gives the first. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new Bench())
                .setOut(out)
                .setErr(err)
                .setOverwrittenOptionsAllowed(true)
                .execute(arguments);
    }

    @Override
    public Integer call() throws IOException {
        List<Row> rows =
                Rows.all().stream().filter(row -> row.name().contains(only)).toList();
        if (rows.isEmpty() || pairs < 1) {
            throw new ParameterException(spec.commandLine(), "there is nothing to compare");
        }
        Report report = measured(rows);
        spec.commandLine().getOut().print(Table.of(report));
        spec.commandLine().getOut().flush();
        if (json != null) {
            new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(json.toFile(), report);
        }
        return report.isWhole() ? 0 : 1;
    }

    /** Four times the size, of what does not compress, and a server whose buckets are the beds. */
    private List<Outcome> inBuckets(Path folder, List<Row> rows, String command) throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        try (BucketServer server = BucketServer.over(folder)) {
            Bed bed = Bed.ofNoise(folder.resolve("noise"), 4 * ByteSize.parse(size), command, server.variables());
            Bed tiny = Bed.ofNoise(folder.resolve("tiny-noise"), TINY, command, server.variables());
            Contest contest = contest(bed, tiny, bed.bytes());
            for (Row row : rows) {
                outcomes.add(contest.run(row));
            }
        }
        return outcomes;
    }

    /** What does not compress: four times the size in a pool, and sixteen times in a file, to be sent to another host. */
    private List<Outcome> betweenDatasets(Path folder, List<Row> rows, String command) throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        long payload = 4 * ByteSize.parse(size);
        try (ReplicaSides sides = ReplicaSides.in(folder.resolve("replicas"), payload)) {
            Map<String, String> full = sides.variables("full", payload, DATASETS);
            Map<String, String> little = sides.variables("tiny", TINY, 1);
            Bed bed = Bed.ofNoise(folder.resolve("replica"), 4 * payload, command, full);
            Bed tiny = Bed.ofNoise(folder.resolve("tiny-replica"), TINY, command, little);
            Map<Row.Content, Contest> contests = Map.of(
                    Row.Content.HOST, contest(bed, tiny, bed.bytes()),
                    Row.Content.POOL, contest(bed, tiny, payload),
                    Row.Content.NOTHING, contest(bed, tiny, 0));
            for (Row row : rows) {
                outcomes.add(contests.get(row.content()).run(row));
            }
        }
        return outcomes;
    }

    private Contest contest(Bed bed, Bed tiny, long bytes) {
        return new Contest(bed, tiny, bytes, pairs, spec.commandLine().getErr());
    }

    private static List<Row> of(List<Row> rows, Row.Content... contents) {
        return rows.stream()
                .filter(row -> List.of(contents).contains(row.content()))
                .toList();
    }

    private Report measured(List<Row> rows) throws IOException {
        Path folder = work.toAbsolutePath();
        String command = System.getProperty("zfsbackup.command");
        Bed bed = Bed.in(folder.resolve("full"), ByteSize.parse(size), command);
        Bed tiny = Bed.in(folder.resolve("tiny"), TINY, command);
        List<StartUp> startUps = StartUp.measured(tiny, pairs);
        Contest contest = contest(bed, tiny, bed.bytes());
        List<Outcome> outcomes = new ArrayList<>();
        for (Row row : of(rows, Row.Content.FILES)) {
            outcomes.add(contest.run(row));
        }
        List<Row> buckets = of(rows, Row.Content.BUCKET);
        if (!buckets.isEmpty()) {
            outcomes.addAll(inBuckets(folder, buckets, command));
        }
        List<Row> replicas = of(rows, Row.Content.POOL, Row.Content.HOST, Row.Content.NOTHING);
        if (!replicas.isEmpty()) {
            outcomes.addAll(betweenDatasets(folder, replicas, command));
        }
        return new Report(Machine.described(tiny), bed.bytes(), pairs, startUps, outcomes);
    }
}
