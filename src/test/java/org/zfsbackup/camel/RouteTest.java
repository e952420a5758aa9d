package org.zfsbackup.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zfsbackup.api.ZfsBackup;
import org.zfsbackup.camel.component.zfs.ZfsComponent;
import org.zfsbackup.fixture.FakeZfs;
import org.zfsbackup.fixture.Remains;
import org.zfsbackup.fixture.StoredFiles;
import org.zfsbackup.operation.VerifyReport;
import org.zfsbackup.plan.RestoreStep;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.service.OnePoll;
import org.zfsbackup.zfs.DatasetName;

/** Routes as a user may write them, good and bad ones. */
@Timeout(300)
class RouteTest {
    private static final int PAYLOAD = 3_000_000;

    @TempDir
    Path directory;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final OnePoll poll = new OnePoll();
    private Path backups;
    private FakeZfs zfs;

    @BeforeEach
    void prepare() throws IOException {
        backups = Files.createDirectory(directory.resolve("backups"));
        zfs = FakeZfs.in(Files.createDirectory(directory.resolve("zfs")), 1, PAYLOAD);
        context.getRegistry().bind("poll", poll);
        context.getComponent("zfs", ZfsComponent.class).setZfsCommand(zfs.command());
        context.getShutdownStrategy().setTimeout(1);
    }

    @AfterEach
    void nothingIsLeft() {
        context.stop();
        Remains.assertNone();
    }

    /** A route from the dataset, and what follows. */
    private interface Steps {
        void add(RouteDefinition from, RouteBuilder builder);
    }

