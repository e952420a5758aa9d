package org.zfsbackup.cli.replica;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.zfsbackup.operation.ReplicatedDataset;
import org.zfsbackup.stream.ByteSize;

/** How the replication of each dataset ended, as lines for people. Why one failed is in the error of the run. */
final class ReplicaTable {
    private ReplicaTable() {}

    static List<String> lines(List<ReplicatedDataset> datasets) {
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
}
