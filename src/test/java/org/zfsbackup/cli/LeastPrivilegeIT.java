package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.OpenZfsGuest;
import org.zfsbackup.process.Command;
import org.zfsbackup.process.CommandOutput;

/**
 * Replicas by a user who has the rights of {@code src/docs/least-privilege.md} and no other, on both sides, with keys that
 * have {@code bin/zfsbackup-gate} for a command.
 */
@Tag("openzfs")
@Timeout(900)
class LeastPrivilegeIT {
    private static final String SENDING = "send,bookmark,hold,release,destroy";
    private static final String RECEIVING = "receive,create,mount,readonly,canmount";
    private static final String KEYS = "/home/op/.ssh/authorized_keys";

    @TempDir
    Path directory;

    private OpenZfsGuest guest;
    private String above;
    private String source;
    private String destination;
    private String replica;

    @BeforeEach
    void givesTheRightsOfThePage() throws Exception {
        guest = OpenZfsGuest.running();
        above = guest.dataset("tank", "least");
        source = above + "/my home";
        destination = guest.dataset("backup", "least");
        replica = destination + source.substring(source.indexOf('/'));
        guest.run("zfs", "create", source);
        guest.sh("head -c 3000000 /dev/urandom >\"/" + source + "/random\"");
        guest.run("zfs", "snapshot", source + "@one");
        guest.run("zfs", "allow", "op", SENDING, above);
        guest.run("zfs", "allow", "op", RECEIVING, destination);
        String gate = Files.readString(Path.of("bin/zfsbackup-gate"));
        guest.sh("mkdir -p /usr/local/bin; cat >/usr/local/bin/zfsbackup-gate <<'GATE'\n" + gate + "GATE\n"
                + "chmod +x /usr/local/bin/zfsbackup-gate; cp -p " + KEYS + " " + KEYS + ".saved");
        key("send", above);
        key("receive", destination);
    }

    @AfterEach
    void takeThemAway() {
        guest.sh("mv " + KEYS + ".saved " + KEYS);
        guest.close();
    }

