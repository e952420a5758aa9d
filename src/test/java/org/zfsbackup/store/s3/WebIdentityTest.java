package org.zfsbackup.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.S3ServerOfClass;
import org.zfsbackup.s3server.Request;
import org.zfsbackup.s3server.S3Server;
import software.amazon.awssdk.core.SdkSystemSetting;

/** A role that a token in a file stands for, as in Kubernetes, where somebody writes a new token every hour. */
@ExtendWith(S3ServerOfClass.class)
@Timeout(120)
class WebIdentityTest {
    private static S3Server server;

    @TempDir
    Path directory;

    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private HttpServer tokenService;
    private Map<String, String> settings;

    @BeforeEach
    void start() throws IOException {
        tokenService = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        tokenService.createContext("/", this::answer);
        tokenService.start();
        settings = Map.of(
                SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE.property(),
                directory.resolve("token").toString(),
                SdkSystemSetting.AWS_ROLE_ARN.property(),
                "arn:aws:iam::123456789012:role/backup",
                SdkSystemSetting.AWS_REGION.property(),
                S3Server.REGION,
                "aws.endpointUrlSts",
                "http://127.0.0.1:" + tokenService.getAddress().getPort());
        settings.forEach(System::setProperty);
    }

    @AfterEach
    void stop() {
        settings.keySet().forEach(System::clearProperty);
        tokenService.stop(0);
    }

    /** Keys that are about to expire, so that the next request needs new ones. */
    private void answer(HttpExchange exchange) throws IOException {
        String asked = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        tokens.add(asked.replaceFirst(".*WebIdentityToken=([^&]*).*", "$1"));
        byte[] xml = ("<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>"
                        + server.keyId() + "</AccessKeyId><SecretAccessKey>" + server.secret()
                        + "</SecretAccessKey><SessionToken>session" + tokens.size() + "</SessionToken><Expiration>"
                        + Instant.now().plusSeconds(5)
                        + "</Expiration></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>")
                .getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/xml");
        exchange.sendResponseHeaders(200, xml.length);
        exchange.getResponseBody().write(xml);
        exchange.close();
    }

    private void write(String token) throws IOException {
        Files.writeString(directory.resolve("token"), token);
    }

    @Test
    void renewedToken_isReadAgain() throws IOException {
        write("first");
        S3Uri place = S3Uri.of("aws2-s3:" + S3Server.BUCKET + "?uriEndpointOverride=" + server.endpoint());
        try (S3Store store = S3Store.open(place, null)) {
            store.checkReachable();
            write("second");
            store.checkReachable();
        }

        assertThat(tokens).startsWith("first").endsWith("second");
        assertThat(server.requests().get(0).sessionToken()).hasValue(Request.sha256("session1"));
    }
}
