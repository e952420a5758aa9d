package org.zfsbackup.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A report for people: what it was measured on, the start-up, and a line for each row. */
final class Table {
    private static final double MIB = 1 << 20;
    private static final List<String> HEAD = List.of(
            "row",
            "against",
            "MB",
            "ours MB/s",
            "peer MB/s",
            "ratio",
            "lowest",
            "highest",
            "less start",
            "CPU s ours/peer",
            "peak MiB ours/peer",
            "MiB out ours/peer");

    private final Report report;

    private Table(Report report) {
        this.report = report;
    }

    static String of(Report report) {
        Table table = new Table(report);
        return table.head() + "\n" + table.startUp() + "\n\n" + table.rows();
    }

    private String head() {
        StringBuilder head = new StringBuilder();
        report.machine().forEach((name, answer) -> head.append("%-10s %s%n".formatted(name, answer)));
        head.append(
                """

                A stream of files has %.1f MB (10^6 bytes); pairs: %d%s; medians.
                ratio: the peer's time by ours, more than 1 where ours is faster; its median, lowest and highest pair.
                less start: the same, when from each is taken off what it takes for a tiny stream.
                CPU: of all processes. peak: of the largest single process. Ours also checks the stream,
                hashes what it stores and syncs it to the disk.
                """
                        .formatted(
                                report.streamBytes() / 1e6,
                                report.pairs(),
                                report.pairs() > 1 ? ", after a run of each that does not count" : ""));
        return head.toString();
    }

    private String startUp() {
        return "Start-up: "
                + report.startUps().stream()
                        .map(start -> start.name() + " "
                                + (start.isFailed()
                                        ? "FAILED: " + start.failure()
                                        : number("%.2f s", Median.of(start.runs(), Run::seconds))))
                        .collect(Collectors.joining(", "));
    }

    private String rows() {
        List<List<String>> lines = new ArrayList<>(List.of(HEAD));
        report.outcomes().forEach(outcome -> lines.add(line(outcome)));
        int[] widths = IntStream.range(0, HEAD.size())
                .map(column -> width(lines, column))
                .toArray();
        return lines.stream().map(line -> joined(line, widths)).collect(Collectors.joining("\n", "", "\n"));
    }

    private List<String> line(Outcome outcome) {
        List<String> names = List.of(outcome.row().name(), outcome.row().peer().name());
        List<String> line = new ArrayList<>(names);
        if (outcome.isFailed()) {
            line.add("FAILED: " + outcome.failure());
            return line;
        }
        line.add(number("%.1f", outcome.bytes() / 1e6));
        line.add(number("%.1f", speed(outcome, outcome.ours())));
        line.add(number("%.1f", speed(outcome, outcome.peer())));
        line.add(number("%.2f", outcome.ratio()));
        line.add(number("%.2f", outcome.lowest()));
        line.add(number("%.2f", outcome.highest()));
        line.add(number("%.2f", outcome.ratioWithoutStart()));
        line.add(both("%.1f", outcome, Run::cpuSeconds));
        line.add(both("%.0f", outcome, run -> run.peakKib() / 1024.0));
        line.add(both("%.1f", outcome, run -> run.bytesOut() / MIB));
        return line;
    }

    private static double speed(Outcome outcome, List<Run> runs) {
        return outcome.bytes() / 1e6 / Median.of(runs, Run::seconds);
    }

    private static String both(String format, Outcome outcome, ToDoubleFunction<Run> figure) {
        return number(format, Median.of(outcome.ours(), figure)) + " / "
                + number(format, Median.of(outcome.peer(), figure));
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }

    /** A reason may be as long as it likes. */
    private static int width(List<List<String>> lines, int column) {
        return lines.stream()
                .filter(line -> line.size() == HEAD.size() || column < 2)
                .mapToInt(line -> line.get(column).length())
                .max()
                .orElse(0);
    }

    private static String joined(List<String> line, int[] widths) {
        return IntStream.range(0, line.size())
                .mapToObj(i -> (i < 2 ? "%-" + widths[i] + "s" : "%" + widths[i] + "s").formatted(line.get(i)))
                .collect(Collectors.joining("  "));
    }
}
