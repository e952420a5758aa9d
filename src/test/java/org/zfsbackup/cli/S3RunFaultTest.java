package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.logging.Level;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.zfsbackup.fixture.FakeZfs;
import org.zfsbackup.fixture.LoggedLines;
import org.zfsbackup.fixture.S3ServerOfClass;
import org.zfsbackup.fixture.Trees;
import org.zfsbackup.s3server.Effect;
import org.zfsbackup.s3server.Fault;
import org.zfsbackup.s3server.Request;
import org.zfsbackup.s3server.S3Server;

/** A whole run while its server fails: it ends well after tries again, or in an error with the map as before. */
@ExtendWith(S3ServerOfClass.class)
@Timeout(600)
class S3RunFaultTest {
    private static S3Server server;

    @TempDir
    Path directory;

    private FakeZfs zfs;
    private Path secret;

    /** The first of two snapshots is backed up. */
    @BeforeEach
    void backUpOne() throws IOException {
        server.heal();
        server.clear();
        zfs = FakeZfs.in(Files.createDirectory(directory.resolve("zfs")), 2, 6_000_000);
        secret = Trees.secret(directory.resolve("secret"), server.secret());
        Cli.ok(s3("tank/a@s1"));
    }

    private String[] s3(String source, String... more) {
        List<String> words = new ArrayList<>(List.of("--zfs", zfs.command(), "--dataset", source, "s3"));
        words.addAll(List.of(
                "--bucket", server.bucket(), "--server", server.endpoint().toString(), "--prefix", "h"));
        words.addAll(List.of("--key", server.keyId(), "--secret-file", secret.toString(), "--part-size", "5"));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private static byte[] map() {
        return server.direct()
                .getObjectAsBytes(request -> request.bucket(server.bucket()).key("h/map.json"))
                .asByteArray();
    }

    private static Predicate<Request> writing(String place) {
        return request -> !request.method().equals("GET")
                && !request.method().equals("HEAD")
                && request.key().startsWith("h/" + place);
    }

    @ParameterizedTest
    @CsvSource({
        "chunks/, INTERNAL_ERROR",
        "chunks/, RESET_IN_REQUEST",
        "chunks/, ANSWER_LOST",
        "backups/, SLOW_DOWN",
        "backups/, ANSWER_LOST",
        "pending/, ANSWER_LOST",
        "map.json, INTERNAL_ERROR",
        "map.json, ANSWER_LOST",
        "map.json, RESET_IN_REQUEST",
        "lock/, ANSWER_LOST",
        "lock/, SLOW_DOWN",
        "RESTORE.txt, ANSWER_LOST",
    })
    void whatPassesIsNotNoticed(String place, Effect effect) {
        Fault fault = server.play(Fault.of(effect, writing(place)).times(2));

        assertThat(Cli.ok(s3("tank/a"))).contains("@s2, incremental from @s1");

        assertThat(fault.played()).isPositive();
        server.heal();
        assertThat(Cli.ok(s3("tank/a", "verify")).lines()).hasSize(2).allMatch(line -> line.startsWith("Good"));
    }

    @ParameterizedTest
    @CsvSource({
        "chunks/, INTERNAL_ERROR, InternalError",
        "chunks/, WRONG_ETAG, InvalidPart",
        "chunks/, EXPIRED_TOKEN, get new credentials",
        "backups/, INTERNAL_ERROR, InternalError",
        "backups/, EXPIRED_TOKEN, get new credentials",
    })
    void whatStaysIsAnErrorAndTheMapIsAsBefore(String place, Effect effect, String said) {
        byte[] before = map();
        server.play(Fault.of(effect, writing(place)));

        Cli failed = Cli.run(s3("tank/a"));

        assertThat(failed.status()).isEqualTo(1);
        assertThat(failed.err()).contains(said);
        server.heal();
        assertThat(map()).isEqualTo(before);
        assertThat(Cli.ok(s3("tank/a"))).contains("@s2, incremental from @s1");
        assertThat(Cli.ok(s3("tank/a", "verify")).lines()).hasSize(2).allMatch(line -> line.startsWith("Good"));
    }

    @Test
    void interruptedBackup_uploadsOnlyWhatIsMissing() {
        String[] small = Cli.with(new String[] {"--chunk-size", "1MiB"}, s3("tank/a"));
        server.play(Fault.of(Effect.INTERNAL_ERROR, writing("chunks/").and(request -> request.key()
                .endsWith(".000004"))));
        assertThat(Cli.run(small).status()).isEqualTo(1);
        server.heal();
        server.forget();

        assertThat(Cli.ok(small)).contains("@s2, incremental from @s1");

        assertThat(server.requests())
                .filteredOn(writing("chunks/").and(request -> request.method().equals("PUT")))
                .extracting(request -> request.key().replaceFirst(".*\\.", ""))
                .containsExactly("000004", "000005", "000006", "000007");
        assertThat(Cli.ok(s3("tank/a", "verify")).lines()).hasSize(2).allMatch(line -> line.startsWith("Good"));
    }

    @ParameterizedTest
    @CsvSource({
        "map.json, INTERNAL_ERROR, InternalError",
        "map.json, EXPIRED_TOKEN, get new credentials",
    })
    void indexThatCannotBeWritten_isAnErrorAndTheBackupIsThere(String place, Effect effect, String said) {
        server.play(Fault.of(effect, writing(place)));

        Cli failed = Cli.run(s3("tank/a"));

        assertThat(failed.status()).isEqualTo(1);
        assertThat(failed.err()).contains(said, "Every backup that was reported is stored");
        server.heal();
        assertThat(Cli.ok(s3("tank/a", "list")).lines()).hasSize(2);
        assertThat(Cli.ok(s3("tank/a"))).startsWith("Nothing to do");
        assertThat(new String(map(), StandardCharsets.UTF_8)).contains("\"s1\"", "\"s2\"");
    }

    /** The lock disappears with the bucket. If it comes back with the bucket, its owner is a process that has ended. */
    @Test
    void aBucketThatVanishesIsAnErrorAndTheMapIsAsBefore() {
        byte[] before = map();
        server.play(Fault.of(Effect.BUCKET_GONE, writing("chunks/")));

        Cli failed = Cli.run(s3("tank/a"));

        assertThat(failed.status()).isEqualTo(1);
        assertThat(failed.err()).contains("there is no such bucket");
        server.heal();
        assertThat(map()).isEqualTo(before);
    }

    /** A server may carry out later what it never answered, so the run leaves chunks that a record might then name. */
    @Test
    void whatARecordMightNameIsNotRemovedWhereItsAnswerNeverCame() {
        server.play(Fault.of(Effect.ANSWER_LOST, writing("backups/")));

        Cli.run(s3("tank/a"));

        server.heal();
        assertThat(Cli.ok(s3("tank/a", "list")).lines()).hasSize(2);
        assertThat(Cli.ok(s3("tank/a", "verify")).lines()).hasSize(2).allMatch(line -> line.startsWith("Good"));
        assertThat(Cli.ok(s3("tank/a"))).startsWith("Nothing to do");
    }

    @Test
    void chunksOfARecordThatWasNotAnsweredAreThereUntilTheNextRun() {
        server.play(Fault.of(Effect.INTERNAL_ERROR, writing("backups/")));

        assertThat(Cli.run(s3("tank/a")).status()).isEqualTo(1);

        assertThat(chunks()).hasSize(2);
        server.heal();
        Cli.ok(s3("tank/a"));
        assertThat(chunks()).hasSize(2);
    }

    private static List<String> chunks() {
        return server
                .direct()
                .listObjectsV2(request -> request.bucket(server.bucket()).prefix("h/chunks/"))
                .contents()
                .stream()
                .map(object -> object.key())
                .toList();
    }

    @ParameterizedTest
    @EnumSource(
            value = Effect.class,
            names = {"CONDITIONS_NOT_IMPLEMENTED", "CONDITIONS_INVALID", "NO_CONDITIONS"})
    void serverWithoutConditions_isUsedWithOneWarningARun(Effect effect) throws IOException {
        server.clear();
        server.play(Fault.of(effect, request -> true));

        assertThat(warnings(s3("tank/a@s1", "--no-checksums")))
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("does not keep two writers apart");
        assertThat(warnings(s3("tank/a", "--no-checksums")))
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("never run two backups to the prefix h at the same time");
        assertThat(warnings(s3("tank/a", "--no-checksums", "verify"))).isEmpty();
        assertThat(warnings(s3("tank/a", "--no-checksums", "restore", "--to", "tank/b")))
                .isEmpty();
        assertThat(zfs.received()).isEqualTo(zfs.stream(2));
    }

    /** The warnings in the log of a run that must succeed. */
    private static List<String> warnings(String... arguments) {
        try (LoggedLines logged = new LoggedLines("", Level.WARNING)) {
            Cli.ok(arguments);
            return logged.lines();
        }
    }

    @Test
    void aFlippedBitOnTheWayBackIsFound() {
        server.play(Fault.of(
                Effect.FLIPPED_BYTE,
                request -> request.method().equals("GET") && request.key().startsWith("h/chunks/")));

        Cli failed = Cli.run(s3("tank/a@s1", "verify"));

        assertThat(failed.status()).isEqualTo(1);
        assertThat(failed.out()).startsWith("DAMAGED");
    }
}
