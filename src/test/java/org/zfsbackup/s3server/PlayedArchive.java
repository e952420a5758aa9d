package org.zfsbackup.s3server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.zfsbackup.s3server.http.Answer;

/** The storage classes of the objects, by their paths, and the restores that were asked for. */
final class PlayedArchive {
    static final String STANDARD = "STANDARD";
    private static final Duration FOREVER = Duration.ofDays(10_000);
    private static final Set<String> FROZEN = Set.of("GLACIER", "DEEP_ARCHIVE");

    /** A copy that is on its way, or there when {@code until} is. */
    private static final class Thaw {
        final Instant asked;
        int days;
        int heads;
        Instant until;

        Thaw(Instant asked, int days) {
            this.asked = asked;
            this.days = days;
        }
    }

    private final Clock clock;
    private final Map<String, String> classes = new HashMap<>();
    private final Map<String, String> uploads = new HashMap<>();
    private final Map<String, Thaw> thaws = new HashMap<>();
    private final List<Restore> asked = new ArrayList<>();
    private int headsToWait = Integer.MAX_VALUE;
    private Duration toWait = FOREVER;

    PlayedArchive(Clock clock) {
        this.clock = clock;
    }

    synchronized void put(String path, String storageClass) {
        thaws.remove(path);
        classes.put(path, storageClass);
    }

    /** A multipart upload of a path began; of two at the same time for one path, the later one's class counts. */
    synchronized void begin(String path, String storageClass) {
        uploads.put(path, storageClass);
    }

    synchronized void complete(String path) {
        put(path, uploads.getOrDefault(path, STANDARD));
        uploads.remove(path);
    }

    synchronized String storageClass(String path) {
        return classes.getOrDefault(path, STANDARD);
    }

    synchronized boolean isFrozen(String path) {
        return FROZEN.contains(storageClass(path)) && !isThere(path);
    }

    private boolean isThere(String path) {
        Thaw thaw = thaws.get(path);
        if (thaw == null) {
            return false;
        }
        if (thaw.until == null && !clock.instant().isBefore(thaw.asked.plus(toWait))) {
            finish(thaw);
        }
        return thaw.until != null;
    }

    private void finish(Thaw thaw) {
        thaw.until = clock.instant().plus(thaw.days + 1L, ChronoUnit.DAYS).truncatedTo(ChronoUnit.DAYS);
    }

    /** The value of {@code x-amz-restore}; a HEAD counts towards the end of the wait. */
    synchronized Optional<String> state(String path, boolean head) {
        Thaw thaw = thaws.get(path);
        if (thaw == null) {
            return Optional.empty();
        }
        if (isThere(path)) {
            return Optional.of("ongoing-request=\"false\", expiry-date=\"" + Answer.date(thaw.until) + "\"");
        }
        if (head && ++thaw.heads >= headsToWait) {
            finish(thaw);
        }
        return Optional.of("ongoing-request=\"true\"");
    }

    /** The element of a listing that asks for it. */
    synchronized Optional<String> status(String path) {
        Thaw thaw = thaws.get(path);
        if (thaw == null) {
            return Optional.empty();
        }
        boolean there = isThere(path);
        return Optional.of("<RestoreStatus><IsRestoreInProgress>" + !there + "</IsRestoreInProgress>"
                + (there ? "<RestoreExpiryDate>" + thaw.until + "</RestoreExpiryDate>" : "") + "</RestoreStatus>");
    }

    synchronized Answer restore(Request request, String xml) {
        String path = request.path();
        int days = Xml.parse(xml)
                .flatMap(root -> Xml.text(root, "Days"))
                .map(Integer::parseInt)
                .orElse(0);
        if (days < 1) {
            return Answer.error(400, "MalformedXML", "The XML you provided was not well-formed");
        }
        if (!FROZEN.contains(storageClass(path))) {
            return Answer.error(
                    403, "InvalidObjectState", "Restore is not allowed for the object's current storage class");
        }
        String tier = Xml.parse(xml).flatMap(root -> Xml.text(root, "Tier")).orElse("Standard");
        if (tier.equals("Expedited") && storageClass(path).equals("DEEP_ARCHIVE")) {
            return Answer.error(400, "InvalidArgument", "Retrieval option is not supported by this storage class");
        }
        boolean there = isThere(path);
        if (!there && thaws.containsKey(path)) {
            return Answer.error(409, "RestoreAlreadyInProgress", "Object restore is already in progress");
        }
        asked.add(new Restore(request.key(), tier, days));
        Thaw thaw = thaws.computeIfAbsent(path, key -> new Thaw(clock.instant(), days));
        if (there) {
            thaw.days = days;
            finish(thaw);
        }
        return Answer.of(there ? 200 : 202, "");
    }

    synchronized Answer frozen(String path) {
        return Answer.error(
                403,
                "InvalidObjectState",
                "The operation is not valid for the object's storage class",
                "<StorageClass>" + storageClass(path) + "</StorageClass>");
    }

    synchronized void finishRestores() {
        thaws.values().stream().filter(thaw -> thaw.until == null).forEach(this::finish);
    }

    synchronized void expireRestores() {
        thaws.values().removeIf(thaw -> thaw.until != null);
    }

    synchronized void letLapse(String path, Instant when) {
        Optional.ofNullable(thaws.get(path)).ifPresent(thaw -> thaw.until = when);
    }

    synchronized void waitForHeads(int heads) {
        headsToWait = heads;
    }

    synchronized void waitFor(Duration duration) {
        toWait = duration;
    }

    synchronized List<Restore> asked() {
        return List.copyOf(asked);
    }

    synchronized void clear() {
        classes.clear();
        uploads.clear();
        thaws.clear();
        asked.clear();
        headsToWait = Integer.MAX_VALUE;
        toWait = FOREVER;
    }
}
