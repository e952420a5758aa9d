package org.zfsbackup.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zfsbackup.fixture.CutZfs;
import org.zfsbackup.fixture.OpenZfsGuest;

/** The main job on OpenZFS itself, with what zfs-fuse lacks: bookmarks, large blocks, encryption, estimates. */
@Timeout(900)
class DirectoryOnOpenZfsIT extends GuestBackups {
    private static final String FILES =
            """
            cd "$(zfs get -H -o value mountpoint %1$s)"
            head -c 1500000 /dev/urandom > random
            seq 300000 > text
            echo tiny > "a small file, with blanks"
            mkdir -p päth/deeper; ln -s ../../text päth/deeper/link
            truncate -s 5M sparse; echo end >> sparse
            zfs snapshot -r %1$s@one
            echo two > new; rm text; dd if=/dev/urandom of=random bs=1k seek=100 count=50 conv=notrunc status=none
            zfs snapshot -r %1$s@two
            mv random moved; head -c 300000 /dev/urandom > päth/more
            zfs snapshot -r %1$s@three
            """;

    private String[] directory(String dataset, String... more) {
        return Cli.with(source(dataset, "directory", "--dest", backups.toString(), "--prefix", "host1"), more);
    }

    private void assertThreeAreGood(String dataset) {
        assertThat(Cli.ok(directory(dataset, "verify")))
                .isEqualTo("Good     " + dataset + "@one (not encrypted)\nGood     " + dataset
                        + "@two (not encrypted)\nGood     " + dataset + "@three (not encrypted)\n");
    }

    private void assertSame(String source, String copy) {
        for (String snapshot : List.of("@one", "@two", "@three")) {
            assertThat(guest.manifest(copy + snapshot)).isNotEmpty().isEqualTo(guest.manifest(source + snapshot));
        }
    }

    /** The estimate of {@code zfs send -nvP} for each backup, and its true size. */
    private void assertEstimated(String dataset, int count) throws IOException {
        JsonNode map =
                new ObjectMapper().readTree(backups.resolve("host1/map.json").toFile());
        JsonNode entries = map.get(dataset).get("snapshots");
        assertThat(entries).hasSize(count);
        for (JsonNode entry : entries) {
            long size = entry.get("size").asLong();
            assertThat(entry.get("SizeEstimate").asLong())
                    .as(entry.get("Name").asText())
                    .isBetween(size / 2, size * 2 + 20_000);
        }
    }

    /** Raw streams repeat too. The key is not loaded. */
    @Test
    void interruptedRawBackup_goesOn() throws IOException {
        Path folder = Files.createDirectory(backups.resolve("cut"));
        CutZfs cut = CutZfs.in(
                folder,
                guest.zfsCommand().toString(),
                guest.zfsCommand().resolveSibling("zpool").toString());
        guest.sh("echo korrekt-pferd > /run/key");
        String source = guest.encrypted("tank", "secret", "/run/key");
        guest.sh(
                "cd \"$(zfs get -H -o value mountpoint %1$s)\"; head -c 4000000 /dev/urandom > file; zfs snapshot %1$s@one"
                        .formatted(source));
        Map<String, String> before = guest.manifest(source + "@one");
        guest.sh("zfs unmount %1$s; zfs unload-key %1$s".formatted(source));
        String[] backup = Cli.with(
                new String[] {"--zfs", cut.command(), "--dataset", source, "--chunk-size", "500KiB"},
                "directory",
                "--dest",
                backups.toString(),
                "--prefix",
                "host1");
        cut.cut(2_500_000);
        assertThat(Cli.run(backup).status()).isEqualTo(1);
        List<Path> chunks;
        try (Stream<Path> files = Files.list(backups.resolve("host1/chunks"))) {
            chunks = files.toList();
        }
        cut.mend();

        assertThat(Cli.ok(backup)).startsWith("Backed up " + source + "@one, full");

        assertThat(chunks).hasSizeGreaterThan(3).allMatch(Files::exists);
        String copy = guest.name("backup", "secret");
        Cli.ok(directory(source, "restore", "--to", copy));
        guest.sh("zfs load-key -L file:///run/key %1$s && zfs mount %1$s".formatted(copy));
        assertThat(guest.manifest(copy + "@one")).isEqualTo(before);
    }

