package org.zfsbackup.estate;

import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.zfsbackup.fixture.OpenZfsGuest;

/** Changes an estate at random, as users and other tools do. Each change is some lines of shell. */
final class OtherTools {
    private static final int MOST_DATASETS = 8;
    private static final int MOST_SNAPSHOTS = 5;
    private static final int DEPTH = 3;

    private final RandomGenerator random;
    private final boolean isOpenZfs;
    private int number;

    OtherTools(RandomGenerator random, boolean isOpenZfs) {
        this.random = random;
        this.isOpenZfs = isOpenZfs;
    }

    /** The next change, if the one that was drawn fits the estate as it is. */
    Optional<String> next(Estate estate) {
        Change change = drawn();
        return switch (change) {
            case CREATE -> parent(estate).map(parent -> created(parent + "/" + name("d"), ""));
            case CREATE_VOLUME ->
                parent(estate).filter(parent -> isOpenZfs).map(parent -> volume(parent + "/" + name("v")));
            case CREATE_ENCRYPTED ->
                parent(estate)
                        .filter(parent -> isOpenZfs)
                        .map(parent -> created(
                                parent + "/" + name("e"),
                                String.join(" ", OpenZfsGuest.encryption("/run/estate.key"))));
            case CLONE ->
                parent(estate).flatMap(parent -> snapshot(estate)
                        .map(origin -> "zfs clone " + origin + " " + parent + "/" + name("c")));
            case PROMOTE -> estate.any(random, EstateDataset::isClone).map(clone -> "zfs promote " + clone.name());
            case RENAME -> renamed(estate);
            case RENAME_SNAPSHOT ->
                snapshot(estate).map(snapshot -> "zfs rename " + snapshot + " " + snapshot.dataset() + "@" + name("n"));
            case DESTROY -> child(estate).map(child -> "again zfs destroy -r " + child.name());
            case WRITE -> estate.any(random, one -> true).map(this::written);
            case SNAPSHOT ->
                estate.any(random, one -> one.snapshots().size() < MOST_SNAPSHOTS)
                        .map(one -> "zfs snapshot " + one.name() + "@" + name("s"));
            case SNAPSHOT_TREE -> Optional.of(snapshotOfAll(estate));
            case PRUNE -> pruned(estate);
            case ROLL_BACK ->
                estate.any(random, one -> isAlone(estate, one))
                        .flatMap(one -> Estate.pick(random, one.snapshots()))
                        .map(snapshot -> "leave " + snapshot.dataset() + "\nagain zfs rollback -r " + snapshot);
            case SET_PROPERTY ->
                estate.any(random, one -> !one.isVolume()).map(one -> "zfs set " + property() + " " + one.name());
        };
    }

    String snapshotOfAll(Estate estate) {
        return "zfs snapshot -r " + estate.root().name() + "@" + name("r");
    }

    private Change drawn() {
        int sum = Arrays.stream(Change.values()).mapToInt(Change::weight).sum();
        int drawn = random.nextInt(sum);
        for (Change change : Change.values()) {
            drawn -= change.weight();
            if (drawn < 0) {
                return change;
            }
        }
        throw new IllegalStateException();
    }

    /** A new name, or one of a few that may have been used for something else before. */
    private String name(String kind) {
        return kind + (random.nextInt(3) == 0 ? "x" + random.nextInt(3) : String.valueOf(++number));
    }

    private Optional<String> parent(Estate estate) {
        if (estate.datasets().size() >= MOST_DATASETS) {
            return Optional.empty();
        }
        return estate.any(random, one -> !one.isVolume() && depth(estate, one) < DEPTH)
                .map(EstateDataset::name);
    }

    private static long depth(Estate estate, EstateDataset one) {
        return one.name()
                .substring(estate.root().name().length())
                .chars()
                .filter(c -> c == '/')
                .count();
    }

    /** A mounted file system of zfs-fuse shows old content after a rollback, so only those that can be unmounted first. */
    private static boolean isAlone(Estate estate, EstateDataset one) {
        return estate.datasets().stream().noneMatch(other -> other.name().startsWith(one.name() + "/"));
    }

    private Optional<EstateDataset> child(Estate estate) {
        return estate.any(random, one -> !one.name().equals(estate.root().name()));
    }

    private Optional<EstateSnapshot> snapshot(Estate estate) {
        return Estate.pick(random, estate.snapshots());
    }

    private String created(String name, String options) {
        return "zfs create " + options + " " + name + "\n" + files(name);
    }

    private String volume(String name) {
        return "zfs create " + (random.nextBoolean() ? "-s " : "") + "-b " + (random.nextBoolean() ? "8K" : "64K")
                + " -V " + (1 + random.nextInt(4)) + "M " + name;
    }

    private Optional<String> renamed(Estate estate) {
        return child(estate).flatMap(child -> estate.any(
                        random, one -> !one.isVolume() && !one.isWithin(child.name()) && depth(estate, one) < DEPTH)
                .map(parent -> "leave " + child.name() + "\nagain zfs rename " + child.name() + " " + parent.name()
                        + "/" + name("m")));
    }

    private Optional<String> pruned(Estate estate) {
        return snapshot(estate).map(one -> "zfs destroy " + (random.nextInt(3) == 0 ? "-r " : "") + one);
    }

    private String written(EstateDataset dataset) {
        if (!dataset.isVolume()) {
            return files(dataset.name());
        }
        return isOpenZfs
                ? "udevadm settle; seq " + number() + " 30000 | dd of=/dev/zvol/" + dataset.name()
                        + " bs=64k status=none conv=notrunc"
                : "true";
    }

    private String files(String dataset) {
        return """
                : write to %1$s
                enter %1$s
                seq %2$d %3$d > f%4$d
                head -c %5$d /dev/zero | openssl enc -aes-128-ctr -nosalt -pass pass:%2$d > g%6$d 2>/dev/null
                ln -sf f%4$d l%6$d
                chmod 6%4$d0 f%4$d
                [ %4$d = 0 ] || rm -f f$((%4$d - 1))
                cd /; sync"""
                .formatted(
                        dataset,
                        number(),
                        20_000 + number(),
                        random.nextInt(5),
                        1 + random.nextInt(100_000),
                        random.nextInt(4));
    }

    private int number() {
        return 1 + random.nextInt(10_000);
    }

    private String property() {
        return switch (random.nextInt(4)) {
            case 0 -> "compression=" + (random.nextBoolean() ? "gzip-1" : "lzjb");
            case 1 -> "recordsize=" + (random.nextBoolean() ? "16K" : "128K");
            case 2 -> "atime=" + (random.nextBoolean() ? "off" : "on");
            default -> "test:note=" + number();
        };
    }
}
