package org.zfsbackup.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What our command takes before it does anything.
 *
 * @param failure empty unless it failed
 */
record StartUp(String name, List<Run> runs, String failure) {
    private static final int MOST_RUNS = 5;

    static List<StartUp> measured(Bed tiny, int pairs) throws IOException {
        List<StartUp> all = new ArrayList<>();
        for (Contender contender : List.of(Ours.tinyBackup(), Ours.list(), Ours.version())) {
            all.add(of(contender, tiny, Math.min(pairs, MOST_RUNS)));
        }
        return all;
    }

    private static StartUp of(Contender contender, Bed tiny, int runs) throws IOException {
        try {
            return new StartUp(contender.name(), runs(contender, tiny, runs), "");
        } catch (ScriptFailedException e) {
            return new StartUp(contender.name(), List.of(), e.getMessage());
        }
    }

    static List<Run> runs(Contender contender, Bed bed, int count) throws IOException, ScriptFailedException {
        Trial trial = Trial.of(contender, bed, "start");
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            runs.add(trial.run());
        }
        return runs;
    }

    boolean isFailed() {
        return !failure.isEmpty();
    }
}
