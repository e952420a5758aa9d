package org.zfsbackup.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.zfsbackup.operation.ReplicatedDataset;
import org.zfsbackup.stream.ByteSize;

/** How the datasets of a run ended, for people and programs. Why one failed is in the error of the run. */
public final class DatasetResults {
    private DatasetResults() {}

    /** A line for each dataset, in the order of their names. */
    public static List<String> lines(List<ReplicatedDataset> datasets) {
        List<ReplicatedDataset> sorted = datasets.stream()
                .sorted(Comparator.comparing(ReplicatedDataset::source))
                .toList();
        int width = sorted.stream().mapToInt(one -> one.source().length()).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (ReplicatedDataset one : sorted) {
            lines.add(pad(one.source(), width) + "  " + what(one));
        }
        return lines;
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private static String what(ReplicatedDataset one) {
        String sent = one.streams() == 0
                ? ""
                : one.streams() + (one.streams() == 1 ? " stream, " : " streams, ") + ByteSize.format(one.bytes());
        if (one.failure().isPresent()) {
            return "FAILED" + (sent.isEmpty() ? "" : " after " + sent);
        }
        return one.upToDate() ? "up to date" : sent;
    }

    /** The datasets as values for JSON. */
    public static List<Map<String, Object>> values(List<ReplicatedDataset> datasets) {
        return datasets.stream().map(DatasetResults::values).toList();
    }

    private static Map<String, Object> values(ReplicatedDataset dataset) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("source", dataset.source());
        values.put("destination", dataset.destination());
        values.put("streams", dataset.streams());
        values.put("bytes", dataset.bytes());
        dataset.failure().ifPresent(why -> values.put("failure", why));
        return values;
    }
}