    private int run(Steps steps) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                steps.add(
                        from("zfs:tank/a?prefix=h&initialDelay=0&repeatCount=1&pollStrategy=#poll&target=file:"
                                + backups),
                        this);
            }
        });
        context.start();
        return poll.await();
    }

    private String file() {
        return "file:" + backups + "?tempPrefix=.part-&fileExist=Fail";
    }

    private ZfsBackup stored() {
        return ZfsBackup.of("tank/a").to("file:" + backups).prefix("h").undoCommand("b64", "base64 -d");
    }

    private byte[] readBack() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        stored().writeTo(out);
        return out.toByteArray();
    }

    private List<Path> chunks() throws IOException {
        try (Stream<Path> files = Files.walk(backups)) {
            return files.filter(file -> file.getParent().endsWith("chunks"))
                    .sorted()
                    .toList();
        }
    }

    private void assertNoBackup() {
        StoredFiles.assertNoBackup(backups, "h");
    }

    private static void readAll(Exchange exchange) throws Exception {
        try (InputStream in = exchange.getMessage().getMandatoryBody(InputStream.class)) {
            in.readAllBytes();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "none, none",
        "gzip, none",
        "none, gzip",
        "gzip?level=1, gzip?level=9",
        "'exec?command=base64 -w 0&undo=base64 -d&name=b64', none",
        "none, 'exec?command=base64 -w 0&undo=base64 -d&name=b64'"
    })
    void pipesBeforeAndBehindTheCutAreUndone(String stream, String chunk) throws Exception {
        run((from, builder) -> {
            from.to("pipe:" + stream)
                    .to("chunk:direct:one?size=2MiB&plainSize=900000")
                    .to("backup:commit");
            builder.from("direct:one").to("pipe:" + chunk).to(file());
        });
        assertThat(readBack()).isEqualTo(zfs.stream(1));
        assertThat(stored().verify().isGood()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"false, 1", "true, 1", "true, 3"})
    void chunksAreStreamedOrSpooledInOrderOrSeveralAtOnce(boolean spool, int parallel) throws Exception {
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        run((from, builder) -> {
            from.to("chunk:direct:one?size=200KiB&spool=" + spool + "&parallel=" + parallel + "&spoolDirectory="
                            + directory)
                    .to("backup:commit");
            builder.from("direct:one")
                    .process(exchange -> most.accumulateAndGet(atOnce.incrementAndGet(), Math::max))
                    .to("pipe:gzip?level=1")
                    .to(file())
                    .process(exchange -> atOnce.decrementAndGet());
        });
        assertThat(readBack()).isEqualTo(zfs.stream(1));
        assertThat(chunks()).hasSizeGreaterThan(15).allSatisfy(chunk -> assertThat(Files.size(chunk))
                .isLessThanOrEqualTo(200 * 1024));
        assertThat(most.get()).isLessThanOrEqualTo(parallel);
        assertThat(spoolFiles()).isEmpty();
    }

    private List<Path> spoolFiles() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void aChunkGoesStraightIntoTheEndpointThatStoresIt() throws Exception {
        run((from, builder) -> from.to("chunk:" + file() + "&size=1MiB").to("backup:commit"));
        assertThat(readBack()).isEqualTo(zfs.stream(1));
        assertThat(Files.size(chunks().get(0))).isEqualTo(1024 * 1024);
    }

    @Test
    void aSpooledChunkIsAFileForTheEndpoint() throws Exception {
        run((from, builder) -> {
            from.to("chunk:direct:one?size=1MiB").to("backup:commit");
            builder.from("direct:one")
                    .to("pipe:gzip")
                    .to("pipe:spool?directory=" + directory)
                    .process(exchange ->
                            assertThat(exchange.getMessage().getBody()).isInstanceOf(File.class))
                    .to(file());
        });
        assertThat(readBack()).isEqualTo(zfs.stream(1));
        assertThat(spoolFiles()).isEmpty();
    }

    /** What is stored would not be what was hashed. */
    @Test
    void aPipeBehindTheSpoolOfAChunkIsRefused() throws IOException {
        assertThatThrownBy(() -> run((from, builder) -> {
                    from.to("chunk:direct:one?size=1MiB").to("backup:commit");
                    builder.from("direct:one")
                            .to("pipe:spool?directory=" + directory)
                            .to("pipe:exec?command=tr a b&undo=tr b a")
                            .to(file());
                }))
                .hasMessageContaining("pipe:exec comes after pipe:spool");
        assertNoBackup();
    }

    @Test
    void aRedeliveryOfAStreamFailsLoudly() throws IOException {
        assertThatThrownBy(() -> run((from, builder) -> {
                    from.to("chunk:direct:one").to("backup:commit");
                    builder.from("direct:one")
                            .errorHandler(builder.defaultErrorHandler()
                                    .maximumRedeliveries(3)
                                    .redeliveryDelay(0))
                            .process(failingAfterSomeBytes());
                }))
                .hasStackTraceContaining("was already read");
        assertNoBackup();
    }

    private static Processor failingAfterSomeBytes() {
        return exchange -> {
            exchange.getMessage().getMandatoryBody(InputStream.class).readNBytes(1000);
            throw new IOException("the store is away for a moment");
        };
    }

    @Test
    void aWireTapThatReadsTheStreamFailsTheRun() throws IOException {
        CountDownLatch tapped = new CountDownLatch(1);
        assertThatThrownBy(() -> run((from, builder) -> {
                    from.wireTap("direct:tap")
                            .process(exchange -> tapped.await(10, TimeUnit.SECONDS))
                            .to("chunk:" + file())
                            .to("backup:commit");
                    builder.from("direct:tap").process(RouteTest::readAll).process(exchange -> tapped.countDown());
                }))
                .hasMessageContaining("was already read");
        assertNoBackup();
    }

    @Test
    void theSecondBranchOfAMulticastFailsTheRun() throws IOException {
        assertThatThrownBy(() -> run((from, builder) -> {
                    from.multicast()
                            .stopOnException()
                            .to("direct:a", "direct:b")
                            .end()
                            .to("backup:commit");
                    builder.from("direct:a").to("chunk:" + file());
                    builder.from("direct:b").to("chunk:" + file());
                }))
                .hasStackTraceContaining("was already read");
        assertNoBackup();
    }

    @Test
    void aLogOfTheBodyFailsTheRun() throws IOException {
        assertThatThrownBy(() -> run((from, builder) ->
                        from.log("${body}").to("chunk:" + file()).to("backup:commit")))
                .hasStackTraceContaining("is a stream of bytes and cannot be converted to text");
        assertNoBackup();
    }

    @Test
    void aLogOfTheHeadersHarmsNothing() throws Exception {
        run((from, builder) -> from.log("${header.CamelZfsSnapshot}")
                .to("log:seen?showAll=true")
                .to("chunk:" + file())
                .to("backup:commit"));
        assertThat(readBack()).isEqualTo(zfs.stream(1));
    }

    @Test
    void anEndpointThatReadsNothingAndReportsSuccessFailsTheRun() throws IOException {
        assertThatThrownBy(() ->
                        run((from, builder) -> from.to("chunk:mock:nothing").to("backup:commit")))
                .hasMessageContaining("mock:nothing reported success, but it read nothing");
        assertNoBackup();
    }

    @Test
    void anEndpointThatReadsAPartAndReportsSuccessFailsTheRun() throws IOException {
        assertThatThrownBy(() -> run((from, builder) -> {
                    from.to("chunk:direct:one").to("backup:commit");
                    builder.from("direct:one").process(exchange -> exchange.getMessage()
                            .getMandatoryBody(InputStream.class)
                            .readNBytes(1000));
                }))
                .hasMessageContaining("not to its end");
        assertNoBackup();
    }

    @Test
    void chunksThatGoElsewhereThanToTheTargetAreNotCommitted() throws IOException {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        assertThatThrownBy(() -> run(
                        (from, builder) -> from.to("chunk:file:" + elsewhere).to("backup:commit")))
                .hasMessageContaining("the last endpoint of the route must store at the target of the route");
        assertNoBackup();
    }

    @Test
    void aRouteThatForgetsToCommitFails() throws IOException {
        assertThatThrownBy(() -> run((from, builder) -> from.to("chunk:" + file())))
                .hasMessageContaining("without backup:commit");
        assertNoBackup();
    }

    @Test
    void aChunkThatCannotBeStoredEndsTheRunAndTheSendAtOnce() throws Exception {
        zfs.sending("trap 'touch $here/finished' EXIT; cat $stream; sleep 1000; touch $here/whole");
        assertThatThrownBy(() -> run((from, builder) -> {
                    from.to("chunk:direct:one?size=500KiB").to("backup:commit");
                    builder.from("direct:one")
                            .to(file())
                            .filter(builder.header(ZfsConstants.CHUNK_NUMBER).isEqualTo(3))
                            .throwException(new IOException("the disk is full"));
                }))
                .hasMessageContaining("the disk is full");
        Remains.assertNone();
        assertThat(directory.resolve("zfs/whole")).doesNotExist();
        assertNoBackup();
    }

    @Test
    void anErrorThatTheRouteHandlesIsStillNoBackup() throws IOException {
        assertThatThrownBy(() -> run((from, builder) -> {
                    from.onException(Exception.class)
                            .handled(true)
                            .log("handled")
                            .end()
                            .to("chunk:direct:one")
                            .to("backup:commit");
                    builder.from("direct:one").throwException(new IOException("the disk is full"));
                }))
                .hasMessageContaining("the disk is full");
        assertNoBackup();
    }

    @Test
    void aPipeThatMakesAChunkLongerThanItsSizeFailsTheRun() throws IOException {
        assertThatThrownBy(() -> run((from, builder) -> {
                    from.to("chunk:direct:one?size=1MiB").to("backup:commit");
                    builder.from("direct:one")
                            .to("pipe:exec?command=base64 -w 0&undo=base64 -d")
                            .to(file());
                }))
                .hasStackTraceContaining("would be longer than 1.0 MiB");
        assertNoBackup();
    }

    @Test
    void anEndpointThatAsksForNoByteIsAStall() throws IOException {
        assertThatThrownBy(() -> run((from, builder) -> {
                    from.to("chunk:direct:one?stallTimeout=500").to("backup:commit");
                    builder.from("direct:one").process(exchange -> Thread.sleep(30_000));
                }))
                .hasMessageContaining("direct:one asked for no byte");
        assertNoBackup();
    }

    @Test
    void aPipeThatFailsFailsTheRun() throws IOException {
        assertThatThrownBy(() -> run((from, builder) -> {
                    from.to("pipe:exec?command=sh -c 'head -c 100000; echo no licence >&2; exit 7'&undo=cat")
                            .to("chunk:" + file())
                            .to("backup:commit");
                }))
                .hasStackTraceContaining("no licence");
        assertNoBackup();
    }

    @Test
    void aStepThatChangesTheStreamAndIsNoPipeFailsTheRun() throws IOException {
        assertThatThrownBy(() -> run((from, builder) -> from.process(RouteTest::swapForTheFirstHalf)
                        .to("chunk:" + file())
                        .to("backup:commit")))
                .hasMessageContaining("has changed the stream, and cannot be reversed because it is not a pipe:");
        assertNoBackup();
    }

    private static void swapForTheFirstHalf(Exchange exchange) throws Exception {
        byte[] whole = exchange.getMessage().getMandatoryBody(InputStream.class).readAllBytes();
        exchange.getMessage().setBody(Arrays.copyOf(whole, whole.length / 2));
    }

    @Test
    void aStepBehindTheCommitThatFailsIsToldAndTheBackupStays() throws IOException {
        assertThatThrownBy(() -> run((from, builder) ->
                        from.to("chunk:" + file()).to("backup:commit").throwException(new IOException("no hold"))))
                .hasMessageContaining("tank/a@s1 is backed up, but a step after backup:commit failed: no hold");
        assertThat(readBack()).isEqualTo(zfs.stream(1));
    }

    @Test
    void anErrorEndsTheRunAndGivesTheLockBack() throws IOException {
        assertThatThrownBy(() -> run((from, builder) -> from.process(exchange -> {
                    throw new AssertionError("a defect");
                })))
                .hasStackTraceContaining("a defect");
        assertNoBackup();
    }

    @Test
    void theMapIsListedPlannedReadAndDeletedByItsOwnWords() throws Exception {
        run((from, builder) -> from.to("chunk:" + file()).to("backup:commit"));
        String where = "?prefix=h&source=tank/a&target=file:" + backups;
        try (ProducerTemplate template = context.createProducerTemplate()) {
            BackupMap map = template.requestBody("backup:list" + where, null, BackupMap.class);
            assertThat(map.of(new DatasetName("tank/a"))).hasSize(1);
            String zfsCommand = "&zfsCommand=" + zfs.command();
            List<?> steps =
                    template.requestBody("backup:plan-restore" + where + "&to=tank/b" + zfsCommand, null, List.class);
            assertThat(steps).hasSize(1).first().isInstanceOf(RestoreStep.class);
            template.requestBody("backup:delete" + where + "&dryRun=true", (Object) null);
            assertThat(chunks()).hasSize(1);
            template.requestBody("backup:delete" + where, (Object) null);
            assertThat(chunks()).isEmpty();
            assertThatThrownBy(() -> template.requestBody("backup:delete" + where, (Object) null))
                    .hasStackTraceContaining("the target has no backup of tank/a");
        }
    }

    @Test
    void theCommandThatUndoesAPipeIsNamedWhereItIsRead() throws Exception {
        run((from, builder) -> from.to("pipe:exec?command=tr a b&undo=tr b a&name=swap")
                .to("chunk:" + file())
                .to("backup:commit"));
        String where = "?prefix=h&source=tank/a&target=file:" + backups;
        try (ProducerTemplate template = context.createProducerTemplate()) {
            VerifyReport report =
                    template.requestBody("backup:verify" + where + "&undo.swap=cat", null, VerifyReport.class);
            assertThat(report.results())
                    .allSatisfy(result -> assertThat(result.state()).isEqualTo(VerifyReport.State.DAMAGED));
        }
    }

    @Test
    void holdsAreGivenAndTaken() throws Exception {
        context.start();
        try (ProducerTemplate template = context.createProducerTemplate()) {
            template.requestBody("zfs:tank/a@s1?operation=hold&tag=mine", (Object) null);
            template.requestBody("zfs:tank/a@s1?operation=release&tag=mine", (Object) null);
            assertThatThrownBy(() -> template.requestBody("zfs:tank/a@s1?operation=hold", (Object) null))
                    .hasStackTraceContaining("a hold needs a tag");
        }
        assertThat(zfs.calls()).containsExactly("hold mine tank/a@s1", "release mine tank/a@s1");
    }

    @Test
    void aTypingErrorInARouteIsToldWhenItStarts() {
        assertThatThrownBy(() -> run((from, builder) -> from.to("pipe:gzipp")))
                .hasStackTraceContaining("no pipe 'gzipp'");
    }
}
