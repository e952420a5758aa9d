package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zfsbackup.fixture.Trees;

/** What backups into a directory leave at a source on OpenZFS, which has bookmarks. */
@Timeout(900)
class BasesOnOpenZfsIT extends GuestBackups {
    private String source;

    @BeforeEach
    void makeDataset() {
        source = guest.dataset("tank", "home");
        change("one");
    }

    private void change(String snapshot) {
        guest.sh("head -c 100000 /dev/urandom > \"$(zfs get -H -o value mountpoint " + source + ")/" + snapshot
                + "\" && zfs snapshot " + source + "@" + snapshot);
    }

    private String[] directory(String prefix, String... more) {
        return Cli.with(source(source, "directory", "--dest", backups.toString(), "--prefix", prefix), more);
    }

    private List<String> bookmarks() {
        return guest.run("zfs", "list", "-H", "-o", "name", "-t", "bookmark", "-s", "createtxg", "-r", source)
                .lines()
                .toList();
    }

    @Test
    void prunedSource_goesOnFromTheBookmark() {
        Cli.ok(directory("h"));
        assertThat(bookmarks()).singleElement().asString().startsWith(source + "#zfsbackup_");
        guest.run("zfs", "destroy", source + "@one");
        change("two");
        change("three");

        assertThat(Cli.ok(directory("h"))).contains("@two, incremental from ", "@three, incremental from @two");
        assertThat(bookmarks()).hasSize(1);
        assertThat(Cli.ok(directory("h"))).startsWith("Nothing to do");
        String copy = guest.name("backup", "home");
        Cli.ok(directory("h", "restore", "--to", copy));
        assertThat(guest.manifest(copy + "@three")).isNotEmpty().isEqualTo(guest.manifest(source + "@three"));
        assertThat(Cli.ok(directory("h", "list", "--verbose"))).contains("incremental parent=one");
    }

    @Test
    void eachTarget_hasItsOwnBookmark() {
        Cli.ok(directory("h"));
        Cli.ok(Cli.with(directory("other"), "--new-target"));
        assertThat(bookmarks()).hasSize(2);
        change("two");
        Cli.ok(directory("h"));
        guest.run("zfs", "destroy", source + "@one");

        assertThat(Cli.ok(directory("other"))).contains("@two, incremental from ");
        assertThat(Cli.ok(directory("other", "bases")).lines())
                .hasSize(2)
                .allMatch(line -> line.contains("#zfsbackup_"));
        assertThat(Cli.ok(directory("other", "bases", "--release")).lines()).hasSize(1);
        assertThat(bookmarks()).hasSize(1);
    }

    @Test
    void emptyTarget_isMissedBecauseOfTheBookmark() throws IOException {
        Cli.ok(directory("h"));
        Trees.deleteAll(backups.resolve("h"));

        Cli missed = Cli.run(directory("h"));
        assertThat(missed.status()).isEqualTo(1);
        assertThat(missed.err()).contains("was backed up there before", "--new-target");
        assertThat(backups).isEmptyDirectory();
        Cli.ok(directory("h", "bases", "--release"));
        Cli.ok(directory("h"));
    }

    @Test
    void keepBaseNone_leavesOnlyTheProperty() throws IOException {
        Cli.ok(Cli.with(directory("h"), "--keep-base", "none"));
        assertThat(bookmarks()).isEmpty();
        Trees.deleteAll(backups.resolve("h"));

        assertThat(Cli.run(directory("h")).err()).contains("was backed up there before");
    }

    @Test
    void streamsWithChildren_keepAHoldOnTheWholeTree() {
        guest.run("zfs", "create", source + "/child");
        guest.run("zfs", "snapshot", "-r", source + "@all");
        guest.run("zfs", "destroy", source + "@one");

        Cli.ok(Cli.with(new String[] {"-R"}, directory("h")));
        assertThat(guest.run("zfs", "holds", "-rH", source + "@all").lines())
                .hasSize(2)
                .allMatch(line -> line.contains("zfsbackup_") && !line.contains("_run"));
        guest.run("zfs", "snapshot", "-r", source + "@more");
        Cli.ok(Cli.with(new String[] {"-R"}, directory("h")));
        guest.run("zfs", "destroy", "-r", source + "@all");
        Cli.ok(directory("h", "bases", "--release"));
        guest.run("zfs", "destroy", "-r", source + "@more");
    }
}
