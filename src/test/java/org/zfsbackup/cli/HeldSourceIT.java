package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.zfsbackup.fixture.Trees;
import org.zfsbackup.operation.replication.TaggedBases;
import org.zfsbackup.repository.HostName;

/** Another tool prunes the source while it is being sent. */
class HeldSourceIT extends TwoPools {
    private Path log;
    private String source;

    @BeforeEach
    void makeDataset() throws IOException {
        log = directory.resolve("log" + number);
        source = zfs.dataset("src" + number);
        change("one");
        change("two");
    }

    private void change(String snapshot) {
        Trees.random(zfs.path(source).resolve(snapshot), 100_000, (source + snapshot).hashCode());
        zfs.snapshot(source, snapshot);
    }

    private String[] replica(String... options) {
        return Cli.with(options, "--dataset", source, "zfs", "--dest", other.pool());
    }

    private String[] command(String... options) {
        return Cli.with(options, "--dataset", source, "directory", "--dest", backups.toString(), "--prefix", "h");
    }

    /** A zfs that tries to destroy a snapshot just before it sends, and writes down what came of it. */
    private String pruning(String snapshot) throws IOException {
        Path script = directory.resolve("zfs" + number);
        Files.writeString(
                script,
                """
                #!/bin/bash
                case "$*" in
                send*%1$s@*) zfs destroy %1$s@%2$s >>%3$s 2>&1; echo $? >>%3$s ;;
                esac
                exec zfs "$@"
                """
                        .formatted(source, snapshot, log));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return script.toString();
    }

    private String users(String snapshot) {
        return zfs.output("zfs", "get", "-H", "-o", "value", "userrefs", source + "@" + snapshot)
                .strip();
    }

    @Test
    void baseOfAStream_cannotBePrunedMeanwhile() throws IOException {
        Cli.ok(command());
        change("three");

        assertThat(Cli.ok(command("--zfs", pruning("two"))))
                .startsWith("Backed up " + source + "@three, incremental from @two");
        assertThat(Files.readString(log)).contains("busy", "1");
        assertThat(users("two")).isEqualTo("0");
        assertThat(users("three")).isEqualTo("0");
        zfs.run("zfs", "destroy", source + "@two");
    }

    @Test
    void snapshotThatIsSent_cannotBePrunedMeanwhile() throws IOException {
        Cli.ok(command("--zfs", pruning("one")));

        assertThat(Files.readString(log)).contains("busy");
        assertThat(users("one")).isEqualTo("0");
        assertThat(users("two")).isEqualTo("0");
    }

    @Test
    void snapshotPrunedBetweenStreams_isSkipped() throws IOException {
        change("three");
        assertThat(Cli.ok(command("--zfs", pruning("two"))))
                .contains(source + "@one, full", source + "@three, incremental from @one")
                .doesNotContain("@two,");
    }

    @Test
    void full_beginsOneNewChain() {
        Cli.ok(command());
        change("three");
        assertThat(Cli.ok(command("--full")).lines().filter(line -> line.startsWith("Backed up")))
                .hasSize(3)
                .anyMatch(line -> line.contains("@one, full"))
                .anyMatch(line -> line.contains("@three, incremental from @two"));
        assertThat(Cli.ok(command())).startsWith("Nothing to do");
        Cli.ok(command("--full", "--no-iterate-incrementals"));
    }

    @Nested
    class Replicas {
        @Test
        void baseOfAStream_cannotBePrunedMeanwhile() throws IOException {
            Cli.ok(replica());
            change("three");

            assertThat(Cli.ok(replica("--zfs", pruning("two"))))
                    .startsWith("Replicated " + source + "@three, incremental from @two");
            assertThat(Files.readString(log)).contains("busy", "1");
            assertThat(users("two")).isEqualTo("0");
            assertThat(users("three")).isEqualTo("0");
            zfs.run("zfs", "destroy", source + "@two");
        }

        @Test
        void snapshotPrunedBetweenStreams_isSkipped() throws IOException {
            change("three");
            assertThat(Cli.ok(replica("--zfs", pruning("two"))))
                    .contains(source + "@one, full", source + "@three, incremental from @one")
                    .doesNotContain("@two,");
            assertThat(other.snapshots(other.pool() + "/src" + number)).containsExactly("one", "three");
        }

