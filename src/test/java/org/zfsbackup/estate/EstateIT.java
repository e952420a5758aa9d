package org.zfsbackup.estate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A generated estate on this host's ZFS: always the same steps here, as far as ZFS takes each of them in time, and random ones
 * in {@code bin/estate}.
 */
@Tag("zfs")
class EstateIT {
    @TempDir
    Path directory;

    @Test
    void everythingCalledGood_comesBack() {
        int steps = Integer.getInteger("zfsbackup.estate.steps", 200);
        long seed = Long.getLong("zfsbackup.estate.seed", steps == 200 ? 22 : random());
        System.out.println("estate: seed " + seed + ", " + steps + " steps");
        StringBuilder log = new StringBuilder();
        try (Site site = FuseSite.in(directory)) {
            Map<String, Integer> outcomes = new EstateRun(
                            site, new Random(seed), line -> log.append(line).append('\n'))
                    .run(steps);
            outcomes.forEach((outcome, count) -> System.out.println("estate: " + count + " x " + outcome));
            assertThat(outcomes.keySet()).contains("compared EACH", "compared WHOLE");
        } catch (AssertionError | RuntimeException e) {
            System.out.println(log);
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
    }

    private static long random() {
        return ThreadLocalRandom.current().nextLong(1_000_000);
    }
}
