package org.zfsbackup.zfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.pipe.Pipes;
import org.zfsbackup.process.Child;
import org.zfsbackup.process.Command;
import org.zfsbackup.process.CommandOutput;
import org.zfsbackup.process.Host;
import org.zfsbackup.zfs.sendstream.DamagedStreamException;

/** {@code bin/zfsbackup-gate}: what we send passes word for word, and nothing else does. */
class GateTest {
    private static final Duration REST = Duration.ofSeconds(30);
    private static final Path GATE = Path.of("bin/zfsbackup-gate").toAbsolutePath();
    private static final DatasetName HOME = new DatasetName("tank/my home/a");
    private static final SnapshotName ONE = HOME.at("one  1");
    private static final DatasetName REPLICA = new DatasetName("backup/nas/my home/a");

    /** Prints its words, each in a line, into a file; a token names what is in the file named, and sends what is in sent. */
    private static final String FAKE =
            """
            #!/bin/sh
            case "$*" in
            'send -nvP -t '*)
                printf 'resume token contents:\\nnvlist version: 0\\n\\ttoguid = 0x1\\n\\ttoname = '
                cat %1$s/named
                sed 's/^/full\t/; s/$/\t16/' %1$s/sent
                [ ! -e %1$s/failing ] || status=255 ;;
            'list '* | 'get -rHp '*)
                for name; do :; done
                echo "cannot open '$name': dataset does not exist" >&2
                status=1 ;;
            esac
            {
                echo "${0##*/}"
                for word; do printf '%%s\\n' "$word"; done
                echo .
            } >>%1$s/calls
            [ "$1 $2" != 'receive -u' ] || cat >%1$s/received
            exit ${status:-0}
            """;

    @TempDir
    Path directory;

    @BeforeEach
    void makeFake() throws IOException {
        for (String name : List.of("zfs", "zpool")) {
            Path program = Files.writeString(directory.resolve(name), FAKE.formatted(directory));
            assertThat(program.toFile().setExecutable(true)).isTrue();
        }
        Files.writeString(directory.resolve("named"), ONE + "\n");
        Files.writeString(directory.resolve("sent"), ONE + "\n");
    }

    /** The line as sshd hands it to the command of a key. */
    private Command gate(String role, String root, String line) {
        return Command.of(
                "env",
                "SSH_ORIGINAL_COMMAND=" + line,
                "PATH=" + directory + ":" + System.getenv("PATH"),
                GATE.toString(),
                role,
                root);
    }

    private CommandOutput run(String role, String root, String line) throws IOException {
        return CommandOutput.of(Host.local(), gate(role, root, line), REST);
    }

