package org.zfsbackup.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.api.ZfsBackup;
import org.zfsbackup.fixture.FakeZfs;
import org.zfsbackup.fixture.Remains;
import org.zfsbackup.fixture.S3ServerOfClass;
import org.zfsbackup.repository.HostName;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.MapJson;
import org.zfsbackup.s3server.Effect;
import org.zfsbackup.s3server.Fault;
import org.zfsbackup.s3server.S3Server;
import org.zfsbackup.zfs.DatasetName;

/** The example that is shipped: one send into a directory and a bucket. */
@ExtendWith(S3ServerOfClass.class)
@Timeout(600)
class NasAndCloudTest {
    private static S3Server server;

    @TempDir
    Path directory;

    private Path nas;
    private FakeZfs zfs;
    private NasAndCloud routes;

    @BeforeEach
    void prepare() throws IOException {
        server.heal();
        server.clear();
        nas = Files.createDirectory(directory.resolve("nas"));
        zfs = FakeZfs.in(Files.createDirectory(directory.resolve("zfs")), 2, 3_000_000);
        routes = new NasAndCloud(directory, nas, server, zfs.command());
    }

    @AfterEach
    void nothingIsLeft() {
        Remains.assertNone();
    }

    private List<String> atNas() throws IOException {
        return names(ZfsBackup.of("tank/a").to("file:" + nas).list().of(new DatasetName("tank/a")));
    }

    private static List<String> inCloud() throws IOException {
        byte[] map = server.direct()
                .getObjectAsBytes(request -> request.bucket(server.bucket()).key(HostName.local() + "/map.json"))
                .asByteArray();
        return names(MapJson.read(map).of(new DatasetName("tank/a")));
    }

    private static List<String> names(List<BackupEntry> entries) {
        return entries.stream().map(entry -> entry.snapshot().name()).toList();
    }

    private long sends() {
        return zfs.calls().stream()
                .filter(call -> call.startsWith("send ") && call.contains("tank/a@"))
                .count();
    }

    @Test
    void theExampleSendsOnceIntoBoth() throws Exception {
        assertThat(routes.poll("tank/a")).isEqualTo(2);

        assertThat(sends()).isEqualTo(2);
        assertThat(atNas()).containsExactly("s1", "s2");
        assertThat(inCloud()).containsExactly("s1", "s2");
        assertThat(ZfsBackup.of("tank/a").to("file:" + nas).verify().isGood()).isTrue();
    }

    @Test
    void aBucketThatIsDownCatchesUpTheNextTime() throws Exception {
        server.play(Fault.of(Effect.BUCKET_GONE, request -> true));
        assertThatThrownBy(() -> routes.poll("tank/a")).hasMessageStartingWith("1 of 2 targets failed. cloud: ");
        assertThat(atNas()).containsExactly("s1", "s2");
        assertThat(sends()).isEqualTo(2);
        server.heal();

        assertThat(routes.poll("tank/a")).isEqualTo(2);

        assertThat(sends()).isEqualTo(2);
        assertThat(atNas()).containsExactly("s1", "s2");
        assertThat(inCloud()).containsExactly("s1", "s2");
    }
}
