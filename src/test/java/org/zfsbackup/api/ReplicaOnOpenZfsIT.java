package org.zfsbackup.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.LoggedLines;
import org.zfsbackup.fixture.OpenZfsGuest;
import org.zfsbackup.fixture.RealZfs;
import org.zfsbackup.fixture.Trees;
import org.zfsbackup.operation.ReplicatedDataset;
import org.zfsbackup.operation.RunListener;
import org.zfsbackup.operation.replication.BaseRetention;
import org.zfsbackup.operation.replication.Bases;
import org.zfsbackup.plan.replication.SendFormatPreference;

/** Replicas on OpenZFS itself: what zfs-fuse lacks, and both hosts over ssh. */
@Tag("openzfs")
@Timeout(900)
class ReplicaOnOpenZfsIT {
    private OpenZfsGuest guest;
    private final Told told = new Told();

    /** What a run told of its streams and datasets. */
    private static final class Told implements RunListener {
        private final List<String> streams = new ArrayList<>();
        private final List<Long> bytes = new ArrayList<>();
        private final List<ReplicatedDataset> datasets = new ArrayList<>();

        @Override
        public synchronized void completed(Stream stream, long count) {
            streams.add(stream.base().map(base -> ">" + base + " ").orElse("full ")
                    + stream.snapshot().replaceFirst(".*@", ""));
            bytes.add(count);
        }

        @Override
        public synchronized void replicated(ReplicatedDataset dataset) {
            datasets.add(dataset);
        }

        private List<String> since() {
            List<String> all = List.copyOf(streams);
            streams.clear();
            return all;
        }
    }

    @BeforeEach
    void find() {
        guest = OpenZfsGuest.running();
    }

    @AfterEach
    void clean() {
        guest.close();
    }

    /** A dataset of the guest as an endpoint, reached in this process: that takes a fifth of the time. */
    private String there(String dataset) {
        Path run = guest.sshConfig().getParent();
        return "zfs:" + dataset + "?host=root@127.0.0.1&port=" + guest.port() + "&transport=mina&loginKey="
                + run.resolve("id") + "&knownHosts=" + run.resolve("known_hosts");
    }

    /** The same with the program ssh. */
    private String byProgram(String dataset) {
        return "zfs:" + dataset + "?host=" + guest.host() + "&sshCommand=ssh%20-F%20" + guest.sshConfig();
    }

    private ZfsReplication replication(String source, String destination) {
        return ZfsReplication.of(there(source)).to(there(destination)).listener(told);
    }

    private String property(String dataset, String name) {
        return guest.run("zfs", "get", "-H", "-o", "value", name, dataset).strip();
    }

    private List<String> names(String type, String dataset) {
        return guest.run("zfs", "list", "-H", "-d", "1", "-o", "name", "-t", type, "-s", "createtxg", dataset)
                .lines()
                .map(name -> name.substring(dataset.length()))
                .toList();
    }

    private void write(String dataset, String file, int bytes) {
        guest.sh("head -c " + bytes + " /dev/urandom > \"$(zfs get -H -o value mountpoint " + dataset + ")/" + file
                + "\"");
    }

    @Test
    void anEncryptedDatasetArrivesRawAndItsChainOutlivesThePruningOfItsBase() throws Exception {
        guest.sh("echo 'a long passphrase' > /root/key");
        String source = guest.encrypted("tank", "secret", "/root/key");
        String replica = guest.name("backup", "secret");
        write(source, "one", 200_000);
        guest.run("zfs", "snapshot", source + "@one");
        assertThat(replication(source, replica).replicate()).isEqualTo(1);
        assertThat(property(replica, "encryption")).isEqualTo("aes-256-gcm");
        assertThat(property(replica, "keystatus")).isEqualTo("unavailable");
        assertThat(names("bookmark", source)).singleElement().asString().startsWith("#zfsbackup_");

        write(source, "two", 100_000);
        guest.run("zfs", "snapshot", source + "@two");
        guest.run("zfs", "destroy", source + "@one");
        told.since();
        assertThat(replication(source, replica).replicate()).isEqualTo(1);
        assertThat(told.since())
                .singleElement()
                .asString()
                .startsWith(">zfsbackup_")
                .endsWith(" two");
        assertThat(names("snapshot", replica)).containsExactly("@one", "@two");
        assertThat(replication(source, replica).bases()).singleElement().satisfies(mark -> assertThat(mark.toString())
                .startsWith("Bookmark " + source + "#zfsbackup_"));
        assertThatThrownBy(() -> replication(source, replica)
                        .format(SendFormatPreference.BEST.withRaw(Optional.of(false)))
                        .replicate())
                .hasMessageContaining("was received raw");

        assertThat(replication(source, replica).releaseBases()).hasSize(1);
        assertThat(names("bookmark", source)).isEmpty();
        guest.sh("zfs load-key -L file:///root/key " + replica + "; zfs mount " + replica);
        assertThat(guest.manifest(replica + "@two")).isEqualTo(guest.manifest(source + "@two"));
    }

