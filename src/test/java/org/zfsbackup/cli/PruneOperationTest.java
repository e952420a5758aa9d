package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zfsbackup.fixture.FakeZfs;
import org.zfsbackup.fixture.Trees;

/** Two chains of four snapshots each, a second apart: the old one can go. */
@Timeout(300)
class PruneOperationTest extends TwoChains {
    PruneOperationTest() {
        super(4);
    }

    private String[] anywhere(String... more) {
        return Cli.with(new String[] {"directory", "-D", backups.toString(), "-P", "h"}, more);
    }

    private List<String> ids() {
        return Cli.ok(command("tank/a", "list"))
                .lines()
                .map(line -> line.split("\t")[1].replace("id=", ""))
                .toList();
    }

    @Test
    void oldChain_isDeletedAndTheRestCanBeRestored() {
        List<String> before = ids();

        String said = Cli.ok(command("tank/a", "prune", "--keep-last", "2"));

        assertThat(said)
                .contains("Deleted tank/a@s1 (full", "Deleted tank/a@s4 (incremental", "Deleted 4 chunks")
                .contains("Kept tank/a@s4 (last 1)", "Kept tank/a@s3 (last 2)", "Kept tank/a@s1 (needed by tank/a@s3)");
        assertThat(ids()).isEqualTo(before.subList(4, 8));
        assertThat(Cli.ok(anywhere("verify")).lines()).hasSize(4).allMatch(line -> line.startsWith("Good"));
        Cli.ok(command("tank/a", "restore", "--to", "tank/b"));
        assertThat(Cli.ok(command("tank/a"))).startsWith("Nothing to do");
    }

    @Test
    void dryRun_changesNothing() {
        Map<String, String> before = Trees.hashes(backups);

        assertThat(Cli.ok(anywhere("prune", "--keep-daily", "7", "--dry-run")))
                .contains("Would delete tank/a@s1 (full", "Kept tank/a@s4 (day 2023-11-14)");

        assertThat(Trees.hashes(backups)).isEqualTo(before);
    }

    @Test
    void nothingToDelete_changesNothing() {
        Cli.ok(anywhere("prune", "--keep-last", "1"));
        Map<String, String> before = Trees.hashes(backups);

        assertThat(Cli.ok(anywhere("prune", "--keep-last", "1"))).contains("Deleted 0 chunks, 0 bytes");

        assertThat(Trees.hashes(backups)).isEqualTo(before);
    }

    @Test
    void pin_keepsABackupUntilItIsUnpinned() {
        String old = ids().get(1);
        assertThat(Cli.ok(anywhere("pin", "--id", old, "--reason", "before the upgrade")))
                .startsWith("Pinned tank/a@s2 (incremental");

        assertThat(Cli.ok(anywhere("prune", "--keep-last", "1"))).contains("Kept tank/a@s2 (pinned)");
        assertThat(ids()).contains(old).hasSize(6);
        Cli refused = Cli.run(anywhere("delete", "--id", old));
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("is pinned", "unpin");

        assertThat(Cli.ok(anywhere("unpin", "--id", old))).startsWith("Unpinned tank/a@s2");
        Cli.ok(anywhere("prune", "--keep-last", "1"));
        assertThat(ids()).hasSize(4).doesNotContain(old);
        assertThat(Trees.hashes(backups.resolve("h/pins"))).isEmpty();
    }

    @Test
    void pinOfASnapshot_isThatOfAllItsBackups() {
        assertThat(Cli.ok(command("tank/a@s2", "pin"))).hasLineCount(2);

        Cli.ok(anywhere("prune", "--keep-last", "1"));

        assertThat(ids()).hasSize(6);
    }

    @Test
    void fullEvery_startsAChainThatLetsTheOldOneGo() throws IOException {
        zfs = FakeZfs.in(Files.createDirectory(directory.resolve("three")), 3, 20_000)
                .replacing(3, 20_000, -1000);
        backups = Files.createDirectory(directory.resolve("limited"));
        Cli.ok(command("tank/a@s2"));

        assertThat(Cli.ok(Cli.with(new String[] {"--full-every", "2"}, command("tank/a"))))
                .startsWith("Backed up tank/a@s3, full");

        Cli.ok(anywhere("prune", "--keep-last", "1"));
        assertThat(ids()).hasSize(1);
        Cli replica = Cli.run("--zfs", zfs.command(), "-S", "tank/a", "--full-every", "30d", "zfs", "--dest", "backup");
        assertThat(replica.status()).isEqualTo(2);
        assertThat(replica.err()).contains("--full-every does not work with zfs and ssh");
    }

    @Test
    void json_namesBoth() {
        assertThat(Cli.ok(Cli.with(new String[] {"--json"}, anywhere("prune", "--keep-last", "2", "--dry-run"))))
                .contains("\"kept\"", "\"reasons\"", "\"last 1\"", "\"deleted\"", "\"tank/a@s1\"", "\"dryRun\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prune|name what to keep",
                "prune --keep-last 0|'0' is not a number of backups to keep",
                "prune --keep-within 3w|'3w' is not an age",
                "prune --keep-last 1 --time-zone Mars|'Mars' is not a time zone",
                "pin|name a snapshot"
            })
    void wrongUsage_getsASentence(String words, String said) {
        Cli result = Cli.run(anywhere(words.split(" ")));
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains(said.replace("''", "'"));
    }

    @Test
    void unknownBackup_isNoPin() {
        Cli result = Cli.run(anywhere("pin", "--id", "nosuch"));
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("no backup with one of the IDs [nosuch]");
    }
}
