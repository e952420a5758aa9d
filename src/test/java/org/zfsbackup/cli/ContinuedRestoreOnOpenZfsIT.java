package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zfsbackup.fixture.CutZfs;
import org.zfsbackup.fixture.OpenZfsGuest;
import org.zfsbackup.zfs.ResumePoint;
import org.zfsbackup.zfs.sendstream.ResumingStream;

/** A restore that was interrupted within a stream goes on where {@code zfs receive -s} has stopped. */
@Timeout(900)
class ContinuedRestoreOnOpenZfsIT extends GuestBackups {
    private static final String FILES =
            """
            cd "$(zfs get -H -o value mountpoint %1$s)"
            for n in $(seq 60); do head -c $((n * 997)) /dev/urandom > f$n; done
            seq 200000 > text; truncate -s 3M sparse; echo end >> sparse
            zfs snapshot %1$s@one
            rm f2? text; head -c 1500000 /dev/urandom > more; echo x >> sparse
            zfs snapshot %1$s@two
            """;

    private CutZfs cut;

    @BeforeEach
    void findCommand() throws IOException {
        cut = CutZfs.in(
                Files.createDirectory(backups.resolve("cut")),
                guest.zfsCommand().toString(),
                guest.zfsCommand().resolveSibling("zpool").toString());
    }

    private String[] command(String dataset, String... more) {
        return Cli.with(
                new String[] {
                    "--zfs",
                    cut.command(),
                    "--dataset",
                    dataset,
                    "--chunk-size",
                    "300KiB",
                    "directory",
                    "--dest",
                    backups.toString(),
                    "--prefix",
                    "h"
                },
                more);
    }

    private String token(String dataset) {
        return guest.run("zfs", "get", "-H", "-o", "value", "receive_resume_token", dataset)
                .strip();
    }

    /** Two runs receive so many bytes each, the third receives the rest. */
    private void restoreInPieces(long bytes, String source, String copy) {
        String[] restore = command(source, "restore", "--to", copy);
        Set<String> tokens = new HashSet<>();
        cut.cutReceive(bytes);
        for (int run = 1; run <= 2; run++) {
            Cli attempt = Cli.run(restore);
            assertThat(attempt.status()).isEqualTo(1);
            assertThat(attempt.err()).contains("run the same restore again", "zfs receive -A " + copy);
            tokens.add(token(copy));
            assertThat(tokens).hasSize(run).allMatch(token -> token.startsWith("1-"));
        }
        cut.mendReceive();
        Cli.ok(restore);
        assertThat(token(copy)).isEqualTo("-");
    }

