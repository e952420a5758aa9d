package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.OriginalMini;
import org.zfsbackup.fixture.RealZfs;
import org.zfsbackup.fixture.S3ServerOfClass;
import org.zfsbackup.fixture.Trees;
import org.zfsbackup.s3server.Effect;
import org.zfsbackup.s3server.Fault;
import org.zfsbackup.s3server.OriginalBucket;
import org.zfsbackup.s3server.Request;
import org.zfsbackup.s3server.S3Operation;
import org.zfsbackup.s3server.S3Server;

/** The main job on real ZFS: a dataset into a bucket, and back. */
@ExtendWith(S3ServerOfClass.class)
@Tag("zfs")
class S3IT {
    private static RealZfs zfs;
    private static S3Server server;
    private static int number;

    @TempDir
    static Path directory;

    private Path secret;
    private String source;
    private Map<String, String> two;

    @BeforeAll
    static void start() throws IOException {
        zfs = RealZfs.in(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        zfs.close();
    }

    /** A dataset with two snapshots. */
    @BeforeEach
    void makeDataset() throws IOException {
        server.heal();
        server.clear();
        number++;
        secret = Trees.secret(directory.resolve("secret" + number), server.secret() + "\n");
        source = zfs.dataset("src" + number);
        Path home = zfs.path(source);
        Trees.random(home.resolve("random"), 7_000_000, number);
        Trees.text(home.resolve("text"), "same line\n".repeat(20_000));
        zfs.snapshot(source, "one");
        Trees.text(home.resolve("new"), "two\n");
        two = Trees.hashes(home);
        zfs.snapshot(source, "two");
    }

    private String[] s3(String dataset, String... more) {
        List<String> words = new ArrayList<>(List.of("--dataset", dataset, "s3", "--bucket", server.bucket()));
        words.addAll(List.of("--server", server.endpoint().toString(), "--prefix", "host1"));
        words.addAll(List.of("--key", server.keyId(), "--secret-file", secret.toString(), "--part-size", "5"));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private String restored(String... options) {
        String to = zfs.pool() + "/restored" + number;
        Cli.ok(s3(source, Cli.with(new String[] {"restore", "--to", to}, options)));
        return to;
    }

    private static byte[] map() {
        return server.direct()
                .getObjectAsBytes(request -> request.bucket(server.bucket()).key("host1/map.json"))
                .asByteArray();
    }

    private static boolean isChunk(Request request) {
        return request.key().startsWith("host1/chunks/");
    }

    @Test
    void aDatasetGoesIntoABucketAndComesBack() throws IOException {
        assertThat(Cli.ok(s3(source)).lines()).hasSize(2);
        assertThat(Cli.ok(s3(source))).startsWith("Nothing to do");
        assertThat(Cli.ok(s3(source, "list")).lines().map(line -> line.split("\t")[0]))
                .containsExactly("Snapshot " + source + "@one", "Snapshot " + source + "@two");
        assertThat(Cli.ok(s3(source, "verify")).lines()).allMatch(line -> line.startsWith("Good"));

        assertThat(Trees.hashes(zfs.path(restored()))).isEqualTo(two);

        assertThat(server.requests()).noneMatch(request -> request.operation() == S3Operation.DELETE_LIFECYCLE);
        assertThat(server.requests(S3Operation.UPLOAD_PART)).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void manySmallChunksComeBackThroughPipes() throws IOException {
        Cli.ok(s3(source, "--compress=zstd", "--chunk-size=300KiB"));

        assertThat(Trees.hashes(zfs.path(restored()))).isEqualTo(two);
        assertThat(Cli.ok(s3(source, "list", "--verbose")).lines().filter(line -> line.endsWith("(Available)")))
                .hasSizeGreaterThan(20);
    }

    @Test
    void listRestoreAndVerifyChangeNothingInTheBucket() throws IOException {
        Cli.ok(s3(source));
        server.forget();

        Cli.ok(s3(source, "list", "--verbose"));
        Cli.ok(s3(source, "verify"));
        restored();

        assertThat(server.requests()).extracting(Request::method).containsOnly("GET", "HEAD");
    }

    @Test
    void glacierIsARuleForTheChunksAlone() throws IOException {
        Cli.ok(s3(source + "@one"));
        assertThat(server.archiveByRules()).isNotEmpty().allMatch(key -> key.startsWith("host1/chunks/"));

        Cli.ok(s3(source, "--no-glacier"));
        server.archiveByRules();

        assertThat(Cli.ok(s3(source + "@one", "list", "--verbose")))
                .contains("(Offline)")
                .doesNotContain("(Available)");
        assertThat(Cli.ok(s3(source + "@two", "list", "--verbose")))
                .contains("(Available)")
                .doesNotContain("(Offline)");
        assertThat(server.lifecycleDeletes()).isZero();
    }

    @Test
    void whatLiesInGlacierIsAskedForAndTheNextRunGoesOn() throws IOException {
        Cli.ok(s3(source));
        server.archiveByRules();
        String to = zfs.pool() + "/restored" + number;
        String[] restore = s3(source, "restore", "--to", to, "--tier", "bulk", "--days", "3");

        Cli first = Cli.run(restore);
        Cli second = Cli.run(restore);

        assertThat(first.status()).isEqualTo(1);
        assertThat(first.err()).contains("1 were just requested").contains("--wait");
        assertThat(second.status()).isEqualTo(1);
        assertThat(second.err()).contains("1 are being retrieved");
        assertThat(Cli.ok(s3(source, "list", "--verbose"))).contains("(Transferring)");
        assertThat(zfs.path(to)).doesNotExist();
        assertThat(server.requests(S3Operation.RESTORE_OBJECT)).hasSize(1);
        assertThat(server.restores()).singleElement().satisfies(restored -> {
            assertThat(restored.tier()).isEqualTo("Bulk");
            assertThat(restored.days()).isEqualTo(3);
        });

        server.finishRestores();
        Cli.ok(restore);
        assertThat(Trees.hashes(zfs.path(to))).isEqualTo(two);
    }

    @Test
    void withWaitARestoreGoesOnByItself() throws Exception {
        Cli.ok(s3(source, "--storage-class", "DEEP_ARCHIVE", "--no-glacier"));
        String to = zfs.pool() + "/restored" + number;
        server.restoresTakeHeads(3);

        Cli waited = Cli.run(s3(source, "restore", "--to", to, "--wait", "--wait-interval", "1"));

        assertThat(waited.status()).isZero();
        assertThat(waited.err()).contains("Waiting: 0 of 2 chunks can be read");
        assertThat(Trees.hashes(zfs.path(to))).isEqualTo(two);
    }

    @Test
    void anIncrementOnWhatLiesInGlacierNeedsNoCopy() {
        Cli.ok(s3(source + "@one"));
        server.archiveByRules();

        assertThat(Cli.ok(s3(source))).contains("@two, incremental from @one");
        assertThat(server.requests(S3Operation.RESTORE_OBJECT)).isEmpty();
    }

    @Test
    void aBackupThatCannotBeStoredLeavesTheMapAsItWas() throws IOException {
        Cli.ok(s3(source + "@one"));
        byte[] before = map();
        server.play(Fault.of(
                Effect.INTERNAL_ERROR,
                request -> isChunk(request) && request.method().equals("PUT")));

        Cli failed = Cli.run(s3(source));

        assertThat(failed.status()).isEqualTo(1);
        assertThat(failed.err()).contains("InternalError");
        server.heal();
        assertThat(map()).isEqualTo(before);
        assertThat(Cli.ok(s3(source))).contains("@two, incremental from @one");
    }

    @Test
    void aServerWithoutConditionsIsSaid() {
        server.play(Fault.of(Effect.NO_CONDITIONS, request -> true));

        assertThat(Cli.ok(s3(source, "--no-checksums")).lines()).hasSize(2);
    }

    @Test
    void aBucketThatIsNotThereIsSaidAndNotMade() {
        String[] words = s3(source);
        words[List.of(words).indexOf(server.bucket())] = "elsewhere";
        Cli missing = Cli.run(words);
        assertThat(missing.status()).isEqualTo(1);
        assertThat(missing.err()).contains("there is no such bucket");
    }

    @Test
    void aBrokenOffUploadIsGivenUpByCleanup() {
        Cli.ok(s3(source));
        server.direct().createMultipartUpload(request -> request.bucket(server.bucket())
                .key("host1/chunks/old.000001"));
        server.direct().createMultipartUpload(request -> request.bucket(server.bucket())
                .key("other/chunks/x"));

        assertThat(Cli.ok(s3(source, "verify", "--cleanup"))).startsWith("Unfinished uploads removed: 1\n");

        assertThat(server.direct()
                        .listMultipartUploads(request -> request.bucket(server.bucket()))
                        .uploads())
                .extracting(upload -> upload.key())
                .containsExactly("other/chunks/x");
    }

    @Test
    void wrongUseIsRefused() throws IOException {
        String[] base = {"--dataset", source, "s3", "--bucket", "b"};
        for (String[] wrong : new String[][] {
            {"--key", "k"},
            {"--secret", "s"},
            {"--key", "k", "--secret", "s", "--secret-file", secret.toString()},
            {"--part-size", "4"},
            {"--parallel-parts", "0"},
            {"--server", "https://a?b"}
        }) {
            Cli refused = Cli.run(Cli.with(base, wrong));
            assertThat(refused.status()).as(refused.err()).isEqualTo(2);
        }
        Files.delete(secret);
        assertThat(Cli.run(s3(source)).err()).contains("does not exist: name the file");
    }

    @Test
    void aBucketOfTheOriginalIsListedVerifiedAndRestored() throws IOException {
        OriginalBucket original = OriginalBucket.read();
        original.putInto(server.direct(), server.bucket());
        String dataset = OriginalMini.DATASET;
        String password = OriginalMini.passwordFile().toString();
        // some of its backups are encrypted, and some are not
        String[] options = {"--password-file", password, "--allow-readable-secrets", "--allow-unencrypted"};
        String to = zfs.pool() + "/original";

        assertThat(Cli.ok(s3(dataset, "list")).lines()).hasSize(4);
        assertThat(Cli.ok(s3(dataset, "list", "--verbose")))
                .contains("chunks/" + OriginalBucket.PREFIX + "/")
                .contains(original.phantom() + " (Missing)");
        assertThat(Cli.ok(Cli.with(options, s3(dataset, "verify"))).lines())
                .hasSize(4)
                .allMatch(line -> line.startsWith("Good"));
        Cli.ok(Cli.with(options, s3(dataset, "restore", "--to", to)));

        assertThat(Trees.hashes(zfs.path(to))).isEqualTo(OriginalIT.manifest("m4"));
        assertThat(server.requests()).extracting(Request::method).containsOnly("GET", "HEAD");
    }
}
