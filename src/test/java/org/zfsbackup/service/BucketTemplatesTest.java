package org.zfsbackup.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.api.ZfsBackup;
import org.zfsbackup.camel.component.zfs.ZfsComponent;
import org.zfsbackup.fixture.FakeZfs;
import org.zfsbackup.fixture.S3ServerOfClass;
import org.zfsbackup.s3server.Effect;
import org.zfsbackup.s3server.Fault;
import org.zfsbackup.s3server.Request;
import org.zfsbackup.s3server.S3Operation;
import org.zfsbackup.s3server.S3Server;
import org.zfsbackup.store.s3.S3ClientConfig;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.s3.S3Client;

/** The templates for buckets, with our store and with Camel's own endpoint as the last step of a chunk. */
@ExtendWith(S3ServerOfClass.class)
@Timeout(300)
class BucketTemplatesTest {
    private static final String RECIPIENT = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
    private static S3Server server;

    @TempDir
    Path directory;

    @BeforeEach
    void clear() {
        server.heal();
        server.clear();
    }

    private static void load(DefaultCamelContext context, String file) throws Exception {
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.resolveMandatoryResource(context, "file:" + file));
    }

    private static S3Client client() {
        S3ClientConfig access = new S3ClientConfig();
        access.setServer(server.endpoint().toString());
        access.setKey(server.keyId(), server.secret());
        return access.client();
    }

    private static ZfsBackup ours() {
        return ZfsBackup.of()
                .to("aws2-s3:" + server.bucket() + "?uriEndpointOverride=" + server.endpoint())
                .prefix("h")
                .credentials(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(server.keyId(), server.secret())));
    }

    /** Gives the number of streams, or throws what the poll failed with. */
    private int backUp(String chunkTemplate, Map<String, Object> chunkParameters) throws Exception {
        FakeZfs zfs = FakeZfs.in(Files.createDirectories(directory.resolve("zfs")), 2, 7_000_000);
        OnePoll poll = new OnePoll();
        try (DefaultCamelContext context = new DefaultCamelContext();
                S3Client client = client()) {
            context.getRegistry().bind("poll", poll);
            context.getRegistry().bind("nas", client);
            context.getComponent("zfs", ZfsComponent.class).setZfsCommand(zfs.command());
            load(context, "routes/backup.yaml");
            load(context, "routes/" + chunkTemplate + ".yaml");
            TemplatedRouteBuilder chunk = TemplatedRouteBuilder.builder(context, chunkTemplate)
                    .parameter("name", "mine")
                    .parameter("compress", "none")
                    .parameter("encrypt", "none");
            chunkParameters.forEach(chunk::parameter);
            chunk.add();
            TemplatedRouteBuilder.builder(context, "backup")
                    .parameter("name", "mine")
                    .parameter("dataset", "tank/a")
                    .parameter("target", "aws2-s3:" + server.bucket() + "?amazonS3Client=#nas")
                    .parameter("prefix", "h")
                    .parameter("initialDelay", 0)
                    .parameter("size", "3MiB")
                    .parameter("pollStrategy", "#poll")
                    .add();
            context.start();
            return poll.await();
        }
    }

    @Test
    void ourStoreTakesTheChunks() throws Exception {
        assertThat(backUp(
                        "store-chunk",
                        Map.of("target", "aws2-s3:" + server.bucket() + "?amazonS3Client=#nas", "prefix", "h")))
                .isEqualTo(2);

        assertThat(ours().verify().isGood()).isTrue();
    }

    @Test
    void camelsOwnEndpointTakesTheChunksFromASpool() throws Exception {
        Map<String, Object> parameters =
                Map.of("bucket", server.bucket(), "client", "nas", "storageClass", "STANDARD_IA");

        assertThat(backUp("store-chunk-in-bucket", parameters)).isEqualTo(2);

        assertThat(ours().verify().isGood()).isTrue();
        assertThat(server.requests(S3Operation.PUT_OBJECT))
                .filteredOn(request -> request.key().startsWith("h/chunks/"))
                .hasSize(6)
                .allSatisfy(request ->
                        assertThat(server.storageClass(request.key())).isEqualTo("STANDARD_IA"));
    }

    @Test
    void camelsOwnEndpointSendsASpooledChunkAgain() throws Exception {
        Fault fault = server.play(Fault.of(
                        Effect.RESET_IN_REQUEST,
                        request -> Request.is(S3Operation.PUT_OBJECT).test(request)
                                && request.key().startsWith("h/chunks/"))
                .once());

        assertThat(backUp("store-chunk-in-bucket", Map.of("bucket", server.bucket(), "client", "nas")))
                .isEqualTo(2);

        assertThat(fault.played()).isEqualTo(1);
        assertThat(ours().verify().isGood()).isTrue();
    }

    @Test
    void theExampleForTheServiceLoadsAndNamesKnownParameters() throws Exception {
        Path mine = directory.resolve("home-to-bucket.yaml");
        Files.writeString(mine, Files.readString(Path.of("config/routes/home-to-bucket.yaml.example")));
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Path recipients = Files.writeString(directory.resolve("recipients.txt"), RECIPIENT + "\n");
            context.getPropertiesComponent().addInitialProperty("backup.bucket", "aws2-s3:b?region=eu-central-1");
            context.getPropertiesComponent().addInitialProperty("backup.recipients", recipients.toString());
            load(context, "routes/backup.yaml");
            load(context, "routes/store-chunk.yaml");
            load(context, mine.toString());
            context.start();
            assertThat(context.getRoutes()).hasSize(2);
        }
    }
}