    private List<String> keysToldOf(String source, String replica) throws Exception {
        try (LoggedLines logged = new LoggedLines("org.zfsbackup.operation.replication.ReplicaKeys")) {
            replication(source, replica).recursive("each").replicate();
            return logged.lines();
        }
    }

    @Test
    void changedKeyThatNoSnapshotHasBrought_isToldByName() throws Exception {
        guest.sh("echo 'a long passphrase' > /root/key; echo 'another passphrase' > /root/key2");
        String source = guest.encrypted("tank", "rekeyed", "/root/key");
        String replica = guest.name("backup", "rekeyed");
        guest.sh("zfs create %1$s/c; zfs snapshot -r %1$s@one".formatted(source));
        assertThat(keysToldOf(source, replica)).isEmpty();
        guest.sh("zfs change-key -o pbkdf2iters=100000 -o keylocation=file:///root/key2 %1$s; zfs snapshot %1$s@two"
                .formatted(source));

        assertThat(keysToldOf(source, replica))
                .singleElement()
                .asString()
                .contains("open with the old key: " + replica + "/c.");

        guest.run("zfs", "snapshot", source + "/c@two");
        assertThat(keysToldOf(source, replica)).isEmpty();
        guest.sh("for one in %1$s %1$s/c; do zfs load-key -n -L file:///root/key2 $one; done".formatted(replica));
    }

    @Test
    void decryptedReplicaBelowAnotherKey_isNotToldOf() throws Exception {
        guest.sh("echo 'a long passphrase' > /root/key; echo 'another passphrase' > /root/key2");
        String source = guest.encrypted("tank", "plain", "/root/key");
        String above = guest.encrypted("backup", "above", "/root/key2");
        guest.run("zfs", "snapshot", source + "@one");
        try (LoggedLines logged = new LoggedLines("org.zfsbackup.operation.replication.ReplicaKeys")) {
            replication(source, above + "/replica")
                    .format(SendFormatPreference.BEST.withRaw(Optional.of(false)))
                    .replicate();
            assertThat(logged.lines()).isEmpty();
        }
    }

    @Test
    void plainBelowEncrypted_isReplicatedWithoutTheKey() throws Exception {
        guest.sh("echo 'a long passphrase' > /root/key");
        String source = guest.encrypted("tank", "mixed", "/root/key");
        String replica = guest.name("backup", "mixed");
        guest.sh("zfs create -o encryption=off %1$s/plain; zfs snapshot -r %1$s@one".formatted(source));

        assertThat(replication(source, replica).recursive("each").replicate()).isEqualTo(2);
        assertThat(property(replica, "keystatus")).isEqualTo("unavailable");
        assertThat(property(replica + "/plain", "encryption")).isEqualTo("off");
        guest.sh("zfs snapshot -r %1$s@two".formatted(source));
        assertThat(replication(source, replica).recursive("each").replicate()).isEqualTo(2);
    }

