package org.zfsbackup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.zfsbackup.pipe.StreamFunction;
import org.zfsbackup.stream.ByteSize;

/** What is shipped beside the code says the same as the code. */
class ShippedFilesTest {
    private static final long LIMIT = (long) StreamFunction.DEFAULT_LIMIT_MIB << 20;

    private static List<String> found(String file, String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(Path.of(file)))
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
    }

    @Test
    void composeFile_mountsOnlyFoldersThatAreThere() throws IOException {
        assertThat(found("docker-compose.yml", "[\"' ](\\.{1,2}/[^:\"']*):"))
                .allSatisfy(folder -> assertThat(Path.of(folder)).exists());
    }

    @Test
    void limitOfFunctions_isTheSameInCatalogueAndDocs() throws IOException {
        String catalogue = "src/generated/resources/META-INF/org/zfsbackup/camel/component/pipe/pipe.json";

        assertThat(found(catalogue, "all in memory, (\\d+MiB) by default")).containsExactly(size());
        assertThat(found("src/docs/pipes.md", "`limit` plain bytes, (\\d+ MiB) by default"))
                .containsExactly(size().replace("M", " M"));
        assertThat(found("config/routes/zip-and-crypto.yaml.example", "in memory, at most (\\d+ MiB)"))
                .containsExactly(size().replace("M", " M"));
    }

    private static String size() {
        return StreamFunction.DEFAULT_LIMIT_MIB + "MiB";
    }

    /** A zip file of data that cannot be compressed is longer than the data: five bytes for each 16 KiB at most, and its head. */
    @Test
    void suggestedChunks_fitTheLimit_evenIfIncompressible() throws IOException {
        for (String file : List.of("config/routes/zip-and-crypto.yaml.example", "src/docs/pipes.md")) {
            assertThat(found(file, "plainSize=(\\d+MiB)")).isNotEmpty().allSatisfy(size -> {
                long plain = ByteSize.parse(size);
                assertThat(plain + plain / 3000 + 1024).isLessThan(LIMIT);
            });
        }
    }

    /** Camel 4.22 warns of the compact notation, {@code - to: pipe:zstd}, in each file that it loads. */
    @Test
    void shippedRoutes_areInCanonicalForm() throws IOException {
        for (String folder : List.of("routes", "config/routes")) {
            for (Path file : files(folder)) {
                assertThat(found(file.toString(), "(?m)^ *((?:- (?:to|toD|from)|simple|constant): *[^ #{\\n].*)$"))
                        .as(file.toString())
                        .isEmpty();
            }
        }
    }

    private static List<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            return files.filter(file -> file.toString().contains(".yaml")).toList();
        }
    }

    @Test
    void designPage_namesEveryPropertyAndHeader() throws IOException {
        String design = Files.readString(Path.of("src/docs/design.md"));
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            List<String> names = sources.filter(Files::isRegularFile)
                    .flatMap(ShippedFilesTest::propertiesAndHeaders)
                    .distinct()
                    .toList();

            assertThat(names)
                    .hasSizeGreaterThan(15)
                    .filteredOn(name -> !design.contains("`" + name + "`"))
                    .isEmpty();
        }
    }

    private static Stream<String> propertiesAndHeaders(Path source) {
        try {
            return found(source.toString(), "\"(CamelZfs[A-Z][A-Za-z]+)\"").stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