    @Test
    void aDatasetWithHoldsAndBookmarksComesBack() throws IOException {
        String source = guest.dataset("tank", "home", "-o", "recordsize=1M", "-o", "compression=zstd");
        guest.sh(FILES.formatted(source));
        guest.sh(
                """
                zfs hold keep %1$s@one
                zfs hold keep %1$s@two
                zfs bookmark %1$s@one %1$s#one
                zfs bookmark %1$s@three %1$s#mark
                """
                        .formatted(source));
        String[] zstd = {"--compress=zstd", "--chunk-size", "1MiB"};

        assertThat(Cli.ok(Cli.with(zstd, directory(source + "@one")))).startsWith("Backed up " + source + "@one, full");
        assertThat(Cli.ok(Cli.with(zstd, directory(source))))
                .contains("@two, incremental from @one")
                .contains("@three, incremental from @two");
        assertThat(Cli.ok(directory(source))).startsWith("Nothing to do");
        assertThreeAreGood(source);
        assertEstimated(source, 3);
        String copy = guest.name("backup", "home");
        Cli.ok(directory(source, "restore", "--to", copy));
        assertSame(source, copy);
        assertThat(guest.run("zfs", "get", "-H", "-o", "value", "mounted", copy))
                .isEqualTo("yes\n");

        guest.sh(
                """
                zfs release keep %1$s@one
                zfs release keep %1$s@two
                zfs destroy %1$s@one%%three
                zfs snapshot %1$s@four
                """
                        .formatted(source));
        assertThat(Cli.ok(directory(source))).contains("Backed up " + source + "@four, incremental from @");

        guest.sh(
                """
                zfs destroy %1$s@four
                zfs list -H -o name -t bookmark -r %1$s | xargs -n 1 zfs destroy
                zfs snapshot %1$s@five
                """
                        .formatted(source));
        Cli conflict = Cli.run(directory(source));
        assertThat(conflict.status()).isEqualTo(1);
        assertThat(conflict.err())
                .contains("Snapshots of " + source + " here: five")
                .contains("four (guid")
                .contains("--full");
    }

    @Test
    void anEncryptedDatasetWithItsKeyLoadedComesBack() {
        guest.sh("echo 'eight or more' > /run/key");
        String source = guest.encrypted("tank", "secret", "/run/key");
        guest.sh(FILES.formatted(source));
        assertThat(Cli.ok(directory(source))).startsWith("Backed up " + source + "@one, full");
        String copy = guest.name("backup", "secret");
        Cli restored = Cli.run(directory(source + "@one", "restore", "--to", copy));
        assertThat(restored.status()).isZero();
        assertThat(property("encryption", copy)).isNotEqualTo("off");
        assertThat(property("keystatus", copy)).isEqualTo("unavailable");
        guest.sh("zfs load-key -L file:///run/key %1$s && zfs mount %1$s".formatted(copy));
        guest.sh("rm \"$(zfs get -H -o value mountpoint %s)/random\"".formatted(copy));
        Cli changed = Cli.run(directory(source, "restore", "--to", copy));
        assertThat(changed.status()).isEqualTo(1);
        assertThat(changed.err())
                .contains(copy + ": it was changed after its newest snapshot")
                .contains("--force");
        Cli.ok(directory(source, "restore", "--force", "--to", copy));
        assertSame(source, copy);
    }

    @Test
    void aVolumeComesBack() {
        String source = guest.name("tank", "volume");
        guest.sh(
                """
                zfs create -s -V 16M %1$s
                udevadm settle
                dd if=/dev/urandom of=/dev/zvol/%1$s bs=64k count=20 oflag=sync status=none
                zfs snapshot %1$s@one
                dd if=/dev/urandom of=/dev/zvol/%1$s bs=64k seek=100 count=10 oflag=sync status=none
                zfs snapshot %1$s@two
                """
                        .formatted(source));
        assertThat(Cli.ok(directory(source))).contains("@two, incremental from @one");
        String copy = guest.name("backup", "volume");
        Cli.ok(directory(source, "restore", "--to", copy));
        assertThat(guest.volume(copy)).isEqualTo(guest.volume(source));
    }

    @Test
    void aTreeWithVolumesAndBookmarksComesBack() throws IOException {
        String source = guest.dataset("tank", "tree");
        guest.sh("zfs create %1$s/child; zfs create -p %1$s/child/grand; zfs create -V 8M %1$s/volume"
                .formatted(source));
        guest.sh("seq 1000 > \"$(zfs get -H -o value mountpoint %s/child/grand)/numbers\"".formatted(source));
        guest.sh(FILES.formatted(source));
        guest.sh("zfs bookmark %1$s/child@two %1$s/child#two; zfs hold -r keep %1$s@one".formatted(source));

        Cli.ok(Cli.with(new String[] {"-R", "--compress=zstd"}, directory(source + "@one")));
        assertThat(Cli.ok(Cli.with(new String[] {"-R", "--compress=zstd"}, directory(source))))
                .contains("@three, incremental from @two");
        assertThreeAreGood(source);
        assertEstimated(source, 3);
        String copy = guest.name("backup", "tree");
        Cli.ok(directory(source, "restore", "--to", copy));
        assertSame(source, copy);
        assertThat(guest.manifest(copy + "/child/grand@three")).containsKey("./numbers");
        assertThat(guest.run("zfs", "list", "-H", "-r", "-o", "name", "-t", "volume,snapshot", copy)
                        .replace(copy, source))
                .isEqualTo(guest.run("zfs", "list", "-H", "-r", "-o", "name", "-t", "volume,snapshot", source));
    }

    private String property(String name, String dataset) {
        return guest.run("zfs", "get", "-H", "-o", "value", name, dataset).strip();
    }

    private String encrypted(String name) {
        guest.sh("echo 'eight or more' > /run/key");
        return guest.dataset("tank", name, Cli.with(OpenZfsGuest.encryption("/run/key"), "-o", "compression=off"));
    }

