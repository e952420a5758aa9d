package org.zfsbackup.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileStoreTest extends ObjectStoreContract {
    private final Path directory;

    FileStoreTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Override
    protected ObjectStore store() throws IOException {
        return new FileStore(Files.createDirectories(directory.resolve("a target")));
    }

    @Override
    protected ObjectStore unreachable() {
        return new FileStore(directory.resolve("not mounted"));
    }

    @Test
    void aDirectoryThatIsNotThereIsNamedAndNotMade() {
        ObjectStore store = unreachable();

        assertThatIOException()
                .isThrownBy(store::checkReachable)
                .withMessageContaining("there is no directory " + directory.resolve("not mounted"));
        assertThatIOException().isThrownBy(() -> store.put("h/a", new ByteArrayInputStream(new byte[1])));
        assertThat(directory.resolve("not mounted")).doesNotExist();
    }

    @Test
    void aFileIsNoTarget() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatIOException().isThrownBy(() -> new FileStore(file).checkReachable());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "h/../../x", "..", ".", "", "/etc/passwd"})
    void nothingOutsideTheDirectoryIsTouched(String name) throws IOException {
        ObjectStore store = store();

        assertThatIOException().isThrownBy(() -> store.get(name)).withMessageContaining("not a path inside");
        assertThatIOException().isThrownBy(() -> store.stat(name));
        assertThatIOException().isThrownBy(() -> store.delete(name));
        assertThatIOException().isThrownBy(() -> store.list(name));
        assertThatIOException().isThrownBy(() -> store.putIfAbsent(name, new byte[1]));
        assertThatIOException().isThrownBy(() -> store.put(name, new ByteArrayInputStream(new byte[1])));
    }

    @Test
    void aFileInThePlaceOfAFolderIsNamed() throws IOException {
        ObjectStore store = store();
        store.put("h", new ByteArrayInputStream(new byte[1]));

        assertThatIOException()
                .isThrownBy(() -> store.put("h/a", new ByteArrayInputStream(new byte[1])))
                .withMessageContaining("is not a directory");
    }

    @Test
    void removeFolder_takesOneEmptyFolderAlone() throws IOException {
        ObjectStore store = store();
        Path place = directory.resolve("a target");
        Files.createDirectories(place.resolve("h/empty/deeper"));

        store.removeFolder("h/empty");
        assertThat(place.resolve("h/empty/deeper")).exists();

        store.removeFolder("h/empty/deeper");
        assertThat(place.resolve("h/empty")).isEmptyDirectory();
    }

    @Test
    void delete_leavesFolders() throws IOException {
        Files.createDirectories(directory.resolve("a target/h"));

        store().delete("h");

        assertThat(directory.resolve("a target/h")).exists();
    }

    @Nested
    class Links extends LinksContract {
        Links(@TempDir Path outside) {
            super(outside);
        }

        @Override
        protected Path root() throws IOException {
            return Files.createDirectory(directory.resolve("linked target"));
        }

        @Override
        protected ObjectStore store(Path root) {
            return new FileStore(root);
        }
    }

    @Test
    void theUriIsThatOfTheDirectory() throws IOException {
        assertThat(store().uri()).isEqualTo("file:" + directory.resolve("a target"));
    }
}