    @Test
    void aReplicaThatWasBegunWithoutItsEncryptionIsNotContinuedRaw() throws Exception {
        guest.sh("echo 'a long passphrase' > /root/key");
        String source = guest.encrypted("tank", "secret", "/root/key");
        String replica = guest.name("backup", "plain");
        guest.run("zfs", "snapshot", source + "@one");
        replication(source, replica)
                .format(SendFormatPreference.BEST.withRaw(Optional.of(false)))
                .replicate();
        assertThat(property(replica, "encryption")).isEqualTo("off");
        guest.run("zfs", "snapshot", source + "@two");
        assertThatThrownBy(() -> replication(source, replica)
                        .format(SendFormatPreference.BEST.withRaw(Optional.of(true)))
                        .replicate())
                .hasMessageContaining("without that encryption")
                .hasMessageContaining("Nothing was done");
        assertThatThrownBy(() -> replication(source, replica).replicate()).hasMessageContaining("raw=false");
        assertThat(replication(source, replica)
                        .format(SendFormatPreference.BEST.withRaw(Optional.of(false)))
                        .replicate())
                .isEqualTo(1);
    }

    @Test
    void aHoldKeepsTheBaseAndMovesWithIt() throws Exception {
        String source = guest.dataset("tank", "held");
        String replica = guest.name("backup", "held");
        guest.run("zfs", "snapshot", source + "@one");
        replication(source, replica).keepBase(BaseRetention.HOLD).replicate();
        assertThatThrownBy(() -> guest.run("zfs", "destroy", source + "@one")).hasMessageContaining("held");
        guest.run("zfs", "snapshot", source + "@two");
        replication(source, replica).keepBase(BaseRetention.HOLD).replicate();
        guest.run("zfs", "destroy", source + "@one");
        assertThat(replication(source, replica).bases())
                .extracting(Bases.KeptBase::toString)
                .singleElement()
                .asString()
                .endsWith(" on " + source + "@two");
        replication(source, replica).releaseBases();
        guest.run("zfs", "destroy", source + "@two");
    }

    /** Also from those below: a recursive stream starts from snapshots alone, and each of them must have its own. */
    @Test
    void aStreamWithChildrenKeepsHoldsOnAllOfThem() throws Exception {
        String source = guest.dataset("tank", "tree");
        String replica = guest.name("backup", "tree");
        guest.run("zfs", "create", source + "/child");
        for (String name : List.of("one", "two", "three")) {
            guest.run("zfs", "snapshot", "-r", source + "@" + name);
            replication(source, replica).recursive("true").replicate();
            for (String dataset : List.of(source, source + "/child")) {
                assertThatThrownBy(() -> guest.run("zfs", "destroy", dataset + "@" + name))
                        .hasMessageContaining("held");
            }
        }
        guest.run("zfs", "destroy", "-r", source + "@one");
        guest.run("zfs", "destroy", "-r", source + "@two");
        ZfsReplication tree = replication(source, replica).recursive("true");
        assertThat(tree.releaseBases()).hasSize(2);
        assertThat(guest.run("zfs", "holds", "-H", "-r", source + "@three")).isEmpty();
        tree.replicate();
        guest.run("zfs", "snapshot", "-r", source + "@four");

        ZfsReplication alone = replication(source, replica).recursive("each").exclude(source + "/*");
        assertThat(alone.replicate()).isEqualTo(1);
        assertThatThrownBy(() -> guest.run("zfs", "destroy", source + "/child@three"))
                .as("the child has no other base yet")
                .hasMessageContaining("held");
        assertThat(replication(source, replica).recursive("each").replicate()).isEqualTo(1);
        assertThat(guest.run("zfs", "holds", "-H", "-r", source + "@three")).isEmpty();
        assertThat(replication(source, replica).bases())
                .allMatch(mark -> mark.bookmark().isPresent())
                .hasSize(2);
        assertThatThrownBy(() -> replication(source, replica)
                        .recursive("true")
                        .keepBase(BaseRetention.BOOKMARK)
                        .replicate())
                .hasStackTraceContaining("a recursive stream cannot start from a bookmark");
    }

