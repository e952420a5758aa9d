package org.zfsbackup.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.api.ZfsBackup;
import org.zfsbackup.camel.component.zfs.ZfsComponent;
import org.zfsbackup.fixture.FakeZfs;
import org.zfsbackup.fixture.Remains;
import org.zfsbackup.fixture.StoredFiles;
import org.zfsbackup.fixture.Trees;
import org.zfsbackup.operation.RunListener;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.service.OnePoll;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.sendstream.SyntheticStream;

/** Routes that send once into two targets, and what becomes of each when the other is down. */
@Timeout(600)
class SeveralTargetsTest {
    private static final int PAYLOAD = 3_000_000;

    @TempDir
    Path directory;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private String options = "";
    private FakeZfs zfs;

    @BeforeEach
    void prepare() throws IOException {
        snapshots(2);
        Files.createDirectory(place("nas"));
        Files.createDirectory(place("cloud"));
    }

    @AfterEach
    void nothingIsLeft() {
        Remains.assertNone();
    }

    private void snapshots(int number) throws IOException {
        zfs = FakeZfs.in(Files.createDirectories(directory.resolve("zfs")), number, PAYLOAD);
    }

    private Path place(String target) {
        return directory.resolve(target);
    }

    private String file(String target) {
        return "file:" + place(target) + "?tempPrefix=.part-&fileExist=Fail";
    }

    /** The routes behind {@code zfs:}. */
    private interface Routes {
        void add(RouteDefinition from, RouteBuilder builder) throws Exception;
    }

    /** One poll, by a context of its own. */
    private int poll(Routes routes) throws Exception {
        OnePoll poll = new OnePoll();
        try (DefaultCamelContext context = context(poll, routes)) {
            context.start();
            return poll.await();
        }
    }