    /** What reached zfs and zpool, each call's words. */
    private List<List<String>> calls() throws IOException {
        List<List<String>> calls = new ArrayList<>();
        Path file = directory.resolve("calls");
        List<String> words = new ArrayList<>();
        for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
            if (line.equals(".")) {
                calls.add(List.copyOf(words));
                words.clear();
            } else {
                words.add(line);
            }
        }
        Files.deleteIfExists(file);
        return calls;
    }

    /** A host whose only key has the gate; it remembers what was asked of it. */
    private final class Gated implements Host {
        private final String role;
        private final String root;
        private final List<List<String>> asked = new ArrayList<>();

        Gated(String role, String root) {
            this.role = role;
            this.root = root;
        }

        @Override
        public Child start(List<Command> line, boolean fed) throws IOException {
            asked.add(line.get(line.size() - 1).words());
            return Host.local().start(gate(role, root, Host.shellLine(line)), fed);
        }

        Zfs zfs() {
            return new Zfs(this, Command.of("zfs"), REST, REST);
        }
    }

    private static InputStream stream() {
        return new ByteArrayInputStream(new byte[100]);
    }

    @Test
    void allThatAReceiverIsAskedPassesWordForWord() throws IOException {
        Gated host = new Gated("receive", "backup/nas");
        Zfs zfs = host.zfs();
        Receiver receiver = zfs.receiver();
        ReceiveOptions options = new ReceiveOptions(
                true, false, Map.of("readonly", "on", "compression", "zstd-3"), Set.of("mountpoint", "sharenfs"));

        assertThat(zfs.state(REPLICA)).isEmpty();
        assertThat(zfs.tree(new DatasetName("backup/nas"))).isEmpty();
        assertThat(zfs.snapshotsIfThere(REPLICA)).isEmpty();
        zfs.ivSets(List.of(
                new Snapshot(REPLICA.at("one"), new Guid(1), Instant.EPOCH),
                new Snapshot(REPLICA.at("two"), new Guid(2), Instant.EPOCH)));
        zfs.poolFeatures(REPLICA);
        receiver.receive(REPLICA, options, List.of(), stream());
        receiver.receive(REPLICA, ReceiveOptions.PLAIN, List.of(), stream());
        receiver.abandon(REPLICA);

        assertThat(calls()).isEqualTo(host.asked).hasSize(8);
    }

    @Test
    void containersAreMadeAndWhatAnOldZfsIsToldAfterwardsPasses() throws IOException {
        for (List<String> words : List.of(
                List.of("zfs", "list", "-H", "-o", "name", "backup/nas/my home"),
                List.of("zfs", "create", "-o", "readonly=on", "-o", "canmount=off", "backup/nas/my home"),
                List.of("zfs", "set", "readonly=on", "backup/nas/my home"),
                List.of("zfs", "set", "org.zfsbackup:container=77:98304", "backup/nas/my home"),
                List.of("zfs", "inherit", "org.zfsbackup:container", "backup/nas/my home"),
                List.of("zfs", "inherit", "-r", "mountpoint", "backup/nas/my home"))) {
            CommandOutput told = run("receive", "backup/nas", new Command(words).toString());
            assertThat(told.errors()).doesNotContain("zfsbackup-gate");
            assertThat(calls()).containsExactly(words);
        }
        Gated host = new Gated("receive", "backup/nas");
        assertThatThrownBy(() -> host.zfs().containers().create(REPLICA))
                .as("what lies above is no business of this key")
                .hasMessageContaining("zfsbackup-gate: this key is for 'receive backup/nas'");
    }

    @Test
    void allThatASenderIsAskedPassesWordForWord() throws IOException {
        Gated host = new Gated("send", "tank/my home");
        Zfs zfs = host.zfs();
        BookmarksAndHolds marks = zfs.bookmarksAndHolds();
        Snapshot one = new Snapshot(ONE, new Guid(1), Instant.EPOCH);
        Bookmark bookmark = new Bookmark(HOME, "zfsbackup_0123abcd_77", new Guid(2));
        SendOptions form = new SendOptions(true, true, true, true, true);

        assertThat(zfs.tree(HOME)).isEmpty();
        zfs.ivSets(List.of(one, bookmark));
        zfs.sendFeatures();
        for (SendRequest request : List.of(
                new SendRequest(one, Optional.empty(), true),
                new SendRequest(one, Optional.of(bookmark), false, false, form, Optional.empty()),
                new SendRequest(one, Optional.of(one), false, true, form, Optional.empty()))) {
            try (InputStream stream = zfs.send(request)) {
                assertThatThrownBy(stream::readAllBytes)
                        .as("the command that stands for zfs sends nothing")
                        .isInstanceOf(DamagedStreamException.class);
            }
            CommandOutput.of(host, Command.of("zfs", "send", "-nvP").with(request.words()), REST);
        }
        marks.bookmark(ONE, "zfsbackup_0123abcd_78");
        marks.destroy(bookmark);
        marks.hold("zfsbackup_0123abcd", ONE, false);
        marks.hold("zfsbackup_0123abcd", ONE, true);
        marks.holds(List.of(ONE, HOME.at("two")));
        marks.release("zfsbackup_0123abcd", ONE, false);
        marks.release("zfsbackup_0123abcd", ONE, true);

        assertThat(calls()).isEqualTo(host.asked).hasSize(16);
    }

    @Test
    void aTokenPassesForASnapshotOfTheDatasetAlone() throws IOException {
        Zfs zfs = new Gated("send", "tank/my home").zfs();
        assertThat(zfs.token("1-c7-d8-789c").snapshot()).contains(new Guid(1));

        for (String other : List.of("tank/other@one", "tank/my home/a@one\n\ttoname = tank/other@one", "")) {
            calls();
            Files.writeString(directory.resolve("named"), other + "\n");
            CommandOutput told = run("send", "tank/my home", "zfs send -t 1-c7-d8-789c");
            assertThat(told.status()).isEqualTo(1);
            assertThat(told.errors()).startsWith("zfsbackup-gate: ");
            assertThat(calls()).containsExactly(List.of("zfs", "send", "-nvP", "-t", "1-c7-d8-789c"));
        }
    }

    /** A token can be written by hand: the name of one snapshot with the GUID of another, which zfs would send. */
    @Test
    void whatRemembersATargetOfBackupsPasses() throws IOException {
        Gated host = new Gated("send", "tank/my home");
        UserProperties properties = host.zfs().userProperties();
        String name = "org.zfsbackup:backup.0123abcd";
        properties.set(HOME, name, "12 file:/backup (prefix it's)");
        properties.remove(HOME, name);
        for (boolean recursive : new boolean[] {false, true}) {
            assertThatThrownBy(() -> properties.read(HOME, name, recursive)).hasMessageContaining("does not exist");
        }

        assertThat(calls()).isEqualTo(host.asked).hasSize(4);
    }

    @Test
    void questionForProperties_passesAtTheSource() throws IOException {
        Gated host = new Gated("send", "tank/my home");
        LocalProperties properties = host.zfs().localProperties();
        assertThat(properties.read(HOME, false)).isEmpty();
        assertThatThrownBy(() -> properties.read(HOME, true)).hasMessageContaining("does not exist");

        assertThat(calls()).isEqualTo(host.asked).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tank/other@one", "tank/my home/a@one\ntank/other@one", "tank/my home/../other@one"})
    void aTokenThatWouldSendAnotherDatasetThanItNamesIsRefused(String sent) throws IOException {
        Files.writeString(directory.resolve("sent"), sent + "\n");
        for (String line : List.of("zfs send -t 1-c7-d8-789c", "zfs send -nvP -t 1-c7-d8-789c")) {
            CommandOutput told = run("send", "tank/my home", line);
            assertThat(told.status()).isEqualTo(1);
            assertThat(told.output()).isEmpty();
            assertThat(told.errors()).startsWith("zfsbackup-gate: ");
        }
        assertThat(calls()).allMatch(call -> call.contains("-nvP"));
    }

    /** The name in a token may hold line feeds, and a line that looks like one of zfs. */
    @Test
    void aTokenThatSpeaksForZfsIsNotBelieved() throws IOException {
        Files.writeString(directory.resolve("named"), ONE + "\nfull\t" + ONE + "\t1\n");
        Files.writeString(directory.resolve("sent"), "");
        Files.createFile(directory.resolve("failing"));
        assertThat(run("send", "tank/my home", "zfs send -t 1-c7-d8-789c").status())
                .isEqualTo(1);
        assertThat(calls()).allMatch(call -> call.contains("-nvP"));
    }

    @Test
    void aTokenOfASnapshotThatIsGoneIsOnlyToldOf() throws IOException {
        Files.writeString(directory.resolve("sent"), "");
        Files.createFile(directory.resolve("failing"));
        assertThat(run("send", "tank/my home", "zfs send -nvP -t 1-c7-d8-789c").output())
                .contains("toname = " + ONE);
        calls();
        assertThat(run("send", "tank/my home", "zfs send -t 1-c7-d8-789c").status())
                .isEqualTo(1);
        assertThat(calls()).hasSize(1).allMatch(call -> call.contains("-nvP"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void aStreamReachesReceiveBehindWhatUndoesItsPipe(String name) throws IOException {
        Command undo = Pipes.kind(name).remoteDecodeCommand(PipeSpec.of(name)).orElseThrow();
        byte[] stream = "what was sent".getBytes(StandardCharsets.UTF_8);
        Path plain = Files.write(directory.resolve("plain"), stream);
        Path packed = directory.resolve("packed");
        CommandOutput.ofSuccess(Command.of("sh", "-c", name + " -c <" + plain + " >" + packed), REST);
        Gated host = new Gated("receive", "backup/nas");

        try (InputStream body = Files.newInputStream(packed)) {
            host.zfs().receiver().receive(REPLICA, ReceiveOptions.PLAIN, List.of(undo), body);
        }
        assertThat(directory.resolve("received")).hasBinaryContent(stream);
        assertThat(calls()).isEqualTo(host.asked);
        assertThatThrownBy(() -> host.zfs()
                        .receiver()
                        .receive(REPLICA, ReceiveOptions.PLAIN, List.of(Command.of("sh")), stream()))
                .hasMessageContaining("this key gives no such pipeline");
        assertThat(calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "sh",
                "/usr/lib/openssh/sftp-server",
                "internal-sftp",
                "scp -t backup/nas",
                "zfs",
                "zfs list",
                "zfs list -H -o name backup",
                "zfs list -H -o name backup/nasty",
                "zfs list -H -o name backup/nas/../other",
                "zfs list -H -o name backup/nas//a",
                "zfs list -H -o name backup/nas/a backup/other",
                "zfs destroy backup/nas/a",
                "zfs destroy -r backup/nas/a",
                "zfs destroy backup/nas/a@one",
                "zfs destroy 'backup/nas/a#zfsbackup_1'",
                "zfs rollback -r backup/nas/a@one",
                "zfs rename backup/nas/a backup/nas/b",
                "zfs mount backup/nas/a",
                "zfs send backup/nas/a@one",
                "zfs allow everyone destroy backup/nas",
                "zfs get all backup",
                "zfs get -rHp -o name,property,value guid backup",
                "zfs get -rHp -o name,property,value guid backup/nas tank",
                "zfs get -rHp -o name,property,value guid",
                "zpool get -H -o property,value all tank",
                "zpool get -H -o property,value all backup tank",
                "zpool destroy backup",
                "zfs receive backup/nas/a",
                "zfs receive -u",
                "zfs receive -u backup/other",
                "zfs receive -u backup/nas/a@one",
                "zfs receive -u -F backup/nas/a",
                "zfs receive -uF backup/nas/a",
                "zfs receive -u -d backup/nas/a",
                "zfs receive -u -M backup/nas/a",
                "zfs receive -u '-s backup/other' backup/nas/a",
                "zfs receive -u -o mountpoint=/etc backup/nas/a",
                "zfs receive -u -o sharenfs=on backup/nas/a",
                "zfs receive -u -o exec=on backup/nas/a",
                "zfs receive -u -o canmount=on backup/nas/a",
                "zfs receive -u -o readonly=off backup/nas/a",
                "zfs receive -u -o origin=backup/other@one backup/nas/a",
                "zfs receive -u -o keylocation=file:///etc/passwd backup/nas/a",
                "zfs receive -u -o compression=on,mountpoint=/etc backup/nas/a",
                "zfs receive -u -o org.openzfs.systemd:required-by=x backup/nas/a",
                "zfs receive -u -x -F backup/nas/a",
                "zfs receive -A backup/other",
                "zfs receive -u -A backup/nas/a",
                "zfs create backup/nas/a",
                "zfs create -o readonly=on -o canmount=off backup/other",
                "zfs create -o readonly=on -o mountpoint=/etc backup/nas/a",
                "zfs create -V 8M backup/nas/a",
                "zfs set mountpoint=/etc backup/nas/a",
                "zfs set org.zfsbackup:container=on backup/nas/a",
                "zfs set org.zfsbackup:container=77:98304 backup/other",
                "zfs inherit org.zfsbackup:backup backup/nas/a",
                "zfs set readonly=on backup/other",
                "zfs inherit -r readonly backup/nas/a",
                "zfs inherit -r mountpoint backup",
                "zfs receive -u backup/nas/a; id",
                "zfs receive -u backup/nas/a;id",
                "zfs receive -u backup/nas/a && id",
                "zfs receive -u backup/nas/a & id",
                "zfs receive -u backup/nas/a > /etc/passwd",
                "zfs receive -u backup/nas/a < /etc/passwd",
                "zfs receive -u backup/nas/$(id)",
                "zfs receive -u backup/nas/`id`",
                "zfs receive -u backup/nas/$HOME",
                "zfs receive -u backup/nas/*",
                "zfs receive -u backup/nas/~",
                "zfs receive -u \"backup/nas/a\"",
                "zfs receive -u backup/nas/\\a",
                "zfs receive -u backup/nas/a\\",
                "zfs receive -u 'backup/nas/a",
                "zfs receive -u 'backup/nas/a'\\'",
                "zfs receive -u 'backup/nas/$(id)'",
                "zfs receive -u 'backup/nas/it'\\''s'",
                "zfs receive -u 'backup/nas/a;id'",
                "zfs receive -u backup/nas/a\nid",
                "zfs receive -u 'backup/nas/a\nid'",
                "zfs receive -u backup/nas/a\tid",
                "zfs receive -u backup/nas/\u00e4",
                "zfs receive -u backup/nas/a | sh",
                "cat /etc/passwd | zfs receive -u backup/nas/a",
                "sh -c id | zfs receive -u backup/nas/a",
                "gzip -dc /etc/passwd | zfs receive -u backup/nas/a",
                "gzip -dc | gzip -dc | zfs receive -u backup/nas/a",
                "gzip -dc | zfs list -H -o name backup/nas",
                "gzip -dc | sh",
                "gzip -dc |",
                "gzip -dc || zfs receive -u backup/nas/a",
                "| zfs receive -u backup/nas/a",
                "zstd -dc -q --long=31 -o /etc/passwd | zfs receive -u backup/nas/a",
                "'zfs receive' -u backup/nas/a",
                "/tmp/zfs receive -u backup/nas/a",
                "./zfs receive -u backup/nas/a",
                "env zfs receive -u backup/nas/a",
                "A=1 zfs receive -u backup/nas/a",
                "-c id"
            })
    void nothingElsePassesForAReceiver(String line) throws IOException {
        refused("receive", "backup/nas", line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zfs send tank/other@one",
                "zfs send tank/homes@one",
                "zfs send tank/home",
                "zfs send -S tank/home",
                "zfs send -R tank@one",
                "zfs send -i tank/other@one tank/home@two",
                "zfs send -i 'tank/home#a' tank/home@two tank/other@two",
                "zfs send -i --redact tank/home@two",
                "zfs send --redact book tank/home@two",
                "zfs send -X tank/home@two",
                "zfs send -wR -t 1-0 tank/home@two",
                "zfs send -t",
                "zfs send -t ''",
                "zfs send -t -x",
                "zfs send -t 1-0 tank/other@one",
                "zfs send -nvP",
                "zfs send tank/home@one%two",
                "zfs send tank/home@-x",
                "zfs send tank/home@",
                "zfs send tank/home@one | sh",
                "zfs destroy tank/home",
                "zfs destroy tank/home@one",
                "zfs destroy -r 'tank/home#zfsbackup_1'",
                "zfs destroy 'tank/home#zfsbackup_1' tank/home@one",
                "zfs destroy 'tank/home#mine'",
                "zfs destroy 'tank/home@one#zfsbackup_1'",
                "zfs destroy 'tank/home#zfsbackup_1@one'",
                "zfs destroy 'tank/home@zfsbackup_1'",
                "zfs destroy 'tank/other#zfsbackup_1'",
                "zfs bookmark tank/home@one 'tank/home#mine'",
                "zfs bookmark tank/home@one 'tank/home/a#zfsbackup_1'",
                "zfs hold mine tank/home@one",
                "zfs hold -r other tank/home@one",
                "zfs release mine tank/home@one",
                "zfs release zfsbackup_1 tank/home@one tank/home@two",
                "zfs release zfsbackup_1 tank/other@one",
                "zfs holds tank/home@one",
                "zfs holds -H",
                "zfs holds -H -r tank/home@one",
                "zfs snapshot tank/home@one",
                "zfs receive -u tank/home/a",
                "zfs set readonly=on tank/home",
                "zfs set org.zfsbackup:backup=off tank/home",
                "zfs set org.zfsbackup:backup.0123abcd=x tank/other",
                "zfs set org.zfsbackup:backup.0123abcd=x tank/home@one",
                "zfs inherit mountpoint tank/home",
                "zfs inherit -r org.zfsbackup:backup.0123abcd tank/home",
                "zfs list -H -o name tank/home",
                "zfs list -H -t filesystem,volume -o name,mountpoint tank/home",
                "zfs list -H -t filesystem,volume -o name,org.zfsbackup:backup.0123abcd tank/other",
                "zpool get -H -o property,value all tank",
                "gzip -dc | zfs send tank/home@one"
            })
    void nothingElsePassesForASender(String line) throws IOException {
        refused("send", "tank/home", line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/tank", "-r", "tank/../x", "tank@one", "tank//a", "tank/", "tank;id"})
    void aKeyIsForADataset(String root) throws IOException {
        refused("send", root, "zfs send");
        refused("destroy", "tank", "zfs send");
    }

    private void refused(String role, String root, String line) throws IOException {
        CommandOutput told = run(role, root, line);

        assertThat(told.status()).as(line).isEqualTo(1);
        assertThat(told.output()).isEmpty();
        assertThat(told.errors().lines()).hasSize(1).allMatch(one -> one.startsWith("zfsbackup-gate: "));
        assertThat(calls()).isEmpty();
    }
}
