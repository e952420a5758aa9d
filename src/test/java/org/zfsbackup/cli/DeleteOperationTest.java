package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two chains hold the same snapshots: which backup goes is the user's decision. */
@Timeout(600)
class DeleteOperationTest extends TwoChains {
    DeleteOperationTest() {
        super(2);
    }

    private static Cli without(Path place, String... operation) {
        return Cli.run(Cli.with(new String[] {"directory", "-D", place.toString(), "-P", "h"}, operation));
    }

    /** The columns of list: the snapshot, its ID and its chain. */
    private List<String[]> listed() {
        return Cli.ok(command("tank/a", "list"))
                .lines()
                .map(line -> line.split("\t"))
                .toList();
    }

    private String id(int line) {
        return listed().get(line)[1].replace("id=", "");
    }

    private String chain(int line) {
        return listed().get(line)[2].replace("chain=", "");
    }

    @Test
    void list_showsIdsAndChains() {
        assertThat(listed())
                .extracting(columns -> columns[0] + " " + columns[3])
                .containsExactly(
                        "Snapshot tank/a@s1 full",
                        "Snapshot tank/a@s2 incremental",
                        "Snapshot tank/a@s1 full",
                        "Snapshot tank/a@s2 incremental");
        assertThat(List.of(chain(0), chain(1))).containsOnly(id(0));
        assertThat(List.of(chain(2), chain(3))).containsOnly(id(2));
    }

    @Test
    void snapshotInTwoChains_isRefusedWithTheChoices() {
        Cli cli = Cli.run(command("tank/a@s2", "delete", "--with-dependents"));
        assertThat(cli.status()).isEqualTo(1);
        assertThat(cli.err())
                .contains("there are 2 backups of tank/a@s2")
                .contains("--id " + id(1) + " is incremental, in --chain " + id(0))
                .contains("--id " + id(3) + " is incremental, in --chain " + id(2));
        assertThat(listed()).hasSize(4);
    }

    @Test
    void id_deletesTheOneBackup() {
        String kept = id(3);
        assertThat(Cli.ok(command("tank/a", "delete", "--id", id(1)))).startsWith("Deleted tank/a@s2 (incremental, ");
        assertThat(listed()).hasSize(3);
        assertThat(id(2)).isEqualTo(kept);
        Cli.ok(command("tank/a", "verify"));
    }

    @Test
    void chain_goesWithoutADatasetToo() {
        String kept = id(2);
        Cli cli = without(backups, "delete", "--chain", id(0));
        assertThat(cli.status()).as(cli.err()).isZero();
        assertThat(listed()).hasSize(2);
        assertThat(id(0)).isEqualTo(kept);
        Cli.ok(command("tank/a", "verify"));
    }

    @Test
    void dryRun_showsDatasetDateAndBytesAndDeletesNothing() {
        String out = Cli.ok(command("tank/a", "delete", "--all", "--dry-run"));
        assertThat(out.lines()).hasSize(5).allMatch(line -> line.startsWith("Would delete "));
        assertThat(out.lines().findFirst().orElseThrow())
                .matches("Would delete tank/a@s1 \\(full, snapshot of 2023-11-14T22:13:21Z, 20\\.\\d KiB, ID \\S+\\)");
        assertThat(out).containsPattern("Would delete 4 chunks, 8\\d\\.\\d KiB");
        assertThat(listed()).hasSize(4);
    }

    @Test
    void nothingNamed_isWrongUsage() {
        assertThat(Cli.run(command("tank/a", "delete")).status()).isEqualTo(2);
        assertThat(without(backups, "delete").status()).isEqualTo(2);
    }

    @Nested
    class OnATerminal {
        private Cli answering(String answer, String... more) {
            InputStream before = System.in;
            System.setProperty("zfsbackup.terminal", "true");
            System.setProperty("zfsbackup.terminal.input", "true");
            try {
                System.setIn(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)));
                return Cli.run(command("tank/a", Cli.with(new String[] {"delete", "--chain", id(2)}, more)));
            } finally {
                System.setIn(before);
                System.clearProperty("zfsbackup.terminal");
                System.clearProperty("zfsbackup.terminal.input");
            }
        }

        @Test
        void anotherAnswerThanYes_deletesNothing() {
            for (String answer : List.of("no\n", "", "y\n")) {
                Cli cli = answering(answer);
                assertThat(cli.status()).isEqualTo(1);
                assertThat(cli.out()).contains("Would delete tank/a@s1", "Would delete 2 chunks");
                assertThat(cli.err()).contains("Delete these backups permanently?", "nothing was deleted");
            }
            assertThat(listed()).hasSize(4);
        }

        @Test
        void yes_deletes() {
            assertThat(answering("yes\n").status()).isZero();
            assertThat(listed()).hasSize(2);
        }

        @Test
        void yesAsAnOption_isNotAsked() {
            Cli cli = answering("", "--yes");
            assertThat(cli.status()).isZero();
            assertThat(cli.err()).isEmpty();
            assertThat(listed()).hasSize(2);
        }
    }
}