    private DefaultCamelContext context(OnePoll poll, Routes routes) throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        context.getRegistry().bind("poll", poll);
        context.getRegistry().bind("heard", new Heard());
        context.getComponent("zfs", ZfsComponent.class).setZfsCommand(zfs.command());
        context.getShutdownStrategy().setTimeout(1);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() throws Exception {
                routes.add(
                        from("zfs:tank/a?prefix=h&initialDelay=0&repeatCount=1&pollStrategy=#poll&target.nas=file:"
                                + place("nas") + "&target.cloud=file:" + place("cloud") + options),
                        this);
            }
        });
        return context;
    }

    private final class Heard implements RunListener {
        @Override
        public void completed(RunListener.Stream stream, long bytes) {
            told.add("completed " + stream.snapshot());
        }

        @Override
        public void failed(RunListener.Stream stream, Throwable cause) {
            told.add("failed " + stream.snapshot());
        }

        @Override
        public void targetFailed(String target, Throwable cause) {
            told.add("without " + target);
        }

        @Override
        public void upToDate(String snapshot) {
            told.add("up to date " + snapshot);
        }
    }

    private void toBoth(RouteDefinition from, RouteBuilder builder) {
        from.to("pipe:count?name=sent").to("backup:each?branch=direct:to-");
        store(builder, "nas");
        store(builder, "cloud");
    }

    private void store(RouteBuilder builder, String target) {
        builder.from("direct:to-" + target)
                .to("chunk:" + file(target) + "&size=1MiB")
                .to("backup:commit");
    }

    private void failing(RouteBuilder builder, String target, Processor failure) {
        failing(builder, target, failure, 2);
    }

    /** Stores the chunks before this one. */
    private void failing(RouteBuilder builder, String target, Processor failure, int chunk) {
        builder.from("direct:to-" + target)
                .to("chunk:direct:one-" + target + "?size=1MiB")
                .to("backup:commit");
        builder.from("direct:one-" + target)
                .filter(builder.header(ZfsConstants.CHUNK_NUMBER).isEqualTo(chunk))
                .process(failure)
                .end()
                .to(file(target));
    }

    private static Processor throwing(String message) {
        return exchange -> {
            exchange.getMessage().getMandatoryBody(InputStream.class).readNBytes(500_000);
            throw new IOException(message);
        };
    }

    private ZfsBackup backup(String target, String snapshot) {
        return ZfsBackup.of("tank/a@" + snapshot).to("file:" + place(target)).prefix("h");
    }

    private byte[] readBack(String target, int snapshot) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        backup(target, "s" + snapshot).writeTo(out);
        return out.toByteArray();
    }

    private void assertHas(String target, int snapshots) throws IOException {
        List<BackupEntry> entries = entries(target);
        assertThat(entries).hasSize(snapshots);
        for (int i = 1; i <= snapshots; i++) {
            assertThat(readBack(target, i)).isEqualTo(zfs.stream(i));
        }
        assertThat(chunks(target).stream().map(file -> "h/chunks/" + file.getFileName()))
                .containsAll(entries.stream()
                        .flatMap(entry -> entry.content().paths().stream())
                        .toList());
        assertThat(place(target).resolve("h/lock/owner.json")).doesNotExist();
    }

    private List<BackupEntry> entries(String target) throws IOException {
        return ZfsBackup.of("tank/a")
                .to("file:" + place(target))
                .prefix("h")
                .list()
                .of(new DatasetName("tank/a"));
    }

    private void assertNoBackup(String target) {
        StoredFiles.assertNoBackup(place(target), "h");
    }

    private List<Path> chunks(String target) throws IOException {
        return files(place(target).resolve("h/chunks"));
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** The streams that were asked of zfs since the last time. */
    private List<String> sends() {
        return zfs.calls().stream()
                .filter(call -> call.startsWith("send ") && call.contains("tank/a@"))
                .map(call -> call.replaceFirst("send (-\\w+ )*?(?=-i |tank)", ""))
                .toList();
    }

    @Test
    void bothGetTheSameSnapshotsFromOneSend() throws Exception {
        assertThat(poll(this::toBoth)).isEqualTo(2);

        assertThat(sends()).hasSize(2);
        assertHas("nas", 2);
        assertHas("cloud", 2);
        assertThat(told).containsExactly("completed tank/a@s1", "completed tank/a@s2");
        assertThat(ids("nas")).doesNotContainAnyElementsOf(ids("cloud"));

        poll(this::toBoth);
        assertThat(sends()).isEmpty();
        assertThat(told).last().isEqualTo("up to date tank/a@s2");
    }

    @Test
    void snapshotPrunedMeanwhile_isSkippedForBoth() throws Exception {
        snapshots(3);
        zfs.replacing(3, PAYLOAD, 1).sending("cat $stream; case $stream in */s1) sed -i '/@s2/d' $here/table ;; esac");

        assertThat(poll(this::toBoth)).isEqualTo(2);

        assertThat(sends()).containsExactly("tank/a@s1", "-i tank/a@s1 tank/a@s3");
        for (String target : List.of("nas", "cloud")) {
            assertThat(entries(target)).hasSize(2);
            assertThat(readBack(target, 3)).isEqualTo(zfs.stream(3));
        }
    }

    @Test
    void full_beginsOneNewChain() throws Exception {
        poll(this::toBoth);
        sends();
        snapshots(3);
        options = "&full=true";

        assertThat(poll(this::toBoth)).isEqualTo(3);

        assertThat(sends()).containsExactly("tank/a@s1", "-i tank/a@s1 tank/a@s2", "-i tank/a@s2 tank/a@s3");
        assertThat(entries("nas")).hasSize(5);
        assertThat(readBack("cloud", 3)).isEqualTo(zfs.stream(3));
    }

    private List<String> ids(String target) throws IOException {
        return entries(target).stream().map(entry -> entry.id().orElseThrow()).toList();
    }

    @Test
    void oneThatIsDownIsToldAndCatchesUpAloneTheNextTime() throws Exception {
        Files.move(place("nas"), place("away"));

        assertThatThrownBy(() -> poll(this::toBoth))
                .hasMessageStartingWith("1 of 2 targets failed. nas: ")
                .hasMessageContaining(place("nas").toString());
        assertHas("cloud", 2);
        assertThat(sends()).hasSize(2);
        assertThat(told).containsExactly("without nas", "completed tank/a@s1", "completed tank/a@s2");
        List<String> before = ids("cloud");

        Files.move(place("away"), place("nas"));
        snapshots(3);
        assertThat(poll(this::toBoth)).isEqualTo(3);

        assertThat(sends()).hasSize(3);
        assertHas("nas", 3);
        assertHas("cloud", 3);
        assertThat(ids("cloud")).startsWith(before.toArray(String[]::new));
    }

    /** A second run, begun within the first, finds both locked. */
    @Test
    void oneThatIsLockedIsLeftOut() throws Exception {
        poll((from, builder) -> {
            from.process(exchange -> assertThatThrownBy(() -> poll(this::toBoth))
                    .hasMessageStartingWith("2 of 2 targets failed. ")
                    .hasMessageContaining("another run"));
            toBoth(from, builder);
        });

        assertHas("nas", 2);
        assertHas("cloud", 2);
    }

    @Test
    void oneThatFailsInTheMiddleHasNoBackupAndTheOtherCommits() throws Exception {
        assertThatThrownBy(() -> poll((from, builder) -> {
                    from.to("backup:each?branch=direct:to-");
                    failing(builder, "nas", throwing("the disk is full"));
                    store(builder, "cloud");
                }))
                .hasMessage("1 of 2 targets failed. nas: the disk is full");

        assertNoBackup("nas");
        assertHas("cloud", 2);
        assertThat(sends()).hasSize(2);
        assertThat(told).containsExactly("without nas", "completed tank/a@s1", "completed tank/a@s2");

        poll(this::toBoth);
        assertHas("nas", 2);
        assertThat(sends()).hasSize(2);
    }

    @Test
    void oneThatFailsLaterKeepsWhatItHad() throws Exception {
        snapshots(3);
        assertThatThrownBy(() -> poll((from, builder) -> {
                    from.to("backup:each?branch=direct:to-");
                    failing(builder, "nas", exchange -> {
                        if ("s2".equals(exchange.getMessage().getHeader(ZfsConstants.SNAPSHOT))) {
                            throw new IOException("the disk is full");
                        }
                    });
                    store(builder, "cloud");
                }))
                .hasMessage("1 of 2 targets failed. nas: the disk is full");
        assertHas("nas", 1);
        assertHas("cloud", 3);
        zfs.calls();

        poll(this::toBoth);

        assertThat(sends()).hasSize(2).allMatch(call -> call.contains("-i"));
        assertHas("nas", 3);
    }

    /** The stream cannot be sent again for one target while the others read it. */
    @Test
    void changedStream_failsThatTargetAndGoesOnInTheNextRun() throws Exception {
        assertThatThrownBy(() -> poll((from, builder) -> {
                    from.to("backup:each?branch=direct:to-");
                    failing(builder, "nas", throwing("the line broke"), 3);
                    store(builder, "cloud");
                }))
                .hasMessage("1 of 2 targets failed. nas: the line broke");
        Files.write(
                directory.resolve("zfs/stream-tank/a/s1"), SyntheticStream.bytes("tank/a@s1", PAYLOAD, 77, 1001, 0));

        assertThatThrownBy(() -> poll(this::toBoth))
                .hasMessageStartingWith("1 of 2 targets failed. nas: the interrupted backup of tank/a@s1 cannot be")
                .hasMessageEndingWith("What still fits is kept, so run it again");
        poll(this::toBoth);

        assertHas("nas", 2);
    }

    @Test
    void whenBothFailTheSendEndsAtOnce() throws Exception {
        zfs.sending("cat $stream; sleep 1000");
        assertThatThrownBy(() -> poll((from, builder) -> {
                    from.to("backup:each?branch=direct:to-");
                    failing(builder, "nas", throwing("the disk is full"));
                    failing(builder, "cloud", throwing("the bucket is gone"));
                }))
                .hasMessageStartingWith("2 of 2 targets failed. ")
                .hasMessageContaining("nas: the disk is full")
                .hasMessageContaining("cloud: the bucket is gone");

        Remains.assertNone();
        assertNoBackup("nas");
        assertNoBackup("cloud");
        assertThat(told).hasSize(3).last().isEqualTo("failed tank/a@s1");
        assertThat(sends()).hasSize(1);
    }

    @Test
    void aSourceThatFailsInTheMiddleIsCommittedNowhere() throws Exception {
        zfs.sending("head -c 2000000 $stream; echo 'the pool is suspended' >&2; exit 1");

        assertThatThrownBy(() -> poll(this::toBoth))
                .hasMessageStartingWith("2 of 2 targets failed. ")
                .hasMessageContaining("the pool is suspended");

        assertNoBackup("nas");
        assertNoBackup("cloud");
        assertThat(sends()).hasSize(1);
    }

    /** Whole in its bytes, so that only its process tells that it is not. */
    @Test
    void aSourceThatFailsAtItsVeryEndIsCommittedNowhere() throws Exception {
        zfs.sending("cat $stream; exit 1");

        assertThatThrownBy(() -> poll(this::toBoth)).hasMessageStartingWith("2 of 2 targets failed. ");

        assertNoBackup("nas");
        assertNoBackup("cloud");
    }

    @Test
    void aRouteThatForgetsToCommitIsAnErrorForThatTargetAlone() throws Exception {
        assertThatThrownBy(() -> poll((from, builder) -> {
                    from.to("backup:each?branch=direct:to-");
                    builder.from("direct:to-nas").to("chunk:" + file("nas"));
                    store(builder, "cloud");
                }))
                .hasMessageStartingWith("1 of 2 targets failed. nas: the route ended without backup:commit");

        assertNoBackup("nas");
        assertHas("cloud", 2);
    }

    @Test
    void aRouteThatReadsNothingIsAnErrorForThatTargetAlone() throws Exception {
        assertThatThrownBy(() -> poll((from, builder) -> {
                    from.to("backup:each?branch=direct:to-");
                    builder.from("direct:to-nas").to("backup:commit");
                    store(builder, "cloud");
                }))
                .hasMessageStartingWith(
                        "1 of 2 targets failed. nas: the stream was not read to its end before backup:commit");

        assertHas("cloud", 2);
    }

    /** With a pipe of its own nobody could tell from the lengths that a part is missing. */
    @Test
    void aRouteThatReadsAPartAndCommitsItIsAnErrorForThatTargetAlone() throws Exception {
        assertThatThrownBy(() -> poll((from, builder) -> {
                    from.to("backup:each?branch=direct:to-");
                    builder.from("direct:to-nas")
                            .process(SeveralTargetsTest::leaveTheFirstBytes)
                            .to("pipe:gzip")
                            .to("chunk:" + file("nas"))
                            .process(exchange -> {
                                while (entries("cloud").isEmpty()) {
                                    Thread.sleep(20);
                                }
                            })
                            .to("backup:commit");
                    store(builder, "cloud");
                }))
                .hasMessageStartingWith(
                        "1 of 2 targets failed. nas: the stream was not read to its end before backup:commit");

        assertNoBackup("nas");
        assertHas("cloud", 2);
    }

    private static void leaveTheFirstBytes(Exchange exchange) throws Exception {
        try (InputStream in = exchange.getMessage().getMandatoryBody(InputStream.class)) {
            exchange.getMessage().setBody(in.readNBytes(1000));
        }
    }

    @Test
    void oneThatAsksForNoByteIsDropped() throws Exception {
        assertThatThrownBy(() -> poll((from, builder) -> {
                    from.to("backup:each?branch=direct:to-");
                    builder.from("direct:to-nas")
                            .to("chunk:direct:one-nas?stallTimeout=1500")
                            .to("backup:commit");
                    builder.from("direct:one-nas").process(exchange -> Thread.sleep(60_000));
                    store(builder, "cloud");
                }))
                .hasMessageStartingWith("1 of 2 targets failed. nas: direct:one-nas asked for no byte for 1.5 seconds");

        assertNoBackup("nas");
        assertHas("cloud", 2);
    }

    @Test
    void oneThatHangsOutsideOfChunkIsDroppedToo() throws Exception {
        assertThatThrownBy(() -> poll((from, builder) -> {
                    from.to("backup:each?branch=direct:to-&stallTimeout=1500");
                    builder.from("direct:to-nas").process(exchange -> Thread.sleep(60_000));
                    store(builder, "cloud");
                }))
                .hasMessageStartingWith("1 of 2 targets failed. nas: nas took no byte of the stream of tank/a@s1");

        assertNoBackup("nas");
        assertHas("cloud", 2);
    }

    /** A pipe waits longer for bytes than all of them for one that takes none. */
    @ParameterizedTest
    @ValueSource(strings = {"gzip?level=1", "zstd?level=1", "exec?command=cat&undo=cat"})
    void thePipesOfTheOthersOutlastOneThatHangs(String pipe) throws Exception {
        String rest = "&stallTimeout=8000";
        assertThatThrownBy(() -> poll((from, builder) -> {
                    from.to("backup:each?branch=direct:to-&stallTimeout=8000");
                    builder.from("direct:to-nas").process(exchange -> Thread.sleep(60_000));
                    builder.from("direct:to-cloud")
                            .to("pipe:" + pipe + rest)
                            .to("chunk:direct:one-cloud?size=1MiB")
                            .to("backup:commit");
                    builder.from("direct:one-cloud").to("pipe:" + pipe + rest).to(file("cloud"));
                }))
                .hasMessageStartingWith("1 of 2 targets failed. nas: nas took no byte of the stream of tank/a@s1");

        assertThat(entries("cloud")).hasSize(2);
    }

    @Test
    void anErrorInOneBranchIsItsFailureAlone() throws Exception {
        assertThatThrownBy(() -> poll((from, builder) -> {
                    from.to("backup:each?branch=direct:to-");
                    failing(builder, "nas", exchange -> {
                        throw new AssertionError("a defect");
                    });
                    store(builder, "cloud");
                }))
                .hasMessageStartingWith("1 of 2 targets failed. nas: ")
                .hasStackTraceContaining("a defect");

        assertNoBackup("nas");
        assertHas("cloud", 2);
    }

    @Test
    void aRunThatIsCutOffHasNoBackupAtEither() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        OnePoll poll = new OnePoll();
        Processor hanging = exchange -> {
            exchange.getMessage().getMandatoryBody(InputStream.class).readNBytes(1000);
            begun.countDown();
            Thread.sleep(60_000);
        };
        DefaultCamelContext context = context(poll, (from, builder) -> {
            from.to("backup:each?branch=direct:to-");
            failing(builder, "nas", hanging);
            failing(builder, "cloud", hanging);
        });
        context.start();
        begun.await();

        context.stop();

        assertThatThrownBy(poll::await).hasMessageStartingWith("2 of 2 targets failed. ");
        assertNoBackup("nas");
        assertNoBackup("cloud");
    }

    @Test
    void theSlowOneSetsThePaceAndNoneFails() throws Exception {
        poll((from, builder) -> {
            from.to("backup:each?branch=direct:to-");
            builder.from("direct:to-nas")
                    .to("pipe:throttle?rate=4MiB")
                    .to("chunk:" + file("nas"))
                    .to("backup:commit");
            store(builder, "cloud");
        });

        assertHas("nas", 2);
        assertHas("cloud", 2);
    }

    @Test
    void eachHasPipesAndChunksOfItsOwnBehindTheCommonOnes() throws Exception {
        poll((from, builder) -> {
            from.to("pipe:gzip?level=1").to("backup:each?branch=direct:to-");
            builder.from("direct:to-nas")
                    .to("pipe:zstd")
                    .to("chunk:" + file("nas") + "&size=200KiB")
                    .to("backup:commit");
            builder.from("direct:to-cloud")
                    .to("chunk:direct:one-cloud?size=700KiB")
                    .to("backup:commit");
            builder.from("direct:one-cloud").to("pipe:gzip?level=9").to(file("cloud"));
        });

        assertHas("nas", 2);
        assertHas("cloud", 2);
        Map<String, String> pipes = new ConcurrentHashMap<>();
        for (String target : List.of("nas", "cloud")) {
            BackupEntry entry = entries(target).get(0);
            List<String> names = new ArrayList<>();
            entry.content().pipes().forEach(pipe -> names.add(pipe.name()));
            names.add("|");
            entry.content().chunkPipes().forEach(pipe -> names.add(pipe.name()));
            pipes.put(target, String.join(" ", names));
            assertThat(entry.content().plain().orElseThrow().size()).isEqualTo(zfs.stream(1).length);
        }
        assertThat(pipes).containsEntry("nas", "gzip zstd |").containsEntry("cloud", "gzip | gzip");
        assertThat(chunks("nas").size()).isGreaterThan(chunks("cloud").size());
    }

    @Test
    void aDamagedMapIsRefusedForItsTargetAlone() throws Exception {
        poll(this::toBoth);
        Trees.text(place("nas").resolve("h/map.json"), "{");
        Trees.deleteAll(place("nas").resolve("h/backups"));
        snapshots(3);

        assertThatThrownBy(() -> poll(this::toBoth)).hasMessageStartingWith("1 of 2 targets failed. nas: ");

        assertHas("cloud", 3);
    }

    @Test
    void aCommitInTheCommonRouteIsRefused() {
        assertThatThrownBy(() ->
                        poll((from, builder) -> from.to("chunk:" + file("nas")).to("backup:commit")))
                .hasMessageContaining("backup:commit commits to one target")
                .hasMessageContaining("move it into the routes that backup:each sends to");
    }

    @Test
    void aStepBehindTheBranchesThatFailsIsToldAndTheBackupsStay() throws Exception {
        assertThatThrownBy(() -> poll((from, builder) -> {
                    toBoth(from, builder);
                    from.throwException(new IOException("no hold"));
                }))
                .hasMessageContaining("tank/a@s1 is backed up, but a step after backup:commit failed: no hold");

        assertHas("nas", 1);
        assertHas("cloud", 1);
    }

    @Test
    void aTargetAndSeveralAreRefusedAndSoIsOneTwice() {
        options = "&target=file:/backup";
        assertThatThrownBy(() -> poll(this::toBoth)).hasStackTraceContaining("has both target and target.cloud");
        options = "&target.more=file:" + place("nas");
        assertThatThrownBy(() -> poll(this::toBoth)).hasStackTraceContaining("as a target more than once");
        options = "&target.a.b=file:/backup";
        assertThatThrownBy(() -> poll(this::toBoth)).hasStackTraceContaining("'a.b' is not a valid name of a target");
    }
}
