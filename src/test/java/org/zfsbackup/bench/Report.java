package org.zfsbackup.bench;

import java.util.List;
import java.util.Map;

/**
 * All that was measured.
 *
 * @param streamBytes the plain stream's length
 */
record Report(
        Map<String, String> machine, long streamBytes, int pairs, List<StartUp> startUps, List<Outcome> outcomes) {
    boolean isWhole() {
        return startUps.stream().noneMatch(StartUp::isFailed)
                && outcomes.stream().noneMatch(Outcome::isFailed);
    }
}
