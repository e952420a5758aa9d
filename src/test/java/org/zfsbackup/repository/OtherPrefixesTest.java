package org.zfsbackup.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.DelegatingStore;
import org.zfsbackup.store.directory.DirectoryStore;

/** Which repositories are found beside one. */
class OtherPrefixesTest {
    @TempDir
    Path directory;

    private Repository at(String prefix) {
        return new Repository(new DirectoryStore(directory), prefix);
    }

    private void make(String prefix) throws IOException {
        at(prefix).write(at(prefix).map(), new byte[] {'{', '}'});
        at(prefix).write(at(prefix).chunk("id1", 1), new byte[10]);
    }

    private List<String> found(String prefix) {
        return OtherPrefixes.of(at(prefix)).stream().map(Repository::prefix).toList();
    }

    @Test
    void othersWithAMap_areFoundAlsoInFolders() throws IOException {
        for (String prefix : List.of("nas", "web", "site/a", "site/b/c")) {
            make(prefix);
        }
        at("x").write("empty/file", new byte[1]);

        assertThat(found("new")).containsExactlyInAnyOrder("nas", "web", "site/a", "site/b/c");
        assertThat(found("web")).containsExactlyInAnyOrder("nas", "site/a", "site/b/c");
        assertThat(OtherPrefixes.sentence(at("new")).orElseThrow())
                .contains("these prefixes: nas, site/a, site/b/c, web", "--prefix NAME");
    }

    @Test
    void foldersThatCannotBePrefixes_areLeftAlone() throws IOException {
        at("x").write("-odd/map.json", new byte[1]);
        at("x").write("pending/map.json", new byte[1]);
        at("x").write("a/b/c/d/map.json", new byte[1]);

        assertThat(found("new")).isEmpty();
        assertThat(OtherPrefixes.sentence(at("new"))).isEmpty();
    }

    @Test
    void whatMayNotBeRead_isLeftOut() throws IOException {
        make("nas");
        Repository forbidding = new Repository(
                new DelegatingStore(new DirectoryStore(directory)) {
                    @Override
                    public List<String> folders(String folder) throws IOException {
                        throw new IOException("access denied");
                    }
                },
                "new");

        assertThat(OtherPrefixes.of(forbidding)).isEmpty();
    }

    @Test
    void emptyStore_hasNone() {
        assertThat(found("new")).isEmpty();
    }
}
