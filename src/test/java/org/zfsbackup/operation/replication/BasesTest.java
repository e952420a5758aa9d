package org.zfsbackup.operation.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.process.Command;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.Bookmark;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.Zfs;

/** What is left at the source of a run, and what of the earlier ones goes. */
class BasesTest {
    private static final DatasetName HOME = new DatasetName("tank/home");
    private static final String DESTINATION = "nas:backup/home";

    @TempDir
    Path directory;

    private Zfs zfs;
    private String tag;

    @BeforeEach
    void makeAZfsThatTellsOfHolds() throws IOException {
        script(
                "case $1 in holds) cat " + directory + "/holds; status=$(cat " + directory
                        + "/status); [ $status = 0 ] || echo \"cannot open 'tank/home@x': dataset does not exist\" >&2; exit $status ;; esac");
        holds(0);
        new Bases(zfs, KeepBase.BOOKMARK, false).keep(state(List.of(), List.of()), DESTINATION, snapshot(1));
        tag = calls().get(0).replaceAll(".*#(zfsbackup_[0-9a-f]{8})_1$", "$1");
        assertThat(tag).hasSize("zfsbackup_".length() + 8);
    }

    private void script(String body) throws IOException {
        Path script = Files.writeString(
                directory.resolve("zfs"), "#!/bin/sh\necho \"$*\" >>" + directory + "/calls\n" + body + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        zfs = new Zfs(Command.of(script.toString()), Duration.ofSeconds(30));
    }

    private void holds(int status, String... lines) throws IOException {
        Files.writeString(directory.resolve("holds"), lines.length == 0 ? "" : String.join("\n", lines) + "\n");
        Files.writeString(directory.resolve("status"), Integer.toString(status));
    }

    private List<String> calls() throws IOException {
        Path calls = directory.resolve("calls");
        if (!Files.exists(calls)) {
            return List.of();
        }
        List<String> lines = Files.readAllLines(calls);
        Files.delete(calls);
        return lines;
    }

    private static Snapshot snapshot(int number) {
        return new Snapshot(HOME.at("s" + number), new Guid(number), Instant.EPOCH);
    }

    private static DatasetState state(List<Bookmark> bookmarks, List<String> held) {
        List<Base> line = new ArrayList<>(bookmarks);
        return new DatasetState(HOME, new Guid(99), false, false, line, bookmarks, Set.copyOf(held), Optional.empty());
    }

    private Bookmark ours(int number) {
        return new Bookmark(HOME, tag + "_" + number, new Guid(number));
    }

    private void keep(KeepBase keep, boolean withChildren, DatasetState here, Base newest) throws IOException {
        new Bases(zfs, keep, withChildren).keep(here, DESTINATION, newest);
    }

    @Test
    void theOlderBookmarkGoesOnceTheNewOneIsThere() throws IOException {
        keep(KeepBase.BOOKMARK, false, state(List.of(ours(1)), List.of()), snapshot(2));
        assertThat(calls())
                .containsExactly("bookmark tank/home@s2 tank/home#" + tag + "_2", "destroy tank/home#" + tag + "_1");
    }

    @Test
    void theBookmarkOfAPrunedSnapshotStays() throws IOException {
        for (KeepBase keep : List.of(KeepBase.BOOKMARK, KeepBase.HOLD)) {
            keep(keep, false, state(List.of(ours(1)), List.of()), ours(1));
            assertThat(calls()).as(keep.name()).isEmpty();
        }
    }

    @Test
    void whereTheBaseIsABookmarkOfSomebodyElsesOursStay() throws IOException {
        Bookmark foreign = new Bookmark(HOME, "theirs", new Guid(2));
        keep(KeepBase.BOOKMARK, false, state(List.of(ours(1), foreign), List.of()), foreign);
        assertThat(calls()).isEmpty();
    }

    @Test
    void holdsOfStreamsWithChildrenAreOnAllOfThem() throws IOException {
        holds(0, "tank/home@s1\t" + tag + "\tTue Nov 24");
        keep(KeepBase.HOLD, true, state(List.of(), List.of("s1")), snapshot(2));
        assertThat(calls())
                .containsExactly(
                        "holds -H tank/home@s1",
                        "hold -r " + tag + " tank/home@s2",
                        "release -r " + tag + " tank/home@s1");
    }

    @Test
    void aHeldSnapshotThatIsGoneByNowIsNoFailure() throws IOException {
        holds(1, "tank/home@s1\t" + tag + "\tTue Nov 24");
        keep(KeepBase.HOLD, false, state(List.of(), List.of("x", "s1")), snapshot(2));
        assertThat(calls()).hasSize(3).last().isEqualTo("release -r " + tag + " tank/home@s1");
        script("echo 'permission denied' >&2; exit 1");
        assertThatThrownBy(() -> keep(KeepBase.HOLD, false, state(List.of(), List.of("s1")), snapshot(2)))
                .hasMessageContaining("permission denied");
    }

    @Test
    void veryManyHeldSnapshotsAreAskedForInParts() throws IOException {
        List<String> held =
                IntStream.range(0, 1000).mapToObj(one -> "auto-" + one).toList();
        keep(KeepBase.NONE, false, state(List.of(), held), snapshot(2));
        assertThat(calls()).hasSize(3).allMatch(call -> call.split(" ").length <= 402);
    }

    @Test
    void noBookmarkIsPromisedToStreamsWithChildren() {
        assertThatThrownBy(() -> new Bases(zfs, KeepBase.BOOKMARK, true)).hasMessageContaining("recursive=each");
    }
}