    @Test
    void damagedBackup_leavesNothing() throws IOException {
        String source = guest.dataset("tank", "home");
        guest.sh(FILES.formatted(source));
        Cli.ok(command(source + "@one"));
        Path damaged;
        try (Stream<Path> chunks = Files.list(backups.resolve("h/chunks"))) {
            damaged = chunks.sorted().skip(5).findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[bytes.length / 2] ^= 1;
        Files.write(damaged, bytes);
        String copy = guest.name("backup", "copy");

        Cli restore = Cli.run(command(source, "restore", "--to", copy));

        assertThat(restore.status()).isEqualTo(1);
        assertThat(restore.err()).contains(damaged.getFileName().toString()).doesNotContain("kept");
        assertThat(guest.run("zfs", "list", "-H", "-o", "name", "-r", "backup")).doesNotContain(copy);
    }

    @Test
    void encryptedDataset_goesOnRaw() {
        guest.sh("echo korrekt-pferd > /run/key");
        String source = guest.encrypted("tank", "secret", "/run/key");
        guest.sh(FILES.formatted(source));
        Cli.ok(command(source));
        String copy = guest.name("backup", "copy");
        restoreInPieces(700_000, source, copy);
        guest.sh("zfs load-key -L file:///run/key %1$s && zfs mount %1$s".formatted(copy));
        for (String snapshot : new String[] {"@one", "@two"}) {
            assertThat(guest.manifest(copy + snapshot)).isNotEmpty().isEqualTo(guest.manifest(source + snapshot));
        }
    }

    /** The second run is given only what is left, so the replica was not begun anew. */
    @Test
    void rawReplica_goesOn() {
        guest.sh("echo korrekt-pferd > /run/key");
        String source = guest.encrypted("tank", "secret", "/run/key");
        guest.sh(FILES.formatted(source));
        String above = guest.name("backup", "replica");
        String copy = above + source.substring("tank".length());
        String[] replicate = {"--zfs", cut.command(), "--dataset", source + "@one", "zfs", "--dest", above};
        cut.cutReceive(2_500_000);
        assertThat(Cli.run(replicate).status()).isEqualTo(1);
        assertThat(token(copy)).startsWith("1-");
        cut.cutReceive(1_500_000);
        assertThat(Cli.ok(replicate)).doesNotContain("cannot be resumed");
        assertThat(guest.run("zfs", "list", "-H", "-o", "name", copy + "@one").strip())
                .isEqualTo(copy + "@one");
    }

    @Test
    void laterStream_goesOn() {
        String source = guest.dataset("tank", "home", "-o", "compression=lz4");
        guest.sh(FILES.formatted(source));
        Cli.ok(command(source));
        String copy = guest.name("backup", "copy");
        Cli.ok(command(source + "@one", "restore", "--to", copy));
        restoreInPieces(400_000, source, copy);
        assertThat(guest.manifest(copy + "@two")).isEqualTo(guest.manifest(source + "@two"));
    }

    @Test
    void clone_goesOn() {
        String source = guest.dataset("tank", "tree");
        String origin = source + "/origin";
        guest.run("zfs", "create", origin);
        guest.sh(FILES.formatted(origin));
        guest.sh(
                "zfs clone %1$s@two %2$s/clone; cd \"$(zfs get -H -o value mountpoint %2$s/clone)\"; head -c 3000000 /dev/urandom > own; zfs snapshot %2$s/clone@own"
                        .formatted(origin, source));
        guest.run("zfs", "snapshot", source + "@s");
        Cli.ok(command(source, "--recursive=each"));
        String copy = guest.name("backup", "copy");
        cut.cutReceive(2_000_000);
        String[] restore = command(source, "--recursive=each", "restore", "--to", copy);
        assertThat(Cli.run(restore).err()).contains("/origin: run the same restore again");
        assertThat(Cli.run(restore).err()).contains("/clone: run the same restore again");
        assertThat(token(copy + "/clone")).startsWith("1-");
        cut.mendReceive();
        Cli.ok(restore);
        assertThat(guest.manifest(copy + "/clone@own")).isEqualTo(guest.manifest(source + "/clone@own"));
        assertThat(guest.run("zfs", "get", "-H", "-o", "value", "origin", copy + "/clone")
                        .strip())
                .isEqualTo(copy + "/origin@two");
    }

    /** Byte for byte, wherever the receive was cut off. */
    @ParameterizedTest
    @CsvSource({"'-Lec', '@one'", "'-w', ''"})
    void resumingStream_isWhatZfsSends(String form, String base) throws IOException {
        guest.sh("echo korrekt-pferd > /run/key");
        String source = form.equals("-w")
                ? guest.encrypted("tank", "secret", "/run/key")
                : guest.dataset("tank", "home", "-o", "recordsize=16K", "-o", "compression=lz4");
        guest.sh(FILES.formatted(source));
        Path whole = guest.exchange().resolve("whole");
        Path rest = guest.exchange().resolve("rest");
        String from = base.isEmpty() ? "" : "-i " + base;
        int compared = 0;
        for (int percent : new int[] {20, 80}) {
            String copy = guest.name("backup", "copy");
            String said = guest.sh(
                    """
                    cd %5$s
                    zfs send %1$s %2$s %3$s@%6$s > whole
                    [ -z "%2$s" ] || zfs send %1$s %3$s@one | zfs receive -u %4$s
                    head -c $(($(stat -c %%s whole) * %7$d / 100)) whole | zfs receive -s -u %4$s 2>/dev/null || true
                    token=$(zfs get -H -o value receive_resume_token %4$s)
                    zfs send -t $token > rest
                    zfs send -nvP -t $token
                    """
                            .formatted(
                                    form,
                                    from,
                                    source,
                                    copy,
                                    OpenZfsGuest.EXCHANGE,
                                    base.isEmpty() ? "one" : "two",
                                    percent));
            Matcher point =
                    Pattern.compile("object = 0x(\\w+)\\s+offset = 0x(\\w+)").matcher(said);
            assertThat(point.find()).as(said).isTrue();
            try (ResumingStream resuming = new ResumingStream(
                    new ByteArrayInputStream(Files.readAllBytes(whole)),
                    new ResumePoint(
                            Long.parseLong(point.group(1), 16),
                            Long.parseLong(point.group(2), 16),
                            said.contains("largeblockok = 1")))) {
                assertThat(resuming.readAllBytes()).as(percent + " %").isEqualTo(Files.readAllBytes(rest));
                compared++;
            }
        }
        assertThat(compared).isEqualTo(2);
    }
}