        @Test
        void allInOne_isHeldAsAWhole() throws IOException {
            Cli.ok("--dataset", source + "@one", "zfs", "--dest", other.pool());
            change("three");
            Cli.ok("--zfs", pruning("two"), "--dataset", source, "zfs", "--dest", other.pool(), "--together");
            assertThat(Files.readString(log)).contains("busy");
            assertThat(other.snapshots(other.pool() + "/src" + number)).containsExactly("one", "two", "three");
            assertThat(users("two")).isEqualTo("0");
        }

        @Test
        void holdOfAKilledRun_isReleasedByTheNext() {
            String destination = HostName.local() + ":" + other.pool() + "/src" + number;
            zfs.run("zfs", "hold", TaggedBases.tag(destination) + "_run", source + "@one");

            Cli.ok(replica());
            assertThat(users("one")).isEqualTo("0");
        }

        @Test
        void holdOfSomebodyElse_isNoObstacle() {
            zfs.run("zfs", "hold", "mine", source + "@one");
            zfs.run("zfs", "hold", "mine", source + "@two");

            Cli.ok(replica());
            change("three");
            Cli.ok(replica());
            assertThat(Cli.ok(replica())).startsWith("Nothing to do");
            assertThat(users("one")).isEqualTo("1");
            zfs.run("zfs", "release", "mine", source + "@one", source + "@two");
        }

        @Test
        void holdAsTheBase_moves() {
            Cli.ok(replica("--keep-base", "hold"));
            assertThat(users("two")).isEqualTo("1");
            change("three");
            Cli.ok(replica("--keep-base", "hold"));
            Cli.ok(replica("--keep-base", "hold"));
            assertThat(users("two")).isEqualTo("0");
            assertThat(users("three")).isEqualTo("1");
        }

        @Test
        void failedRun_leavesNoHold() throws IOException {
            Path script = directory.resolve("failing-replica" + number);
            Files.writeString(
                    script,
                    "#!/bin/bash\n[[ \"$*\" != *'" + source + "@'* || $1 != send ]] || exit 1\nexec zfs \"$@\"\n");
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));

            assertThat(Cli.run(replica("--zfs", script.toString())).status()).isEqualTo(1);
            assertThat(users("one")).isEqualTo("0");
            Cli.ok(replica());
        }
    }

    @Test
    void holdOfAKilledRun_isReleasedByTheNext() {
        Cli.ok(command());
        String tag = TaggedBases.tag("file:" + backups + " (prefix h)") + "_run";
        zfs.run("zfs", "hold", tag, source + "@one");
        zfs.run("zfs", "hold", "mine", source + "@two");

        assertThat(Cli.ok(command())).startsWith("Nothing to do");
        assertThat(users("one")).isEqualTo("0");
        assertThat(users("two")).isEqualTo("1");
        zfs.run("zfs", "release", "mine", source + "@two");
    }

    @Test
    void holdOfSomebodyElse_isNoObstacle() {
        zfs.run("zfs", "hold", "mine", source + "@one");

        Cli.ok(command());
        assertThat(Cli.ok(command())).startsWith("Nothing to do");
        assertThat(users("one")).isEqualTo("1");
        zfs.run("zfs", "release", "mine", source + "@one");
    }

    @Test
    void failedRun_leavesNoHold() throws IOException {
        Path script = directory.resolve("failing" + number);
        Files.writeString(
                script, "#!/bin/bash\n[[ \"$*\" != *'" + source + "@'* || $1 != send ]] || exit 1\nexec zfs \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThat(Cli.run(command("--zfs", script.toString())).status()).isEqualTo(1);
        assertThat(users("one")).isEqualTo("0");
        Cli.ok(command());
    }

    @Test
    void hostWithoutPermissionToHold_isOnlyWarnedAbout() throws IOException {
        Path script = directory.resolve("unpermitted" + number);
        Files.writeString(
                script,
                "#!/bin/bash\ncase $1 in hold | set) echo 'permission denied' >&2; exit 1 ;; esac\nexec zfs \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));

        Cli cli = Cli.run(command("--zfs", script.toString()));
        assertThat(cli.status()).isZero();
        assertThat(cli.out()).contains("@two, incremental from @one");
    }
}
