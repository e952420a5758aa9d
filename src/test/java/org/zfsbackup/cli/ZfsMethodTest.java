package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.fixture.FakeZfs;

class ZfsMethodTest {
    @TempDir
    Path directory;

    private Cli zfs(String... words) {
        String fake = FakeZfs.in(directory, 2, 1000).command();
        return Cli.run(Cli.with(new String[] {"--dataset", "tank/a", "--zfs", fake}, words));
    }

    @ParameterizedTest
    @ValueSource(strings = {"backup", "list", "zfs"})
    void aDestinationMayBeCalledAsAnOperationIs(String name) {
        Cli refused = zfs("zfs", "--dest", name);
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("there is no pool '" + name + "'");
    }

    @Test
    void theMethodBehindAnOptionThatStandsAloneIsNotItsValue() {
        assertThat(zfs("-R", "zfs", "--dest", "backup").err()).contains("there is no pool 'backup'");
        assertThat(zfs("--recursive=each", "zfs", "--dest", "backup").err()).contains("there is no pool 'backup'");
        Cli wrong = zfs("--recursive=some", "zfs", "--dest", "backup");
        assertThat(wrong.status()).isEqualTo(2);
    }

    @Test
    void whatIsMissingIsWrongUsage() {
        assertThat(zfs("zfs").status()).isEqualTo(2);
        assertThat(Cli.run("zfs", "--dest", "backup").err()).contains("name a dataset");
        assertThat(zfs("ssh", "--dest", "backup").status()).isEqualTo(2);
        assertThat(zfs("ssh", "--host", "-oProxyCommand=x", "--dest", "backup").status())
                .isEqualTo(2);
        assertThat(zfs("zfs", "--dest", "../backup").status()).isEqualTo(2);
    }
}
