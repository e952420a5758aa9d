package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.zfsbackup.fixture.RealZfs;
import org.zfsbackup.fixture.Trees;

/** One dataset is restored out of recursive backups, on real ZFS. */
class InnerRestoreIT extends TwoPools {
    private String root;

    @BeforeEach
    void backUpTwice() throws IOException {
        root = zfs.dataset("inner" + number);
        for (String path : List.of("/a", "/a/b", "/c")) {
            zfs.dataset("inner" + number + path);
        }
        zfs.run("zfs", "set", "compression=gzip", root + "/a");
        change("one");
        zfs.run("zfs", "snapshot", "-r", root + "@s0");
        change("two");
        zfs.run("zfs", "snapshot", "-r", root + "@s1");
        Cli.ok(of(root, "-R"));
        change("three");
        zfs.snapshot(root + "/a", "between");
        change("four");
        zfs.run("zfs", "snapshot", "-r", root + "@s2");
        Cli.ok(of(root, "-R"));
    }

    private void change(String file) {
        for (String path : List.of("", "/a", "/a/b", "/c")) {
            Trees.random(zfs.path(root + path).resolve(file), 60_000, (path + file).hashCode());
        }
        zfs.run("sync");
    }

    private String[] of(String dataset, String... more) {
        String[] first = more.length > 0 && more[0].startsWith("-")
                ? new String[] {"--dataset", dataset, more[0], "directory", "--dest", backups.toString()}
                : new String[] {"--dataset", dataset, "directory", "--dest", backups.toString()};
        return more.length > 0 && !more[0].startsWith("-") ? Cli.with(first, more) : first;
    }

    private String copy() {
        return other.pool() + "/inner" + number;
    }

    private static String hash(RealZfs pool, String dataset, String file) {
        return Trees.sha256(pool.path(dataset).resolve(file));
    }

    private void assertSame(String source, String copy, String... files) {
        for (String file : files) {
            assertThat(hash(other, copy, file)).isEqualTo(hash(zfs, source, file));
        }
    }

    private static List<String> snapshots(RealZfs pool, String dataset) {
        return pool.snapshots(dataset).stream()
                .map(name -> name.substring(name.indexOf('@') + 1))
                .toList();
    }

    @Test
    void child_comesWithItsSnapshotsAndProperties() {
        Cli.ok(of(root + "/a", "restore", "--to", copy()));

        assertThat(snapshots(other, copy())).containsExactly("s0", "s1", "s2"); // -R leaves out what is between
        assertSame(root + "/a", copy(), "one", "two", "three", "four");
        assertThat(other.output("zfs", "list", "-rHo", "name", copy()).lines()).doesNotContain(copy() + "/b");
        assertThat(other.output("zfs", "get", "-Ho", "value", "compression", copy())
                        .strip())
                .isEqualTo("gzip");
    }

    @Test
    void olderSnapshot_thenTheNewestOnTop() {
        Cli.ok(of(root + "/a@s1", "restore", "--to", copy()));
        assertThat(snapshots(other, copy())).endsWith("s1");

        assertThat(Cli.ok(of(root + "/a", "restore", "--to", copy()))).contains("@s2, incremental from @s1");
        assertThat(snapshots(other, copy())).endsWith("s2");
        assertThat(Cli.ok(of(root + "/a", "restore", "--to", copy()))).contains("Nothing to do");
    }

    @Test
    void subtree_comesDatasetByDataset() {
        Cli.ok(
                "--dataset",
                root + "/a",
                "--recursive=each",
                "directory",
                "--dest",
                backups.toString(),
                "restore",
                "--to",
                copy());
        assertSame(root + "/a", copy(), "four");
        assertSame(root + "/a/b", copy() + "/b", "one", "four");
    }

    @Test
    void damageBehindTheChild_leavesNothing() throws IOException {
        String[] late = {
            "--dataset", root + "@s0", "-R", "--chunk-size", "64KiB", "directory", "--dest", backups.toString()
        };
        Cli.ok(Cli.with(late, "--prefix", "late", "--new-target"));
        try (Stream<Path> chunks = Files.list(backups.resolve("late/chunks"))) {
            List<Path> all = chunks.sorted().toList();
            Path behind = all.get(all.size() - 2);
            byte[] bytes = Files.readAllBytes(behind);
            bytes[1000] ^= 1;
            Files.delete(behind);
            Files.write(behind, bytes);
        }
        Cli run = Cli.run(of(root + "/" + second(), "restore", "--prefix", "late", "--to", copy()));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("What was received of it was removed: " + copy());
        other.awaitGone(copy());
    }

    /** The dataset that comes second in the stream of the late backup: ZFS decides the order. */
    private String second() throws IOException {
        try (Stream<Path> records = Files.list(backups.resolve("late/backups"))) {
            JsonNode record = new ObjectMapper()
                    .readTree(records.findFirst().orElseThrow().toFile());
            return record.at("/" + root.replace("/", "~1") + "/snapshots/0/datasets/1/name")
                    .asText();
        }
    }

    @Test
    void unknownDataset_isRefused() {
        Cli run = Cli.run(of(root + "/none", "restore", "--to", copy()));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("the target has no backup of " + root + "/none");
    }
}