    /** A key for one role, with which {@code ROLE.config} and the commands {@code ROLE-zfs} and {@code -zpool} log in. */
    private void key(String role, String root) throws Exception {
        Path file = directory.resolve(role);
        CommandOutput.ofSuccess(
                Command.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file.toString()),
                Duration.ofSeconds(30));
        String line = "restrict,command=\"/usr/local/bin/zfsbackup-gate " + role + " " + root + "\" "
                + Files.readString(Path.of(file + ".pub"));
        guest.sh("cat >>" + KEYS + " <<'KEY'\n" + line + "KEY\n");
        Path config = Path.of(file + ".config");
        Files.writeString(
                config,
                Files.readString(guest.sshConfig())
                        .replaceAll("(?m)^\\s*IdentityFile .*$", "  IdentityFile " + file)
                        .replaceAll("(?m)^\\s*User .*$", "  User op"));
        for (String program : List.of("zfs", "zpool")) {
            Path script = Files.writeString(
                    Path.of(file + "-" + program),
                    """
                    #!/bin/sh
                    line=%2$s
                    for word; do line="$line '$word'"; done
                    exec ssh -F %1$s -o BatchMode=yes -o ControlMaster=auto -o ControlPath=%1$s.socket -o ControlPersist=5 openzfs-vm "$line"
                    """
                            .formatted(config, program));
            assertThat(script.toFile().setExecutable(true)).isTrue();
        }
    }

    private String push(String... more) {
        return run("send", "receive", more).succeeded("push");
    }

    /** The command line, whose zfs here is that of one key and whose other host that of another. */
    private Cli run(String here, String there, String... more) {
        String[] words = {
            "--zfs",
            directory.resolve(here) + "-zfs",
            "--dataset",
            source,
            "ssh",
            "--dest",
            destination,
            "--host",
            "openzfs-vm",
            "--ssh",
            "ssh -F " + directory.resolve(there) + ".config"
        };
        return Cli.run(Cli.with(words, more));
    }

    /** Runs a line as the other host's key lets it. */
    private CommandOutput with(String key, String... line) throws IOException {
        return CommandOutput.of(
                Command.of("ssh", "-F", directory.resolve(key) + ".config", "-o", "BatchMode=yes", "openzfs-vm")
                        .with(line),
                Duration.ofMinutes(5));
    }

    /** Runs a line in the guest as the user himself, without the gate. */
    private CommandOutput asUser(String line) throws IOException {
        return CommandOutput.of(
                Command.of("ssh", "-F", guest.sshConfig().toString(), "-l", "op", "openzfs-vm", "/usr/sbin/" + line),
                Duration.ofMinutes(5));
    }

    private void snapshot(String name) {
        guest.sh("echo " + name + " >'/" + source + "/" + name + "'");
        guest.run("zfs", "snapshot", source + "@" + name);
    }

    private List<String> names(String type, String dataset) {
        return guest.run("zfs", "list", "-H", "-d", "1", "-t", type, "-o", "name", dataset)
                .lines()
                .map(name -> name.substring(dataset.length()))
                .toList();
    }

    private String property(String name, String dataset) {
        return guest.run("zfs", "get", "-H", "-o", "value", name, dataset).strip();
    }

    @Test
    void replicasArriveAndGoOnFromBookmarks() {
        assertThat(push()).contains("@one, full");
        assertThat(property("readonly", replica)).isEqualTo("on");
        assertThat(property("canmount", replica.substring(0, replica.lastIndexOf('/'))))
                .isEqualTo("off");
        guest.run("zfs", "destroy", source + "@one");
        snapshot("two");
        assertThat(push()).contains("@two, incremental");
        snapshot("three");
        assertThat(push("--keep-base", "hold")).contains("@three, incremental from @two");
        snapshot("four");
        assertThat(push("--keep-base", "hold", "--compress", "zstd")).contains("@four, incremental from @three");
        assertThat(push()).contains("Nothing to do");

        assertThat(names("bookmark", source)).hasSize(1).allMatch(name -> name.startsWith("#zfsbackup_"));
        assertThat(guest.run("zfs", "holds", "-H", source + "@three", source + "@four"))
                .isEmpty();
        assertThat(guest.manifest(replica + "@four")).isEqualTo(guest.manifest(source + "@four"));
        assertThat(push("verify")).startsWith("Good ").contains("3 snapshots on both sides");
        assertThat(push("list").lines()).hasSize(4);
        assertThat(push("bases", "--release")).startsWith("Released Bookmark");
        assertThat(names("bookmark", source)).isEmpty();
    }

    @Test
    void aPulledReplicaArrivesToo() {
        assertThat(run("receive", "send", "--pull").succeeded("pull")).contains("@one, full");
        snapshot("two");
        assertThat(run("receive", "send", "--pull").succeeded("pull")).contains("@two, incremental from @one");
        assertThat(guest.manifest(replica + "@two")).isEqualTo(guest.manifest(source + "@two"));
    }

    @Test
    void aReceiveThatWasBrokenOffGoesOn() throws IOException {
        String container = replica.substring(0, replica.lastIndexOf('/'));
        with("receive", "zfs create -o readonly=on -o canmount=off " + container);
        CommandOutput broken = CommandOutput.of(
                Command.of(
                        "sh",
                        "-c",
                        "\"$1\" send '" + source + "@one' | head -c 2000000 | \"$2\" receive -u -s -o readonly=on '"
                                + replica + "'",
                        "sh",
                        directory.resolve("send") + "-zfs",
                        directory.resolve("receive") + "-zfs"),
                Duration.ofMinutes(5));
        assertThat(broken.errors()).contains("Partially received snapshot is saved");

        assertThat(push()).contains("@one, full, 1");
        assertThat(property("receive_resume_token", replica)).isEqualTo("-");
        assertThat(guest.manifest(replica + "@one")).isEqualTo(guest.manifest(source + "@one"));
        CommandOutput other = with("send", "zfs send -t 1-c7-d8-789c");
        assertThat(other.errors()).startsWith("zfsbackup-gate: ");
    }

    /** The name of one snapshot with the GUID of another: zfs goes by the GUID, through the whole pool. */
    @Test
    void aForgedTokenReachesNoOtherDataset() throws Exception {
        String secret = guest.dataset("tank", "secret");
        guest.sh("head -c 3000000 /dev/urandom >/" + secret + "/random");
        guest.run("zfs", "snapshot", secret + "@s");
        guest.sh("zfs send '%s@one' | head -c 2000000 | zfs receive -u -s '%s' || true"
                .formatted(source, destination + "/broken"));
        String token = property("receive_resume_token", destination + "/broken");
        String forged = ForgedToken.of(token, guid(source + "@one"), guid(secret + "@s"));
        assertThat(guest.run("zfs", "send", "-nvP", "-t", forged)).contains("full\t" + secret + "@s");

        assertThat(with("send", "zfs send -nvP -t " + token).status()).isZero();
        for (String line : List.of("zfs send -nvP -t " + forged, "zfs send -t " + forged)) {
            CommandOutput told = with("send", line);
            assertThat(told.status()).isEqualTo(1);
            assertThat(told.output()).isEmpty();
            assertThat(told.errors()).startsWith("zfsbackup-gate: ");
        }
    }

    private long guid(String snapshot) {
        return Long.parseUnsignedLong(property("guid", snapshot));
    }

    @Test
    void whatCannotGoOnIsLeftToAnAdministrator() throws IOException {
        push();
        snapshot("two");
        guest.sh("zfs send -i @one '%1$s@two' | head -c 5000 | zfs receive -u -s '%2$s' || true"
                .formatted(source, replica));
        guest.run("zfs", "destroy", source + "@two");
        snapshot("other");

        Cli refused = run("send", "receive");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("let an administrator run `zfs receive -A " + replica + "`");
        guest.run("zfs", "receive", "-A", replica);
        assertThat(push()).contains("@other, incremental");
    }

    @Test
    void theRightsAreForNothingElse() throws IOException {
        push();
        guest.run("zfs", "bookmark", source + "@one", source + "#zfsbackup_x");
        for (String line : List.of(
                "zfs destroy '" + source + "@one'",
                "zfs destroy -r '" + source + "'",
                "zfs destroy '" + replica + "@one'",
                "zfs destroy -r '" + destination + "'",
                "zfs rollback '" + replica + "@one'",
                "zfs set readonly=off " + above,
                "zfs set mountpoint=/etc " + destination)) {
            CommandOutput told = asUser(line);
            assertThat(told.status()).as(line).isNotZero();
            assertThat(told.errors()).as(line).contains("permission denied");
        }
        assertThat(asUser("zfs destroy '" + source + "#zfsbackup_x'").status()).isZero();
        assertThat(names("snapshot", source)).containsExactly("@one");
    }

    @Test
    void theKeyOfAReceiverIsForNothingElse() throws IOException {
        for (String line : List.of(
                "",
                "id",
                "zfs destroy -r '" + replica + "'",
                "zfs list",
                "zfs receive -u backup/elsewhere",
                "zfs send '" + source + "@one'")) {
            CommandOutput told = line.isEmpty() ? with("receive") : with("receive", line);
            assertThat(told.status()).as(line).isEqualTo(1);
            assertThat(told.output()).as(line).isEmpty();
            assertThat(told.errors().lines()).as(line).hasSize(1).allMatch(one -> one.startsWith("zfsbackup-gate: "));
        }
        assertThat(with("receive", "zfs list -H -o name " + destination).status())
                .isZero();
        CommandOutput sftp = CommandOutput.of(
                Command.of("sftp", "-F", directory.resolve("receive") + ".config", "-b", "-", "openzfs-vm"),
                Duration.ofMinutes(5));
        assertThat(sftp.status()).isNotZero();
        assertThat(sftp.errors()).contains("Connection closed");
        CommandOutput way = CommandOutput.of(
                Command.of("ssh", "-F", directory.resolve("receive") + ".config", "-W", "127.0.0.1:22", "openzfs-vm"),
                Duration.ofMinutes(5));
        assertThat(way.status()).isNotZero();
        assertThat(way.output()).isEmpty();
    }
}
