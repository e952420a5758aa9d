package org.zfsbackup.operation;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.stream.ByteSize;

/** How many chunks are in each state at one look at the archive, and how many bytes are not available yet. */
final class ArchiveTally {
    /** After so many refusals in a row, the others would be refused as well. */
    private static final int MOST_REFUSALS = 20;

    private int readable;
    private int arriving;
    private int requested;
    private int refused;
    private int refusedInRow;
    private long missingBytes;
    private @Nullable IOException refusal;

    /** @param readable the number of chunks that were found readable before */
    ArchiveTally(int readable) {
        this.readable = readable;
    }

    void addReadable() {
        readable++;
    }

    void addArriving(long bytes) {
        arriving++;
        missingBytes += bytes;
    }

    void addRequested(long bytes) {
        requested++;
        refusedInRow = 0;
        missingBytes += bytes;
    }

    /** A copy has lapsed, and was requested again. */
    void changeReadableToRequested() {
        readable--;
        requested++;
    }

    /** @param reason null if it was not even tried, because so many others were refused */
    void addRefused(long bytes, @Nullable IOException reason) {
        refused++;
        refusedInRow++;
        missingBytes += bytes;
        refusal = refusal == null ? reason : refusal;
    }

    boolean refusesAll() {
        return refusedInRow >= MOST_REFUSALS;
    }

    /** Whether there is nothing to wait for. */
    boolean isHopeless() {
        return arriving == 0 && requested == 0;
    }

    OfflineException failure() {
        return new OfflineException(
                "chunks are in an archive: " + this + ". Run it again in some hours, or use --wait (thawWait=true) to"
                        + " wait for them",
                refusal);
    }

    @Override
    public String toString() {
        return readable + " of " + (readable + arriving + requested + refused) + " chunks can be read, " + arriving
                + " are being retrieved, " + requested + " were just requested"
                + (refusal == null ? "" : ", " + refused + " could not be requested (" + refusal.getMessage() + ")")
                + "; " + ByteSize.format(missingBytes) + " are not available yet";
    }
}
