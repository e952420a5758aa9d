package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zfsbackup.fixture.Exposure;
import org.zfsbackup.fixture.FakeZfs;
import org.zfsbackup.fixture.Remains;
import org.zfsbackup.fixture.Trees;

/** The command line takes places of secrets, and prints no more than these. */
@Timeout(600)
class SecretsTest {
    private static final String PASSWORD = "korrekt-pferd-batterie";
    private static final String WRONG = "falsch-pferd-batterie";
    private static final String RECIPIENT = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
    private static final String IDENTITY = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";

    @TempDir
    Path directory;

    private final Exposure exposure = new Exposure();
    private Path backups;
    private FakeZfs zfs;

    @BeforeEach
    void prepare() throws IOException {
        backups = Files.createDirectory(directory.resolve("backups"));
        zfs = FakeZfs.in(Files.createDirectory(directory.resolve("zfs")), 1, 300_000);
        Trees.secret(directory.resolve("password"), PASSWORD + "\n");
        Trees.secret(directory.resolve("wrong"), WRONG + "\n");
        Trees.secret(directory.resolve("identity"), IDENTITY + "\n");
    }

    @AfterEach
    void nothingIsLeft() {
        exposure.close();
        Remains.assertNone();
    }

    private Process start(String options, String... operation) throws IOException {
        List<String> words = new ArrayList<>(List.of("--debug", "--verbose", "--zfs", zfs.command(), "-S", "tank/a"));
        words.addAll(List.of(options.replace("HERE", directory.toString()).split(" ")));
        words.addAll(List.of("directory", "-D", backups.toString(), "-P", "h"));
        words.addAll(List.of(operation));
        return Subprocess.start(
                Map.of("GOOD", PASSWORD, "BAD", WRONG),
                List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"),
                Main.class,
                words.toArray(String[]::new));
    }

    private String run(int status, String options, String... operation) throws Exception {
        Process process = start(options, operation);
        String output = Subprocess.output(process);
        exposure.add("output", output);
        assertThat(process.exitValue()).as(output).isEqualTo(status);
        return output;
    }

    /** The send waits until the command lines were looked at. */
    private void backUp(String options) throws Exception {
        zfs.sending("touch $here/started; while [ ! -e $here/go ]; do sleep 0.05; done; cat $stream");
        Process process = start(options, "backup");
        for (int i = 0; i < 600 && process.isAlive() && !Files.exists(directory.resolve("zfs/started")); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        exposure.addProcesses(process.toHandle());
        Files.createFile(directory.resolve("zfs/go"));
        exposure.add("output", Subprocess.output(process));
        assertThat(process.exitValue()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "--encrypt=openssl, --password-file=HERE/password, --password-file=HERE/wrong",
        "--encrypt=age, --password-env=GOOD, --password-env=BAD",
        "--encrypt=age --recipient=" + RECIPIENT + ", --identity-file=HERE/identity, --identity-env=BAD"
    })
    void argumentsAndOutputHoldPlacesOnly(String encrypt, String right, String wrong) throws Exception {
        backUp(encrypt + " " + right);
        assertThat(run(0, right, "verify", "--json")).contains("tank/a");
        assertThat(run(0, right, "restore", "--to", "tank/b")).contains("Restored tank/b@s1");
        run(1, wrong, "verify", "--json");
        assertThat(run(1, wrong, "restore", "--to", "tank/c")).contains("\tat ", wrong.replaceFirst(".*[/=]", ""));
        exposure.addFiles(backups);
        exposure.add("calls", zfs.calls());
        String place = right.replace("HERE", directory.toString());
        exposure.assertTaken("process", Main.class.getName(), place, "send\0tank/a@s1");
        exposure.assertTaken("output", "tank/a@s1", "Restored");
        exposure.assertTaken("calls", "receive");
        exposure.assertTaken("h/map.json", "\"s1\"");
        exposure.assertNoneOf(PASSWORD, WRONG, IDENTITY);
    }
}
