package org.zfsbackup.operation.scratch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.Trees;

class FileTreeComparisonTest {
    private static final FileTime TIME = FileTime.fromMillis(1_600_000_000_000L);

    @TempDir
    Path directory;

    private Path source;
    private Path restored;

    @BeforeEach
    void makeTrees() throws IOException {
        source = tree("source");
        restored = tree("restored");
    }

    private Path tree(String name) throws IOException {
        Path root = Files.createDirectory(directory.resolve(name));
        Files.createDirectory(root.resolve("folder"));
        Trees.text(root.resolve("folder/file"), "content");
        Files.createSymbolicLink(root.resolve("link"), Path.of("folder/file"));
        settle(root);
        return root;
    }

    /** Times that a change of the test does not move. */
    private static void settle(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.toList()) {
                if (!Files.isSymbolicLink(file)) {
                    Files.setLastModifiedTime(file, TIME);
                }
            }
        }
        Path link = root.resolve("link");
        if (Files.isSymbolicLink(link)) {
            new ProcessBuilder("touch", "-h", "-d", "@1600000000", link.toString())
                    .start()
                    .onExit()
                    .join();
        }
    }

    private FileTreeComparison.Outcome compared() throws IOException {
        settle(source);
        settle(restored);
        return FileTreeComparison.compare(source, restored);
    }

    private void assertOnly(String difference) throws IOException {
        FileTreeComparison.Outcome outcome = compared();
        assertThat(outcome.named()).containsExactly(difference);
        assertThat(outcome.differences()).isEqualTo(1);
    }

    @Test
    void sameTrees_haveNoDifference() throws IOException {
        FileTreeComparison.Outcome outcome = compared();

        assertThat(outcome.files()).isEqualTo(4);
        assertThat(outcome.differences()).isZero();
        assertThat(outcome.named()).isEmpty();
    }

    @Test
    void anotherByte_isFound() throws IOException {
        Trees.text(restored.resolve("folder/file"), "Content");
        assertOnly("folder/file (its content differs)");
    }

    @Test
    void anotherSize_isFound() throws IOException {
        Trees.text(restored.resolve("folder/file"), "content and more");
        assertOnly("folder/file (its size differs)");
    }

    @Test
    void missingFile_isFound() throws IOException {
        Files.delete(restored.resolve("folder/file"));
        assertOnly("folder/file (it is missing)");
    }

    @Test
    void fileTooMuch_isFound() throws IOException {
        Trees.text(restored.resolve("folder/more"), "more");
        assertOnly("folder/more (the source does not have it)");
    }

    @Test
    void anotherMode_isFound() throws IOException {
        Files.setPosixFilePermissions(restored.resolve("folder"), PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(source.resolve("folder"), PosixFilePermissions.fromString("rwxr-x---"));
        assertOnly("folder (its mode differs)");
    }

    @Test
    void anotherTime_isFound() throws IOException {
        settle(source);
        settle(restored);
        Files.setLastModifiedTime(restored.resolve("folder/file"), FileTime.fromMillis(1));
        assertThat(FileTreeComparison.compare(source, restored).named())
                .containsExactly("folder/file (its time differs)");
    }

    @Test
    void linkToAnotherFile_isFoundAndNotFollowed() throws IOException {
        Files.delete(restored.resolve("link"));
        Files.createSymbolicLink(restored.resolve("link"), Path.of("folder/elif"));
        assertOnly("link (its content differs)");
    }

    @Test
    void directoryOfZfs_isNoFile() throws IOException {
        Files.createDirectory(source.resolve(".zfs"));
        assertThat(compared().differences()).isZero();
    }

    @Test
    void fewDifferencesAreNamed_andAllCounted() throws IOException {
        for (int i = 0; i < 25; i++) {
            Trees.text(source.resolve("folder/n" + i), "x");
        }
        FileTreeComparison.Outcome outcome = compared();

        assertThat(outcome.differences()).isEqualTo(25);
        assertThat(outcome.named()).hasSize(10);
    }
}
