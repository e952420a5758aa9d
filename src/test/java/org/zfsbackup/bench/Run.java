package org.zfsbackup.bench;

/**
 * What one run took.
 *
 * @param cpuSeconds user and system, of all processes
 * @param peakKib the most memory of the largest process
 * @param bytesOut what lay in the output folder afterwards
 */
record Run(double seconds, double cpuSeconds, long peakKib, long bytesOut) {
    /** The format in which GNU time writes what {@link #of} reads. */
    static final String FORMAT = "%U %S %M";

    /** Before its figures GNU time says how a command failed: only the last line counts. */
    static Run of(String timeFile, double seconds, long bytesOut) {
        String[] words = timeFile.strip().replaceFirst("(?s).*\n", "").split(" ", -1);
        if (words.length != 3) {
            throw new IllegalArgumentException("GNU time wrote '" + timeFile + "'");
        }
        double cpu = Double.parseDouble(words[0]) + Double.parseDouble(words[1]);
        return new Run(seconds, cpu, Long.parseLong(words[2]), bytesOut);
    }
}
