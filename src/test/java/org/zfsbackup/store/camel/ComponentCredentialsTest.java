package org.zfsbackup.store.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.component.aws2.s3.AWS2S3Component;
import org.apache.camel.component.aws2.s3.AWS2S3Configuration;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.S3ServerOfClass;
import org.zfsbackup.s3server.Request;
import org.zfsbackup.s3server.S3Server;
import org.zfsbackup.store.ObjectStore;

@ExtendWith(S3ServerOfClass.class)
@Timeout(120)
class ComponentCredentialsTest {
    private static S3Server server;
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final AWS2S3Configuration component = new AWS2S3Configuration();

    @BeforeEach
    void configure() {
        server.clear();
        component.setAccessKey(server.keyId());
        component.setSecretKey(server.secret());
        context.getComponent("aws2-s3", AWS2S3Component.class).setConfiguration(component);
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private ObjectStore target(String options) {
        return ContextStores.of(context)
                .open("aws2-s3:" + S3Server.BUCKET + "?uriEndpointOverride=" + server.endpoint() + options);
    }

    @Test
    void keyOfTheComponent_isUsed() throws IOException {
        target("").checkReachable();

        assertThat(server.requests()).isNotEmpty().allMatch(request -> request.sessionToken()
                .isEmpty());
    }

    @Test
    void sessionTokenOfTheComponent_isSent() throws IOException {
        component.setUseSessionCredentials(true);
        component.setSessionToken("token");

        target("&useSessionCredentials=true").checkReachable();

        assertThat(server.requests())
                .extracting(Request::sessionToken)
                .containsOnly(Optional.of(Request.sha256("token")));
    }

    @Test
    void fileInTheUri_isUsedInstead(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("credentials"),
                "[default]\naws_access_key_id = OTHER\naws_secret_access_key = other\n");

        assertThatIOException()
                .isThrownBy(target("&credentialsFile=" + file)::checkReachable)
                .withMessageContaining("does not know this key");
    }
}
