package org.zfsbackup.bench;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What came out for a row: as many runs of ours as of the peer, in pairs; or why there is none.
 *
 * @param bytes the length of the stream; 0 where none was moved
 * @param oursStart the seconds that ours takes for a tiny stream, and {@code peerStart} the peer's
 * @param failure empty unless the row failed
 */
record Outcome(
        Row row, long bytes, List<Run> ours, List<Run> peer, double oursStart, double peerStart, String failure) {
    static Outcome failed(Row row, String failure) {
        return new Outcome(row, 0, List.of(), List.of(), 0, 0, failure);
    }

    boolean isFailed() {
        return !failure.isEmpty();
    }

    /** The peer's time by ours, pair by pair: more than 1 where we are faster. */
    double[] ratios() {
        return ratios(0, 0);
    }

    double ratio() {
        return Median.of(ratios());
    }

    double lowest() {
        return DoubleStream.of(ratios()).min().orElseThrow();
    }

    double highest() {
        return DoubleStream.of(ratios()).max().orElseThrow();
    }

    /** What the ratio would be if neither had to start; NaN where a run is no longer than the start. */
    double ratioWithoutStart() {
        return Median.of(ratios(oursStart, peerStart));
    }

    private double[] ratios(double oursLess, double peerLess) {
        return IntStream.range(0, ours.size())
                .mapToDouble(i ->
                        quotient(peer.get(i).seconds() - peerLess, ours.get(i).seconds() - oursLess))
                .toArray();
    }

    private static double quotient(double peer, double ours) {
        return peer > 0 && ours > 0 ? peer / ours : Double.NaN;
    }
}