    private boolean stored(String text) throws IOException {
        try (Stream<Path> files = Files.walk(backups)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, ISO_8859_1).contains(text)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void encryptedWithoutItsKey_isStoredRawAndContinuedRaw() throws IOException {
        String source = encrypted("locked");
        guest.sh("echo PLAINMARKER > /%1$s/f; zfs snapshot %1$s@a; zfs unmount %1$s; zfs unload-key %1$s"
                .formatted(source));
        Cli.ok(directory(source));
        assertThat(stored("PLAINMARKER")).isFalse();
        assertThat(Cli.ok(directory(source, "list", "-v"))).contains("raw");
        guest.sh("zfs load-key %1$s; zfs mount %1$s; echo more > /%1$s/g; zfs snapshot %1$s@b".formatted(source));
        Cli decrypted = Cli.run(directory(source, "--no-raw"));
        assertThat(decrypted.status()).isEqualTo(1);
        assertThat(decrypted.err()).contains("was sent raw", "--no-raw");
        Cli.ok(directory(source));
        String copy = guest.name("backup", "locked");
        Cli.ok(directory(source, "restore", "--to", copy));
        guest.sh("zfs load-key -L file:///run/key %1$s && zfs mount %1$s".formatted(copy));
        assertThat(guest.sh("cat /%1$s/f /%1$s/g".formatted(copy))).isEqualTo("PLAINMARKER\nmore\n");
    }

    @Test
    void chainThatWasSentDecrypted_isNotContinuedRaw() throws IOException {
        String source = encrypted("open");
        guest.sh("echo PLAINMARKER > /%1$s/f; zfs snapshot %1$s@a".formatted(source));
        Cli.ok(directory(source, "--no-raw"));
        assertThat(stored("PLAINMARKER")).isTrue();
        guest.sh("zfs snapshot %1$s@b".formatted(source));
        Cli raw = Cli.run(directory(source));
        assertThat(raw.status()).isEqualTo(1);
        assertThat(raw.err()).contains("was sent decrypted", "--full", "--no-raw");
        Cli.ok(directory(source, "--no-raw"));
        assertThat(Cli.ok(directory(source, "--full"))).contains("@a, full");
    }

    @Test
    void treeWithAnEncryptedChild_comesBackInOneStream() throws IOException {
        String source = guest.dataset("tank", "mixed");
        guest.sh("echo 'eight or more' > /run/key");
        guest.run(Cli.with(
                Cli.with(new String[] {"zfs", "create"}, OpenZfsGuest.encryption("/run/key")), source + "/secret"));
        guest.sh("echo plain > /%1$s/f; echo PLAINMARKER > /%1$s/secret/f; zfs snapshot -r %1$s@a".formatted(source));
        Cli.ok(Cli.with(new String[] {"-R"}, directory(source)));
        assertThat(stored("PLAINMARKER")).isFalse();
        String copy = guest.name("backup", "mixed");
        Cli.ok(directory(source, "restore", "--to", copy));
        guest.sh("zfs load-key -L file:///run/key %1$s/secret && zfs mount %1$s/secret".formatted(copy));
        assertThat(guest.sh("cat /%1$s/f /%1$s/secret/f".formatted(copy))).isEqualTo("plain\nPLAINMARKER\n");
    }

    @Test
    void plainBelowEncrypted_comesBackWithoutTheKey() {
        String source = encrypted("mixed");
        guest.run("zfs", "create", "-o", "encryption=off", source + "/plain");
        guest.sh("echo open > /%1$s/plain/f; zfs snapshot -r %1$s@a".formatted(source));
        String[] each = Cli.with(new String[] {"--recursive=each"}, directory(source));
        Cli.ok(each);
        String copy = guest.name("backup", "mixed");
        Cli.ok(Cli.with(each, "restore", "--to", copy));
        assertThat(property("keystatus", copy)).isEqualTo("unavailable");
        assertThat(property("encryption", copy + "/plain")).isEqualTo("off");
        assertThat(guest.manifest(copy + "/plain@a")).isNotEmpty().isEqualTo(guest.manifest(source + "/plain@a"));
    }

    @Test
    void partialStateInTheWay_isNamed() {
        String source = guest.dataset("tank", "half");
        guest.sh("head -c 8000000 /dev/urandom > /%1$s/f; zfs snapshot %1$s@a".formatted(source));
        Cli.ok(directory(source));
        String copy = guest.name("backup", "half");
        guest.sh("zfs snapshot %1$s@b; zfs send %1$s@b | head -c 4000000 | zfs receive -s -u %2$s || true"
                .formatted(source, copy));
        for (String[] how : new String[][] {{}, {"--force"}}) {
            Cli refused = Cli.run(Cli.with(directory(source, "restore", "--to", copy), how));
            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.err()).contains("partial state in " + copy, "zfs receive -A " + copy);
        }
        guest.run("zfs", "receive", "-A", copy);
        Cli.ok(directory(source, "restore", "--to", copy));
    }
}
