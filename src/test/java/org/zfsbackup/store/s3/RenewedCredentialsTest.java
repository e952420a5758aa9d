package org.zfsbackup.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.S3ServerOfClass;
import org.zfsbackup.s3server.Request;
import org.zfsbackup.s3server.S3Server;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.utils.SystemSetting;

/** Credentials that somebody renews while a store is open. */
@ExtendWith(S3ServerOfClass.class)
@Timeout(120)
class RenewedCredentialsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<SystemSetting> SETTINGS = List.of(
            ProfileFileSystemSetting.AWS_SHARED_CREDENTIALS_FILE,
            SdkSystemSetting.AWS_ACCESS_KEY_ID,
            SdkSystemSetting.AWS_SECRET_ACCESS_KEY,
            SdkSystemSetting.AWS_SESSION_TOKEN);
    private static S3Server server;

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void clear() {
        server.clear();
        file = directory.resolve("credentials");
    }

    @AfterEach
    void forgetSettings() {
        SETTINGS.forEach(setting -> System.clearProperty(setting.property()));
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }

    private String good() {
        return section(server.keyId(), server.secret(), "");
    }

    private static String section(String key, String secret, String more) {
        return "[default]\naws_access_key_id = " + key + "\naws_secret_access_key = " + secret + "\n" + more;
    }

    private S3Store open(String options) {
        S3Uri place = S3Uri.of("aws2-s3:" + S3Server.BUCKET + "?uriEndpointOverride=" + server.endpoint() + options);
        return S3Store.open(place, null);
    }

    private S3Store openFile() {
        return open("&credentialsFile=" + file);
    }

    @Nested
    class CredentialsFile {
        @Test
        void renewed_isUsed() throws IOException {
            write(section("OLD", "old", ""));
            try (S3Store store = openFile()) {
                assertThatIOException()
                        .isThrownBy(store::checkReachable)
                        .withMessageContaining("does not know this key");

                write(good());

                store.checkReachable();
            }
        }

        @Test
        void olderFileInItsPlace_isUsed() throws IOException {
            write(section("OLD", "old", ""));
            try (S3Store store = openFile()) {
                assertThatIOException().isThrownBy(store::checkReachable);

                write(good());
                Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));

                store.checkReachable();
            }
        }

        @Test
        void halfWritten_keepsTheOldOnes() throws IOException {
            write(good());
            try (S3Store store = openFile()) {
                store.checkReachable();

                write("[default]\naws_access_key_id = NEW\n");
                store.checkReachable();
                Files.delete(file);

                store.checkReachable();
            }
        }

        @Test
        void sessionToken_isSent() throws IOException {
            write(section(server.keyId(), server.secret(), "aws_session_token = first\n"));
            try (S3Store store = openFile()) {
                store.checkReachable();
                write(section(server.keyId(), server.secret(), "aws_session_token = second\n"));
                store.checkReachable();
            }

            assertThat(tokens()).containsExactly(Request.sha256("first"), Request.sha256("second"));
        }

        @Test
        void missing_isNamed() {
            assertThatIOException()
                    .isThrownBy(() -> {
                        try (S3Store store = openFile()) {
                            store.checkReachable();
                        }
                    })
                    .withMessageContaining(file.toString());
        }
    }

    @Test
    void sharedFile_isReadAgain() throws IOException {
        System.setProperty(ProfileFileSystemSetting.AWS_SHARED_CREDENTIALS_FILE.property(), file.toString());
        write(section("OLD", "old", ""));
        try (S3Store store = open("");
                S3Store profile = open("&profileCredentialsName=default")) {
            assertThatIOException().isThrownBy(store::checkReachable).withMessageContaining("does not know this key");
            assertThatIOException().isThrownBy(profile::checkReachable).withMessageContaining("does not know this key");

            write(good());

            assertThat(isReachableSoon(store)).isTrue();
            assertThat(isReachableSoon(profile)).isTrue();
        }
    }

    @Test
    void environment_givesTheSessionToken() throws IOException {
        System.setProperty(SdkSystemSetting.AWS_ACCESS_KEY_ID.property(), server.keyId());
        System.setProperty(SdkSystemSetting.AWS_SECRET_ACCESS_KEY.property(), server.secret());
        System.setProperty(SdkSystemSetting.AWS_SESSION_TOKEN.property(), "token");
        try (S3Store store = open("")) {
            store.checkReachable();
        }

        assertThat(tokens()).containsExactly(Request.sha256("token"));
    }

    private static List<String> tokens() {
        return server.requests().stream()
                .map(request -> request.sessionToken().orElse(""))
                .toList();
    }

    /** The SDK looks at the file once a second. */
    private static boolean isReachableSoon(S3Store store) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            try {
                store.checkReachable();
                return true;
            } catch (IOException e) {
                Thread.onSpinWait();
            }
        }
        return false;
    }
}
