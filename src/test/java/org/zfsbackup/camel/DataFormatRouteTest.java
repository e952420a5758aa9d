package org.zfsbackup.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.converter.crypto.CryptoDataFormat;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.api.ZfsBackup;
import org.zfsbackup.camel.component.zfs.ZfsComponent;
import org.zfsbackup.fixture.FakeZfs;
import org.zfsbackup.fixture.Remains;
import org.zfsbackup.operation.VerifyReport;
import org.zfsbackup.pipe.StreamFunction;
import org.zfsbackup.service.OnePoll;

/** Camel's data formats in routes. */
@Timeout(300)
class DataFormatRouteTest {
    @TempDir
    Path directory;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final OnePoll poll = new OnePoll();
    private Path backups;
    private FakeZfs zfs;

    @BeforeEach
    void prepare() throws IOException {
        backups = Files.createDirectory(directory.resolve("backups"));
        zfs = FakeZfs.in(Files.createDirectory(directory.resolve("zfs")), 1, 3_000_000);
        context.getRegistry().bind("poll", poll);
        context.getComponent("zfs", ZfsComponent.class).setZfsCommand(zfs.command());
        context.getShutdownStrategy().setTimeout(1);
    }

    @AfterEach
    void nothingIsLeft() {
        context.stop();
        Remains.assertNone();
    }

    private List<Path> chunks() throws IOException {
        try (Stream<Path> files = Files.walk(backups)) {
            return files.filter(file -> file.getParent().endsWith("chunks"))
                    .sorted()
                    .toList();
        }
    }

    private int run(String chunkUri, String pipe) throws Exception {
        AtomicReference<byte[]> read = new AtomicReference<>();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("zfs:tank/a?prefix=h&initialDelay=0&repeatCount=1&pollStrategy=#poll&target=file:" + backups)
                        .to(chunkUri)
                        .to("backup:commit");
                from("direct:one").to(pipe).to("file:" + backups + "?tempPrefix=.part-&fileExist=Fail");
                from("direct:read")
                        .to("backup:read?prefix=h&source=tank/a@s1&target=file:" + backups)
                        .process(exchange -> {
                            try (InputStream in = exchange.getMessage().getMandatoryBody(InputStream.class)) {
                                read.set(in.readAllBytes());
                            }
                        })
                        .setBody(exchange -> read.get());
            }
        });
        context.start();
        return poll.await();
    }

    @Test
    void zipFilesAreStoredUnderTheChunksNamesVerifiedAndRead() throws Exception {
        assertThat(run("chunk:direct:one?plainSize=900000", "pipe:dataformat?name=zipFile"))
                .isEqualTo(1);
        assertThat(chunks()).hasSize(4).allSatisfy(chunk -> {
            assertThat(chunk.getFileName().toString()).matches(".*\\.00000\\d");
            try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(chunk))) {
                assertThat(zip.getNextEntry()).isNotNull();
            }
        });
        try (ProducerTemplate template = context.createProducerTemplate()) {
            VerifyReport report =
                    template.requestBody("backup:verify?prefix=h&target=file:" + backups, null, VerifyReport.class);
            assertThat(report.results()).hasSize(1).allSatisfy(result -> assertThat(result.state())
                    .isEqualTo(VerifyReport.State.GOOD));
            assertThat(template.requestBody("direct:read", null, byte[].class)).isEqualTo(zfs.stream(1));
        }
        assertThat(Files.readString(backups.resolve("h/RESTORE.txt"))).contains("| gunzip -c");
        assertThat(ZfsBackup.of("tank/a")
                        .to("file:" + backups)
                        .prefix("h")
                        .verify()
                        .results())
                .allSatisfy(result -> assertThat(result.state()).isEqualTo(VerifyReport.State.GOOD));
    }

    @Test
    void aChunkThatIsLongerThanACollectingFormatMayHoldIsNotStored() throws Exception {
        context.getRegistry().bind("aes", aes());
        assertThatThrownBy(() -> run("chunk:direct:one", "pipe:dataformat?name=aes&limit=1MiB"))
                .hasStackTraceContaining("dataformat 'aes' holds a whole stream in memory")
                .hasStackTraceContaining("longer than 1048576 bytes");
        assertThat(chunks()).isEmpty();
        assertThat(backups.resolve("h/map.json")).doesNotExist();
    }

    private static CryptoDataFormat aes() {
        CryptoDataFormat aes = new CryptoDataFormat("AES/CTR/NoPadding", new SecretKeySpec(new byte[16], "AES"));
        aes.setInitVector(new byte[16]);
        aes.setShouldAppendHMAC(false);
        return aes;
    }

    @Test
    void theExampleIsLoadedRunAndVerified() throws Exception {
        int longerThanTheLimit = (StreamFunction.DEFAULT_LIMIT_MIB + 1) << 20;
        zfs = FakeZfs.in(Files.createDirectory(directory.resolve("long")), 1, longerThanTheLimit);
        context.getComponent("zfs", ZfsComponent.class).setZfsCommand(zfs.command());
        String example = Files.readString(Path.of("config/routes/zip-and-crypto.yaml.example"))
                .replace("zfs:tank/home", "zfs:tank/a")
                .replace(
                        "scheduler: quartz, scheduler.cron: \"0 0 3 * * ?\"",
                        "initialDelay: 0, repeatCount: 1, pollStrategy: \"#poll\"");
        Path mine = Files.writeString(directory.resolve("zip-and-crypto.yaml"), example);
        context.getPropertiesComponent().addInitialProperty("backup.directory", backups.toString());
        context.getPropertiesComponent().addInitialProperty("backup.key", "sixteen letters!");
        context.getPropertiesComponent().addInitialProperty("backup.iv", "and sixteen more");
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.resolveMandatoryResource(context, "file:" + mine));
        context.start();
        assertThat(poll.await()).isEqualTo(1);
        try (ProducerTemplate template = context.createProducerTemplate()) {
            VerifyReport report = template.requestBody("direct:zip-and-crypto-verify", null, VerifyReport.class);
            assertThat(report.results()).hasSize(1).allSatisfy(result -> assertThat(result.state())
                    .isEqualTo(VerifyReport.State.GOOD));
        }
        try (Stream<Path> files = Files.walk(backups)) {
            assertThat(files.filter(Files::isRegularFile))
                    .noneSatisfy(file -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .contains("sixteen"));
        }
        assertThat(ZfsBackup.of("tank/a").to("file:" + backups).verify().results())
                .allSatisfy(result -> assertThat(result.remark()).contains("dataformat 'aes', which is missing here"));
    }
}
