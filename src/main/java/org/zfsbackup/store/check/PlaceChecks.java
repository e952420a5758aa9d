package org.zfsbackup.store.check;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.zfsbackup.store.StoredObject;
import org.zfsbackup.store.UnfinishedUpload;

/** The place itself: whether it is there, what time it has, and what stays behind. */
final class PlaceChecks {
    private static final Duration WORTH_TELLING = Duration.ofMinutes(5);

    private PlaceChecks() {}

    static Finding reachable(CheckFolder folder) throws IOException {
        folder.store().checkReachable();
        return Finding.passed("the place is there");
    }

    static Finding clock(CheckFolder folder, Clock ours) throws IOException {
        String name = folder.name("clock/it");
        Instant before = ours.instant();
        folder.put(name, 1);
        Instant after = ours.instant();
        Instant theirs = folder.store()
                .stat(name)
                .map(StoredObject::modified)
                .orElseThrow(() -> new IOException("stat does not know an object that was just put"));
        boolean ahead = theirs.isAfter(after);
        Duration difference = ahead ? Duration.between(after, theirs) : Duration.between(theirs, before);
        String told = "the store's clock differs from ours by " + told(difference)
                + (difference.compareTo(WORTH_TELLING) < 0 ? "" : (ahead ? ", and is ahead" : ", and is behind"));
        return difference.compareTo(WORTH_TELLING) < 0
                ? Finding.passed(told)
                : Finding.limit(told + ": set one of them right, or the times that it tells mislead");
    }

    private static String told(Duration difference) {
        if (difference.compareTo(Duration.ofMinutes(2)) >= 0) {
            return difference.plusSeconds(30).toMinutes() + " minutes";
        }
        return difference.isNegative() || difference.toSeconds() < 2
                ? "less than 2 seconds"
                : difference.toSeconds() + " seconds";
    }

    /** Those below the check's own folder: others may be under way. */
    static Finding uploads(CheckFolder folder) throws IOException {
        List<UnfinishedUpload> found;
        try {
            found = folder.store().unfinished(folder.toString());
            for (UnfinishedUpload upload : found) {
                folder.store().abort(upload);
            }
        } catch (IOException e) {
            return Finding.limit("uploads that broke off cannot be found and given up, and may cost money: "
                    + StoreCheck.sentence(e));
        }
        int left = folder.store().unfinished(folder.toString()).size();
        if (left > 0) {
            return Finding.limit(left + " uploads that broke off could not be given up, and may cost money");
        }
        return Finding.passed(found.isEmpty() ? "there are none" : found.size() + " were given up");
    }

    static Finding clear(CheckFolder folder) throws Exception {
        List<String> left = folder.clear();
        if (!left.isEmpty()) {
            throw new IOException(left.size() + " objects cannot be deleted again: remove the folder " + folder);
        }
        return Finding.passed("nothing of the check is left");
    }
}
