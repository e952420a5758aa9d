package org.zfsbackup.pipe;

/** Decides how many threads a pipe may use: the option {@code workers}, or as many as there are processors. */
public final class WorkerCount {
    private static final int MOST = 64;

    private WorkerCount() {}

    /**
     * Returns the number of threads, 1 or more.
     *
     * @throws IllegalArgumentException if the option is not such a number
     */
    public static int of(PipeSpec spec) {
        String text = spec.option("workers")
                .orElse(Integer.toString(Math.min(MOST, Runtime.getRuntime().availableProcessors())));
        if (!text.matches("[1-9]\\d?") || Integer.parseInt(text) > MOST) {
            throw new IllegalArgumentException("workers is a number from 1 to " + MOST + ", not '" + text + "'");
        }
        return Integer.parseInt(text);
    }
}
