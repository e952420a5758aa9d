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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
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
    private static final DatasetName DESTINATION = new DatasetName("backup/home");

    @TempDir
    Path directory;

    private Zfs zfs;
    private String tag;

    @BeforeEach
    void makeAZfsThatTellsOfHolds() throws IOException {
        script(
                "case $1 in\nholds) cat " + directory + "/holds; cat " + directory + "/errors >&2; exit $(cat "
                        + directory
                        + "/status) ;;\nhold) [ ! -e " + directory + "/held ] || { rm " + directory
                        + "/held; echo \"cannot hold snapshot 'tank/home/child@s2': tag already exists on this dataset\" >&2; exit 1; } ;;\nesac");
        holds(0, "");
        tag = tag(DESTINATION);
    }

    private String tag(DatasetName destination) throws IOException {
        new Bases(zfs, zfs, BaseRetention.BOOKMARK, false).leave(state(List.of(), List.of()), destination, snapshot(1));
        String tag = calls().get(0).replaceAll(".*#(zfsbackup_[0-9a-f]{8})_1$", "$1");
        assertThat(tag).hasSize("zfsbackup_".length() + 8);
        return tag;
    }

    private void script(String body) throws IOException {
        Path script = Files.writeString(
                directory.resolve("zfs"), "#!/bin/sh\necho \"$*\" >>" + directory + "/calls\n" + body + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        zfs = new Zfs(Command.of(script.toString()), Duration.ofSeconds(30));
    }

    private void holds(int status, String errors, String... lines) throws IOException {
        Files.writeString(directory.resolve("errors"), errors);
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

    private void keep(BaseRetention keep, boolean withChildren, DatasetState here, Base newest) throws IOException {
        Bases bases = new Bases(zfs, zfs, keep, withChildren);
        if (bases.leave(here, DESTINATION, newest)) {
            bases.releaseOlder(here, DESTINATION, newest);
        }
    }

    @Test
    void theOlderBookmarkGoesOnceTheNewOneIsThere() throws IOException {
        keep(BaseRetention.BOOKMARK, false, state(List.of(ours(1)), List.of()), snapshot(2));
        assertThat(calls())
                .containsExactly("bookmark tank/home@s2 tank/home#" + tag + "_2", "destroy tank/home#" + tag + "_1");
    }

    @Test
    void theBookmarkOfAPrunedSnapshotStays() throws IOException {
        for (BaseRetention keep : List.of(BaseRetention.BOOKMARK, BaseRetention.HOLD)) {
            keep(keep, false, state(List.of(ours(1)), List.of()), ours(1));
            assertThat(calls()).as(keep.name()).isEmpty();
        }
    }

    @Test
    void whereTheBaseIsABookmarkOfSomebodyElsesOursStay() throws IOException {
        Bookmark foreign = new Bookmark(HOME, "theirs", new Guid(2));
        keep(BaseRetention.BOOKMARK, false, state(List.of(ours(1), foreign), List.of()), foreign);
        assertThat(calls()).isEmpty();
    }

    @Test
    void holdsOfStreamsWithChildrenAreOnAllOfThem() throws IOException {
        holds(0, "", "tank/home@s1\t" + tag + "\tTue Nov 24");
        keep(BaseRetention.HOLD, true, state(List.of(), List.of("s1")), snapshot(2));
        assertThat(calls())
                .containsExactly(
                        "holds -H tank/home@s1",
                        "hold -r " + tag + " tank/home@s2",
                        "holds -H tank/home@s1",
                        "release -r " + tag + " tank/home@s1");
    }

    @Test
    void childrenThatAreHeldAlreadyDoNotHinderThat() throws IOException {
        Files.createFile(directory.resolve("held"));
        keep(BaseRetention.HOLD, true, state(List.of(), List.of()), snapshot(2));
        assertThat(calls())
                .containsExactly(
                        "hold -r " + tag + " tank/home@s2",
                        "release -r " + tag + " tank/home@s2",
                        "hold -r " + tag + " tank/home@s2");
    }

    /** Gives the tag of the second. */
    private String heldForTheDestinationAndForTheOneAboveIt() throws IOException {
        String above = tag(new DatasetName("backup"));
        holds(0, "", "tank/home@s1\t" + tag + "\tTue Nov 24", "tank/home@s1\t" + above + "\tTue Nov 24");
        return above;
    }

    /** Each dataset gives back its own hold, once it has a base: those below it may not have theirs yet. */
    @Test
    void whatGoesOnForItselfGivesBackItsOwnHoldsAlone() throws IOException {
        String above = heldForTheDestinationAndForTheOneAboveIt();
        keep(BaseRetention.BOOKMARK, false, state(List.of(), List.of("s1")), snapshot(2));
        assertThat(calls())
                .filteredOn(call -> !call.startsWith("holds"))
                .containsExactly(
                        "bookmark tank/home@s2 tank/home#" + tag + "_2",
                        "release " + tag + " tank/home@s1",
                        "release " + above + " tank/home@s1");
    }

    @Test
    void theNamedDestinationsAreListedUpToTheirRoot() throws IOException {
        heldForTheDestinationAndForTheOneAboveIt();
        Bases bases = new Bases(zfs, zfs, BaseRetention.NONE, false);
        DatasetState here = state(List.of(), List.of("s1"));
        assertThat(bases.list(here, DESTINATION, DESTINATION))
                .extracting(Bases.KeptBase::name)
                .containsExactly(tag);
        assertThat(bases.list(here, DESTINATION, new DatasetName("backup"))).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no datasets available\n"})
    void aHeldSnapshotThatIsGoneByNowIsNoFailure(String more) throws IOException {
        holds(1, "cannot open 'tank/home@x': dataset does not exist\n" + more, "tank/home@s1\t" + tag + "\tTue Nov 24");
        keep(BaseRetention.HOLD, false, state(List.of(), List.of("x", "s1")), snapshot(2));
        assertThat(calls()).last().isEqualTo("release " + tag + " tank/home@s1");
    }

    @ParameterizedTest
    @CsvSource({"1,permission denied", "1,no datasets available", "137,''"})
    void anyOtherFailureIsOne(int status, String errors) throws IOException {
        holds(status, errors);
        assertThatThrownBy(() -> keep(BaseRetention.HOLD, false, state(List.of(), List.of("s1")), snapshot(2)))
                .hasMessageContaining("status " + status);
    }

    @Test
    void veryManyHeldSnapshotsAreAskedForInParts() throws IOException {
        List<String> held =
                IntStream.range(0, 1000).mapToObj(one -> "auto-" + one).toList();
        keep(BaseRetention.NONE, false, state(List.of(), held), snapshot(2));
        assertThat(calls()).hasSize(3).allMatch(call -> call.startsWith("holds ") && call.split(" ").length <= 402);
    }

    @Test
    void noBookmarkIsPromisedToStreamsWithChildren() {
        assertThatThrownBy(() -> new Bases(zfs, zfs, BaseRetention.BOOKMARK, true))
                .hasMessageContaining("recursive=each");
    }
}
