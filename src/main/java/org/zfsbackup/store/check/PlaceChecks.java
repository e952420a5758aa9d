package org.zfsbackup.store.check;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.zfsbackup.store.StoredObject;
import org.zfsbackup.store.UnfinishedUpload;

/** Checks the place itself: whether it can be reached, its clock, and what remains there. */
final class PlaceChecks {
    private static final Duration MAX_CLOCK_DIFFERENCE = Duration.ofMinutes(5);

    private PlaceChecks() {}

    static Finding reachable(CheckFolder folder) throws IOException {
        folder.store().checkReachable();
        return Finding.passed("the place can be reached");
    }

    static Finding clock(CheckFolder folder, Clock ours) throws IOException {
        String name = folder.name("clock/it");
        Instant before = ours.instant();
        folder.put(name, 1);
        Instant after = ours.instant();
        Instant theirs = folder.store()
                .stat(name)
                .map(StoredObject::modified)
                .orElseThrow(() -> new IOException("stat does not find an object that was just stored"));
        boolean ahead = theirs.isAfter(after);
        Duration difference = ahead ? Duration.between(after, theirs) : Duration.between(theirs, before);
        String remark = "the store's clock differs from ours by " + rounded(difference)
                + (difference.compareTo(MAX_CLOCK_DIFFERENCE) < 0
                        ? ""
                        : (ahead ? ", and is ahead" : ", and is behind"));
        return difference.compareTo(MAX_CLOCK_DIFFERENCE) < 0
                ? Finding.passed(remark)
                : Finding.warning(remark + ": correct the wrong one, or the times of backups will be misleading");
    }

    private static String rounded(Duration difference) {
        if (difference.compareTo(Duration.ofMinutes(2)) >= 0) {
            return difference.plusSeconds(30).toMinutes() + " minutes";
        }
        return difference.isNegative() || difference.toSeconds() < 2
                ? "less than 2 seconds"
                : difference.toSeconds() + " seconds";
    }

    /** Only those below the check's own folder: others may still be running. */
    static Finding uploads(CheckFolder folder) throws IOException {
        List<UnfinishedUpload> found;
        try {
            found = folder.store().unfinished(folder.toString());
            for (UnfinishedUpload upload : found) {
                folder.store().abort(upload);
            }
        } catch (IOException e) {
            return Finding.warning(
                    "interrupted uploads cannot be found and aborted, and may cost money: " + StoreCheck.sentence(e));
        }
        int left = folder.store().unfinished(folder.toString()).size();
        if (left > 0) {
            return Finding.warning(left + " interrupted uploads could not be aborted, and may cost money");
        }
        return Finding.passed(found.isEmpty() ? "there are none left" : found.size() + " were aborted");
    }

    static Finding clear(CheckFolder folder) throws Exception {
        List<String> left = folder.clear();
        if (!left.isEmpty()) {
            throw new IOException(left.size() + " objects cannot be deleted: remove the folder " + folder);
        }
        return Finding.passed("all objects of the check are deleted");
    }
}