    /** A redacted dataset goes on like any other, and a redaction bookmark is a base as good as any other. */
    @Test
    void whatIsRedactedIsReplicatedToo() throws Exception {
        String source = guest.dataset("tank", "whole");
        String clone = guest.name("tank", "public");
        String redacted = guest.name("tank", "redacted");
        String replica = guest.name("backup", "redacted");
        String whole = guest.name("backup", "whole");
        write(source, "secret", 2_000_000);
        guest.sh(
                """
                zfs snapshot %1$s@one
                zfs clone %1$s@one %2$s
                dd if=/dev/zero of=/%2$s/secret bs=100k count=10 conv=notrunc status=none
                zfs snapshot %2$s@clean
                zfs redact %1$s@one book %2$s@clean
                zfs send --redact book %1$s@one | zfs receive -u %3$s
                """
                        .formatted(source, clone, redacted));
        assertThat(replication(redacted, replica).replicate()).isEqualTo(1);
        assertThat(replication(redacted, replica).compare().isGood()).isTrue();

        assertThat(replication(source, whole)
                        .full(true)
                        .keepBase(BaseRetention.NONE)
                        .replicate())
                .isEqualTo(1);
        guest.sh("zfs destroy -r %1$s; zfs destroy %2$s@one".formatted(clone, source));
        write(source, "more", 100_000);
        guest.run("zfs", "snapshot", source + "@two");
        assertThat(replication(source, whole).replicate()).isEqualTo(1);
        assertThat(told.streams).last().isEqualTo(">book two");
        assertThat(guest.manifest(whole + "@two")).isEqualTo(guest.manifest(source + "@two"));
    }

    @Test
    void basesAreReleasedOfTheNamedDestinationAlone() throws Exception {
        String source = guest.dataset("tank", "bases");
        String replica = guest.name("backup", "bases");
        String second = guest.name("backup", "second");
        guest.run("zfs", "create", source + "/child");
        guest.run("zfs", "snapshot", "-r", source + "@one");
        replication(source, replica).recursive("each").replicate();
        replication(source, second).full(true).recursive("each").replicate();
        assertThat(replication(source, replica).bases()).hasSize(4);

        assertThat(replication(source, replica).releaseBases()).hasSize(1);
        assertThat(replication(source, replica).recursive("each").releaseBases())
                .hasSize(1);
        assertThat(replication(source, replica).bases()).hasSize(2);
        assertThat(replication(source, replica).recursive("each").releaseBases())
                .isEmpty();
        assertThat(replication(source, replica).releaseAllBases()).hasSize(2);
        assertThat(replication(source, second).bases()).isEmpty();
    }

    @Test
    void aBrokenOffReceiveGoesOnWhereItWas() throws Exception {
        String source = guest.dataset("tank", "broken");
        String replica = guest.name("backup", "broken");
        write(source, "big", 4_000_000);
        guest.run("zfs", "snapshot", source + "@one");
        write(source, "more", 100_000);
        guest.run("zfs", "snapshot", source + "@two");
        guest.sh("zfs send -c " + source + "@one | head -c 3000000 | zfs receive -s -u " + replica + " || true");
        assertThat(property(replica, "receive_resume_token")).hasSizeGreaterThan(10);

        assertThat(replication(source, replica).replicate()).isEqualTo(2);
        assertThat(told.streams).containsExactly("full one", ">one two");
        assertThat(told.bytes.get(0)).isLessThan(3_000_000);
        assertThat(guest.manifest(replica + "@two")).isEqualTo(guest.manifest(source + "@two"));
    }

    @Test
    void whatCannotGoOnIsGivenUpAndSentAsItIsNow() throws Exception {
        String source = guest.dataset("tank", "gone");
        String replica = guest.name("backup", "gone");
        write(source, "big", 3_000_000);
        guest.run("zfs", "snapshot", source + "@one");
        guest.sh("zfs send -c " + source + "@one | head -c 2500000 | zfs receive -s -u " + replica + " || true");
        guest.run("zfs", "destroy", source + "@one");
        guest.run("zfs", "snapshot", source + "@two");

        assertThat(replication(source, replica).replicate()).isEqualTo(1);
        assertThat(names("snapshot", replica)).containsExactly("@two");
        assertThat(property(replica, "receive_resume_token")).isEqualTo("-");
        assertThat(guest.manifest(replica + "@two")).isEqualTo(guest.manifest(source + "@two"));
    }

    @Test
    void whatWasWrittenToAReplicaIsNotThrownAway() throws Exception {
        String source = guest.dataset("tank", "written");
        String replica = guest.name("backup", "written");
        guest.run("zfs", "snapshot", source + "@one");
        replication(source, replica).replicate();
        guest.run("zfs", "set", "readonly=off", replica);
        guest.run("zfs", "mount", replica);
        guest.sh("echo mine > /" + replica + "/mine; zpool sync backup");
        guest.run("zfs", "snapshot", source + "@two");

        assertThatThrownBy(() -> replication(source, replica).replicate())
                .hasMessageContaining("was changed after its newest snapshot")
                .hasMessageContaining("zfs rollback");
        assertThat(guest.sh("cat /" + replica + "/mine").strip()).isEqualTo("mine");
        assertThat(names("snapshot", replica)).containsExactly("@one");
    }

