package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.camel.NasAndCloud;
import org.zfsbackup.fixture.RealZfs;
import org.zfsbackup.fixture.S3ServerOfClass;
import org.zfsbackup.fixture.Trees;
import org.zfsbackup.s3server.Effect;
import org.zfsbackup.s3server.Fault;
import org.zfsbackup.s3server.S3Server;

/** The shipped example on real ZFS: one send into a directory and a bucket, and back from both. */
@ExtendWith(S3ServerOfClass.class)
@Tag("zfs")
class SeveralIT {
    private static RealZfs zfs;
    private static S3Server server;

    @TempDir
    static Path directory;

    @BeforeAll
    static void start() throws IOException {
        zfs = RealZfs.in(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        zfs.close();
    }

    private static Map<String, String> snapshot(String source, String name, int seed) {
        Path home = zfs.path(source);
        Trees.random(home.resolve("random" + name), 3_000_000, seed);
        Trees.text(home.resolve("text"), (name + " line\n").repeat(20_000));
        zfs.snapshot(source, name);
        return Trees.hashes(home);
    }

    @Test
    void bothComeBackAfterOneWasDownForANight() throws Exception {
        String source = zfs.dataset("home");
        Path nas = Files.createDirectory(directory.resolve("nas"));
        NasAndCloud routes = new NasAndCloud(directory, nas, server, "zfs");
        snapshot(source, "one", 1);
        assertThat(routes.poll(source)).isEqualTo(1);
        snapshot(source, "two", 2);
        server.play(Fault.of(Effect.BUCKET_GONE, request -> true));
        assertThatThrownBy(() -> routes.poll(source)).hasMessageStartingWith("1 of 2 targets failed. cloud: ");
        server.heal();
        Map<String, String> three = snapshot(source, "three", 3);
        assertThat(routes.poll(source)).isEqualTo(2);

        assertThat(Trees.hashes(zfs.path(fromNas(source, nas)))).isEqualTo(three);
        assertThat(Trees.hashes(zfs.path(fromCloud(source)))).isEqualTo(three);
    }

    private static String fromNas(String source, Path nas) {
        String to = zfs.pool() + "/fromnas";
        Cli.ok("--dataset", source, "directory", "--dest", nas.toString(), "restore", "--to", to);
        assertThat(zfs.snapshots(to)).containsExactly("one", "two", "three");
        return to;
    }

    private static String fromCloud(String source) {
        String to = zfs.pool() + "/fromcloud";
        Path secret = Trees.secret(directory.resolve("secret"), server.secret() + "\n");
        Path identity = Trees.secret(directory.resolve("identity.txt"), NasAndCloud.IDENTITY);
        String[] bucket = {
            "--dataset",
            source,
            "--identity-file",
            identity.toString(),
            "s3",
            "--bucket",
            server.bucket(),
            "--server",
            server.endpoint().toString(),
            "--key",
            server.keyId(),
            "--secret-file",
            secret.toString()
        };
        Cli.ok(Cli.with(bucket, "restore", "--to", to));
        assertThat(zfs.snapshots(to)).containsExactly("one", "two", "three");
        return to;
    }
}
