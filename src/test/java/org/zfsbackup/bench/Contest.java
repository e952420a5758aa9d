package org.zfsbackup.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lets ours and a peer take turns. A row that fails ends with its reason, and the next begins. */
final class Contest {
    private static final int MOST_STARTS = 3;

    private final Bed bed;
    private final Bed tiny;
    private final long bytes;
    private final int pairs;
    private final PrintWriter progress;
    private final Map<Contender, Double> starts = new HashMap<>();

    /** @param bytes the length of the stream in the bed */
    Contest(Bed bed, Bed tiny, long bytes, int pairs, PrintWriter progress) {
        this.bed = bed;
        this.tiny = tiny;
        this.bytes = bytes;
        this.pairs = pairs;
        this.progress = progress;
    }

    Outcome run(Row row) throws IOException {
        progress.print(row.name() + " against " + row.peer().name() + " ");
        progress.flush();
        try {
            return turns(row, seconds(row.ours()), seconds(row.peer()));
        } catch (ScriptFailedException e) {
            return Outcome.failed(row, e.getMessage());
        } finally {
            progress.println();
        }
    }

    private Outcome turns(Row row, double oursStart, double peerStart) throws IOException, ScriptFailedException {
        Trial ours = Trial.of(row.ours(), bed, "ours");
        Trial peer = Trial.of(row.peer(), bed, "peer");
        if (pairs > 1) {
            ours.run();
            peer.run();
        }
        List<Run> oursRuns = new ArrayList<>();
        List<Run> peerRuns = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            oursRuns.add(ours.run());
            peerRuns.add(peer.run());
            progress.print('.');
            progress.flush();
        }
        return new Outcome(row, bytes, oursRuns, peerRuns, oursStart, peerStart, "");
    }

    /** A contender's time for nothing; one that stands in several rows is timed once. */
    private double seconds(Contender contender) throws IOException, ScriptFailedException {
        Double known = starts.get(contender);
        if (known == null) {
            known = Median.of(StartUp.runs(contender, tiny, Math.min(pairs, MOST_STARTS)), Run::seconds);
            starts.put(contender, known);
        }
        return known;
    }
}