    @Test
    void aTreeGoesInOneStreamOrEachForItselfAndIsMountedNowhere() throws Exception {
        String source = guest.dataset("tank", "tree", "-o", "mountpoint=/somewhere-else");
        guest.sh("zfs create " + source + "/child; zfs create -V 4M " + source + "/volume; zfs create " + source
                + "/tmp; zfs bookmark " + source + "/child@none " + source + "/child#x 2>/dev/null || true");
        guest.run("zfs", "snapshot", "-r", source + "@one");
        String together = guest.name("backup", "together");
        assertThat(replication(source, together).recursive("true").replicate()).isEqualTo(1);
        assertThat(names("snapshot", together + "/volume")).containsExactly("@one");
        assertThat(property(together, "mountpoint")).isEqualTo("/" + together);
        assertThat(property(together, "mounted")).isEqualTo("no");
        assertThat(property(together + "/child", "readonly")).isEqualTo("on");

        String each = guest.name("backup", "each");
        ZfsReplication apart = replication(source, each)
                .recursive("each")
                .exclude(source + "/tmp*")
                .parallel(2)
                .full(true);
        assertThat(apart.replicate()).isEqualTo(3);
        guest.run("zfs", "snapshot", "-r", source + "@two");
        assertThat(apart.replicate()).isEqualTo(3);
        assertThat(told.datasets).hasSize(7).allMatch(one -> one.failure().isEmpty());
        assertThat(apart.compare().isGood()).isTrue();
        assertThat(apart.compare().datasets()).hasSize(3).allMatch(one -> one.common() == 2 && one.behind() == 0);
        assertThat(replication(source, together).recursive("true").replicate()).isEqualTo(1);
        assertThat(names("snapshot", together + "/child")).containsExactly("@one", "@two");
    }

    @Test
    void theReplicaComesBackUnderAnotherName() throws Exception {
        String source = guest.dataset("tank", "back", "-o", "recordsize=1M", "-o", "compression=zstd");
        String replica = guest.name("backup", "back");
        write(source, "big", 2_500_000);
        guest.run("zfs", "snapshot", source + "@one");
        guest.sh("echo two > /" + source + "/small; zfs snapshot " + source + "@two");
        Map<String, String> files = guest.manifest(source + "@two");
        replication(source, replica).together(true).replicate();
        String copy = guest.name("tank", "copy");
        assertThat(replication(source, replica).restore(there(copy))).isEqualTo(2);
        assertThat(guest.manifest(copy + "@two")).isEqualTo(files);
        assertThat(property(copy, "readonly")).isEqualTo("off");
        assertThat(property(copy, "mounted")).isEqualTo("yes");
    }

    @Test
    @Tag("zfs")
    void aDatasetIsPushedToOpenZfsAndPulledBackByTheProgramSsh(@TempDir Path directory) throws Exception {
        try (RealZfs here = RealZfs.in(directory)) {
            String source = here.dataset("a b");
            Trees.random(here.path(source).resolve("file"), 300_000, 1);
            Map<String, String> files = Trees.hashes(here.path(source));
            here.snapshot(source, "one");
            String replica = guest.name("backup", "pushed");
            ZfsReplication push = ZfsReplication.of(source)
                    .to(byProgram(replica))
                    .pipe("zstd")
                    .listener(told);
            assertThat(push.replicate()).isEqualTo(1);
            assertThat(push.compare().isGood()).isTrue();

            String pulled = here.pool() + "/pulled";
            ZfsReplication pull = ZfsReplication.of(byProgram(replica)).to(pulled);
            assertThatThrownBy(pull::replicate).hasMessageContaining("may have been renamed");
            assertThat(pull.full(true).replicate()).isEqualTo(1);
            here.run("zfs", "mount", pulled);
            assertThat(Trees.hashes(here.path(pulled))).isEqualTo(files);
        }
    }
}
