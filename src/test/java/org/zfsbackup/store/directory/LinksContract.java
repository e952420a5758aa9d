package org.zfsbackup.store.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.store.ObjectStore;
import org.zfsbackup.store.StoredObject;
import org.zfsbackup.store.SymbolicLinkException;

/** What a store does about symbolic links below its root; run for each kind of place that knows them. */
public abstract class LinksContract {
    private final Path outside;
    private Path root = Path.of("");
    private ObjectStore store;

    protected LinksContract(@TempDir Path outside) {
        this.outside = outside;
    }

    /** A directory that is there and empty. */
    protected abstract Path root() throws IOException;

    /** The store whose root is that directory. */
    protected abstract ObjectStore store(Path root) throws IOException;

    @BeforeEach
    void makeBoth() throws IOException {
        root = root();
        store = store(root);
        Files.writeString(outside.resolve("x"), "mine");
    }

    private void link(String name, Path to) throws IOException {
        Path link = root.resolve(name);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, to);
    }

    private void put(String name) throws IOException {
        store.put(name, new ByteArrayInputStream(new byte[1]));
    }

    private void refused(String link, ThrowingCallable action) {
        assertThatExceptionOfType(SymbolicLinkException.class)
                .isThrownBy(action)
                .withMessageStartingWith(link + " at " + store.uri() + " is a symbolic link")
                .withMessageContaining("remove the link")
                .satisfies(e -> assertThat(e.name()).isEqualTo(link));
    }

    private void nothingWasTouched() {
        assertThat(outside).isDirectoryContaining("glob:**/x");
        assertThat(outside.toFile().list()).containsExactly("x");
        assertThat(outside.resolve("x")).hasContent("mine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"h/lock/link", "h/chunks/link", "h/pending/link", "h/backups/link", "h/chunks", "h"})
    void linkedFolder_leadsNowhere(String link) throws IOException {
        link(link, outside);

        refused(link, () -> put(link + "/x"));
        refused(link, () -> put(link + "/deeper/y"));
        refused(link, () -> store.putIfAbsent(link + "/y", new byte[1]));
        refused(link, () -> store.read(link + "/x"));
        refused(link, () -> store.get(link + "/x"));
        refused(link, () -> store.stat(link + "/x"));
        refused(link, () -> store.list(link));
        refused(link, () -> store.expect(link + "/y"));
        refused(link, () -> store.delete(link + "/x"));
        refused(link, () -> store.removeFolder(link + "/empty"));

        nothingWasTouched();
    }

    @ParameterizedTest
    @ValueSource(strings = {"h/lock/link", "h/chunks/link", "h/pending/link", "h/backups/deep/link"})
    void link_isNoObjectAndIsNamed(String link) throws IOException {
        link(link, outside);
        link(link + "-to-file", outside.resolve("x"));
        link(link + "-to-nothing", outside.resolve("nothing"));
        put("h/chunks/real");

        assertThat(store.list("h")).extracting(StoredObject::name).containsExactly("h/chunks/real");
        assertThat(store.links("h")).containsExactly(link, link + "-to-file", link + "-to-nothing");
        assertThat(store.links("h/elsewhere")).isEmpty();
    }

    @Test
    void linkedFolderItself_isNamed() throws IOException {
        link("h", outside);

        assertThat(store.links("h")).containsExactly("h");
        assertThat(store.links("h/chunks")).containsExactly("h");
    }

    @Test
    void linkInPlaceOfObject_isNotFollowed() throws IOException {
        link("h/file", outside.resolve("x"));

        refused("h/file", () -> store.get("h/file"));
        refused("h/file", () -> store.read("h/file"));
        refused("h/file", () -> store.stat("h/file"));

        put("h/file");

        assertThat(root.resolve("h/file")).isRegularFile();
        assertThat(Files.isSymbolicLink(root.resolve("h/file"))).isFalse();
        nothingWasTouched();
    }

    @Test
    void deletedLink_leavesWhatItLeadsTo() throws IOException {
        link("h/file", outside.resolve("x"));
        link("h/folder", outside);

        store.delete("h/file");
        store.removeFolder("h");

        assertThat(Files.isSymbolicLink(root.resolve("h/file"))).isFalse();
        assertThat(Files.isSymbolicLink(root.resolve("h/folder"))).isTrue();
        nothingWasTouched();
    }

    @Test
    void rootBehindLink_isUsed() throws IOException {
        Path link = root.resolveSibling(root.getFileName() + "-link");
        Files.createSymbolicLink(link, root);
        ObjectStore linked = store(link);

        linked.write("h/a", "text".getBytes(UTF_8));
        linked.makeDurable("h/a");

        assertThat(root.resolve("h/a")).hasContent("text");
        assertThat(linked.list("h")).extracting(StoredObject::name).containsExactly("h/a");
        linked.delete("h/a");
        linked.removeFolder("h");
        assertThat(root).isEmptyDirectory();
    }
}
