package org.zfsbackup.store.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.store.ObjectStore;
import org.zfsbackup.store.ObjectStoreContract;

class DirectoryStoreTest extends ObjectStoreContract {
    private final Path directory;

    DirectoryStoreTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Override
    protected boolean listsFolders() {
        return true;
    }

    @Override
    protected ObjectStore store() throws IOException {
        return new DirectoryStore(Files.createDirectories(directory.resolve("a target")));
    }

    @Override
    protected ObjectStore unreachable() {
        return new DirectoryStore(directory.resolve("not mounted"));
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

        assertThatIOException().isThrownBy(() -> new DirectoryStore(file).checkReachable());
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

        ObjectStore store = store();

        assertThatIOException().isThrownBy(() -> store.delete("h")).withMessageContaining("is a directory");

        assertThat(directory.resolve("a target/h")).exists();
    }

    @Nested
    class Access {
        private final Path place = directory.resolve("place");

        private String of(String name) throws IOException {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(place.resolve(name)));
        }

        private DirectoryStore store(String option) throws IOException {
            Files.createDirectories(place);
            return DirectoryStore.at("file:" + place + option);
        }

        @ParameterizedTest
        @CsvSource({
            "'', rw-------, rwx------",
            "?groupReadable=false, rw-------, rwx------",
            "?groupReadable=true, rw-r-----, rwxr-x---"
        })
        void newFilesAndFolders_areClosedToOthers(String option, String file, String folder) throws IOException {
            DirectoryStore store = store(option);

            store.put("h/put", new ByteArrayInputStream(new byte[1]));
            store.putIfAbsent("h/absent", new byte[1]);
            store.write("h/document", new byte[1]);
            store.expect("h/chunks/a");

            assertThat(store.uri()).isEqualTo("file:" + place);
            assertThat(List.of(of("h/put"), of("h/absent"), of("h/document"))).containsOnly(file);
            assertThat(List.of(of("h"), of("h/chunks"))).containsOnly(folder);
        }

        @Test
        void existingFolder_keepsItsAccess() throws IOException {
            DirectoryStore store = store("");
            Files.createDirectory(
                    place.resolve("h"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));

            store.write("h/document", new byte[1]);

            assertThat(of("h")).isEqualTo("rwxr-xr-x");
        }

        @ParameterizedTest
        @CsvSource({"'', rw-------", "?groupReadable=true, rw-r-----"})
        void fileOfAnotherProgram_getsTheAccessOfOurs(String option, String file) throws IOException {
            DirectoryStore store = store(option);
            store.expect("h/a");
            for (String name : List.of("h/a", "h/.part-b")) {
                Files.write(place.resolve(name), new byte[1]);
                Files.setPosixFilePermissions(place.resolve(name), PosixFilePermissions.fromString("rw-r--r--"));
            }

            store.makeDurable("h/a");
            store.permitUnfinished("h/b");
            store.permitUnfinished("h/not there");

            assertThat(List.of(of("h/a"), of("h/.part-b"))).containsOnly(file);
        }
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
            return new DirectoryStore(root);
        }
    }

    @Test
    void theUriIsThatOfTheDirectory() throws IOException {
        assertThat(store().uri()).isEqualTo("file:" + directory.resolve("a target"));
    }
}
