package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.api.ZfsBackup;
import org.zfsbackup.fixture.FakeZfs;
import org.zfsbackup.fixture.NothingLeft;
import org.zfsbackup.fixture.S3ServerOfClass;
import org.zfsbackup.fixture.Trees;
import org.zfsbackup.s3server.S3Server;

/** The method {@code target}: any URI, and the check of a target of one's own. */
@ExtendWith({NothingLeft.class, S3ServerOfClass.class})
@Timeout(600)
class TargetMethodTest {
    private static final String BEAN =
            """
            - beans:
                - name: shelf
                  type: org.zfsbackup.store.camel.RoutesStoreTest$Shelf
                  constructors: { 0: "%s" }
            """;

    private static S3Server server;

    private final Path directory;
    private Path place;

    TargetMethodTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void makePlace() throws IOException {
        server.clear();
        place = Files.createDirectories(directory.resolve("place"));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(place)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    /** The routes of the tests' shelf, as a user would have them in a file. */
    private String routes() throws IOException {
        return shelf(directory.resolve("shelf.yaml"), place);
    }

    /** Writes the routes of the shelf, and the bean that they need, into a file, and returns its name. */
    static String shelf(Path file, Path place) throws IOException {
        try (InputStream in = TargetMethodTest.class.getResourceAsStream("/org/zfsbackup/store/camel/shelf.yaml")) {
            String routes = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("{{shelf.directory}}", place.toString());
            return Files.writeString(file, BEAN.formatted(place) + routes).toString();
        }
    }

    @Test
    void aDirectoryIsCheckedLineByLine() throws IOException {
        List<String> lines = Cli.ok("target", "check", "file:" + place, "--prefix", "h")
                .lines()
                .toList();

        assertThat(lines).hasSizeGreaterThan(15);
        assertThat(lines.subList(0, lines.size() - 1)).allMatch(line -> line.startsWith("Passed   "));
        assertThat(lines).contains("Passed   long list: all 1010 objects are listed");
        assertThat(lines.get(lines.size() - 1)).isEqualTo("file:" + place + " can hold a restorable backup");
        assertThat(place.resolve("h")).isEmptyDirectory();
    }

    @Test
    void theResultIsPrintedForPrograms() throws IOException {
        JsonNode good = new ObjectMapper().readTree(Cli.ok("target", "check", "file:" + place, "--quick", "--json"));
        Cli bad = Cli.run("target", "--uri", "file:" + place + "/not-mounted", "check", "--json");

        assertThat(good.get("restorable").asBoolean()).isTrue();
        assertThat(good.get("checks"))
                .allMatch(check -> check.get("state").asText().equals("passed"));
        assertThat(bad.status()).isEqualTo(1);
        JsonNode result = new ObjectMapper().readTree(bad.out());
        assertThat(result.get("restorable").asBoolean()).isFalse();
        assertThat(result.get("checks").get(0).get("state").asText()).isEqualTo("failed");
        assertThat(result.get("verdict").asText()).contains("cannot hold a restorable backup, because place: ");
    }

    @Test
    void whoWantsToHearNothingHearsWhatIsWrong() {
        assertThat(Cli.ok("target", "check", "file:" + place, "--quick", "--quiet"))
                .isEmpty();
        assertThat(Cli.run("target", "check", "file:" + place + "/x", "--quiet").out())
                .contains("cannot hold a restorable backup");
    }

    @Test
    void aBucketIsChecked() throws IOException {
        String uri = "aws2-s3:" + server.bucket() + "?region=us-east-1&forcePathStyle=true&uriEndpointOverride="
                + server.endpoint();
        Path secret = Trees.secret(directory.resolve("secret"), server.secret() + "\n");

        String out =
                Cli.ok("target", "check", uri, "--quick", "--key", server.keyId(), "--secret-file", secret.toString());

        assertThat(out.lines().filter(line -> !line.startsWith("Passed")))
                .containsExactly("aws2-s3:" + server.bucket() + " can hold a restorable backup");
        assertThat(server.direct()
                        .listObjectsV2(request -> request.bucket(server.bucket()))
                        .contents())
                .isEmpty();
    }

    @Test
    void routesOfOnesOwnAreCheckedWithTheirLimits() throws IOException {
        String out = Cli.ok("target", "check", "routes:shelf", "--quick", "--routes-file", routes());

        assertThat(out.lines().filter(line -> line.startsWith("Warning")))
                .singleElement()
                .asString()
                .startsWith("Warning  conditional writes: ");
        assertThat(out).contains("routes:shelf can hold a restorable backup, with these limits: ");
        assertThat(files()).isEmpty();
    }

    @Test
    void aBackupGoesThroughRoutesOfOnesOwnAndComesBack() throws IOException {
        FakeZfs zfs = FakeZfs.in(Files.createDirectories(directory.resolve("zfs")), 2, 300_000);
        String[] target = {"target", "--uri", "routes:shelf", "--routes-file", routes(), "--prefix", "h"};
        String[] dataset = {"--zfs", zfs.command(), "--dataset", "tank/a", "--compress=zstd", "--chunk-size=100KiB"};
        String[] of = Cli.with(dataset, target);

        assertThat(Cli.ok(of).lines()).hasSize(2);
        assertThat(Cli.ok(of)).startsWith("Nothing to do");
        assertThat(Cli.ok(Cli.with(target, "list")).lines().map(line -> line.split("\t")[0]))
                .containsExactly("Snapshot tank/a@s1", "Snapshot tank/a@s2");
        assertThat(Cli.ok(Cli.with(target, "verify")).lines()).hasSize(2).allMatch(line -> line.startsWith("Good"));

        Cli.ok(Cli.with(of, "restore", "--to-file", directory.resolve("s1").toString(), "--snapshot", "tank/a@s1"));
        assertThat(directory.resolve("s1")).hasBinaryContent(zfs.stream(1));
        Cli.ok(Cli.with(of, "restore", "--to", "tank/b"));
        assertThat(zfs.received()).isEqualTo(zfs.stream(2));

        Cli.ok(Cli.with(of, "delete", "--all"));
        assertThat(Cli.ok(Cli.with(target, "list"))).isEmpty();
    }

    @Test
    void aDirectoryIsATargetLikeAnother() throws IOException {
        FakeZfs zfs = FakeZfs.in(Files.createDirectories(directory.resolve("zfs")), 1, 10_000);

        Cli.ok("--zfs", zfs.command(), "--dataset", "tank/a", "target", "--uri", "file:" + place, "--prefix", "h");

        assertThat(Cli.ok("directory", "--dest", place.toString(), "--prefix", "h", "list"))
                .matches("Snapshot tank/a@s1\tid=(\\S+)\tchain=\\1\tfull\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "log:x",
                "file:",
                "aws2-s3:",
                "aws2-s3:bucket?secretKey=s",
                "sftp://me@host/x?passwort=hidden",
                "sftp://me@host//x",
                "bean:nothing",
                "routes:a b",
                "routes:"
            })
    void aWrongUriIsASentence(String uri) {
        for (String operation : List.of("check", "list", "verify", "backup")) {
            Cli wrong = Cli.run("--dataset", "tank/a", "target", "--uri", uri, operation);

            assertThat(wrong.status()).as(operation + " " + wrong.err()).isEqualTo(2);
            assertThat(wrong.err().lines()).as(wrong.err()).hasSizeLessThanOrEqualTo(2);
            assertThat(wrong.err()).startsWith("zfsbackup: ").doesNotContain("hidden", "Exception", "\tat ");
        }
    }

    @Test
    void wrongUseIsRefused() throws IOException {
        Path broken = Files.writeString(directory.resolve("broken.yaml"), "- route:\n    from: [\n");
        String uri = "file:" + place;
        for (String[] wrong : new String[][] {
            {"target", "check"},
            {"target", "list"},
            {"target", "check", uri, "--prefix", "../x"},
            {"target", "check", uri, "--key", "k"},
            {"target", "check", uri, "--key", "k", "--secret", "s"},
            {
                "target",
                "check",
                "routes:shelf",
                "--routes-file",
                directory.resolve("none.yaml").toString()
            },
            {"target", "check", "routes:shelf", "--routes-file", broken.toString()},
            {"target", "verify", "--to", "tank/b"},
            {"directory", "--dest", place.toString(), "check"},
        }) {
            Cli refused = Cli.run(wrong);
            assertThat(refused.status())
                    .as(String.join(" ", wrong) + refused.err())
                    .isEqualTo(2);
            assertThat(refused.err()).startsWith("zfsbackup: ").doesNotContain("\tat ");
        }
        Cli none = Cli.run("target", "check", "routes:shelf");
        assertThat(none.status()).isEqualTo(1);
        assertThat(none.out()).contains("no route starts at direct:shelf-put");
    }

    @Test
    void theSameFromJava() throws IOException {
        assertThat(ZfsBackup.of().to("file:" + place).prefix("h").check().isGood())
                .isTrue();
        assertThat(files()).isEmpty();
    }
}
