package org.zfsbackup.estate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * How a test runs an estate: always the same steps, as far as ZFS takes each of them in time, unless the property
 * {@code zfsbackup.estate.steps} asks for another number of random ones, and {@code zfsbackup.estate.seed} for a seed.
 *
 * @param steps how many, unless the property says so
 * @param seed for them
 */
record GeneratedEstate(int steps, long seed) {
    void run(Supplier<Site> sites) {
        int wanted = Integer.getInteger("zfsbackup.estate.steps", steps);
        long drawn = Long.getLong("zfsbackup.estate.seed", wanted == steps ? seed : random());
        System.out.println("estate: seed " + drawn + ", " + wanted + " steps");
        StringBuilder log = new StringBuilder();
        try (Site site = sites.get()) {
            Map<String, Integer> outcomes = new EstateRun(
                            site, new Random(drawn), line -> log.append(line).append('\n'))
                    .run(wanted);
            outcomes.forEach((outcome, count) -> System.out.println("estate: " + count + " x " + outcome));
            assertThat(outcomes.keySet()).contains("compared EACH");
        } catch (AssertionError | RuntimeException e) {
            System.out.println(log);
            throw new AssertionError("seed " + drawn + ": " + e.getMessage(), e);
        }
    }

    private static long random() {
        return ThreadLocalRandom.current().nextLong(1_000_000);
    }
}
