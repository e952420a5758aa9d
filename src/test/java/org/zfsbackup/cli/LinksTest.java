package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.chunk.Chunk;
import org.zfsbackup.fixture.FakeZfs;
import org.zfsbackup.fixture.Trees;

/** Symbolic links in a directory target lead no operation outside it. */
class LinksTest {
    @TempDir
    Path directory;

    private FakeZfs zfs;
    private DirectoryCommand backups;
    private Path place;
    private Path outside;
    private Map<String, String> before;

    @BeforeEach
    void backUpOne() throws IOException {
        zfs = FakeZfs.in(Files.createDirectory(directory.resolve("zfs")), 2, 100_000);
        place = Files.createDirectory(directory.resolve("place"));
        backups = new DirectoryCommand(zfs, place);
        Cli.ok(backups.on("tank/a@s1"));
        fillOutside();
    }

    /** With every name that a clean-up removes, old enough for it. */
    private void fillOutside() throws IOException {
        outside = Files.createDirectory(directory.resolve("outside"));
        String id = onlyRecord().getFileName().toString();
        String bare = id.substring(0, id.length() - ".json".length());
        for (String name : List.of(
                id,
                bare + ".000001",
                ".part-" + bare + ".000001",
                ".part-" + id,
                "lost.json",
                "owner.json.clock-01",
                "owner.json",
                "owner.json.after-01",
                ".part-owner.json-01")) {
            Path file = Files.writeString(outside.resolve(name), "mine");
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        }
        before = Trees.hashes(outside);
    }

    @ParameterizedTest
    @ValueSource(strings = {"h/lock/link", "h/chunks/link", "h/pending/link", "h/backups/link", "h/link"})
    void linkedFolder_isLeftAloneByEveryOperation(String link) throws IOException {
        Files.createDirectories(place.resolve(link).getParent());
        Files.createSymbolicLink(place.resolve(link), outside);

        Cli.ok(backups.on("tank/a"));
        Cli.ok(backups.on("tank/a", "verify", "--cleanup"));
        Cli.ok(backups.on("tank/a@s2", "delete"));
        Files.delete(place.resolve("h/map.json"));
        Cli.ok(backups.on("tank/a", "rebuild"));

        assertThat(Trees.hashes(outside)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"h/lock", "h/chunks", "h/pending", "h/backups", "h"})
    void linkInPlaceOfFolder_failsNamed(String link) throws IOException {
        if (Files.exists(place.resolve(link))) {
            Files.move(place.resolve(link), directory.resolve("aside"));
        }
        Files.createSymbolicLink(place.resolve(link), outside);

        for (String[] command : List.of(backups.on("tank/a"), backups.on("tank/a", "verify", "--cleanup"))) {
            Cli failed = Cli.run(command);

            assertThat(failed.status()).isEqualTo(1);
            assertThat(failed.out() + failed.err()).contains(link + " at file:" + place + " is a symbolic link");
        }
        assertThat(Trees.hashes(outside)).isEqualTo(before);
    }

    @Test
    void chunkPathThroughLink_isDamagedAndStays() throws IOException {
        Files.createSymbolicLink(place.resolve("h/chunks/link"), outside);
        for (Path document : List.of(place.resolve("h/map.json"), onlyRecord())) {
            ChangedMap.change(
                    document,
                    entry -> ChangedMap.with(
                            entry,
                            entry.content().chunks().stream()
                                    .map(LinksTest::behindTheLink)
                                    .toList(),
                            entry.content().plain()));
        }

        Cli verified = Cli.run(backups.on("tank/a@s1", "verify"));
        Cli.run(backups.on("tank/a@s1", "delete"));

        assertThat(verified.status()).isEqualTo(1);
        assertThat(verified.out() + verified.err()).contains("h/chunks/link at file:" + place + " is a symbolic link");
        assertThat(Trees.hashes(outside)).isEqualTo(before);
    }

    private static Chunk behindTheLink(Chunk chunk) {
        return new Chunk(chunk.path().replace("h/chunks/", "h/chunks/link/"), chunk.stored(), chunk.plain());
    }

    private Path onlyRecord() {
        try (Stream<Path> records = Files.list(place.resolve("h/backups"))) {
            return records.toList().get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
