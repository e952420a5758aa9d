package org.zfsbackup.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.store.ObjectStoreContract;
import org.zfsbackup.store.directory.DirectoryStore;

class RepositoryTest {
    private final Path directory;

    RepositoryTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private Repository target(String prefix) {
        return new Repository(new DirectoryStore(directory), prefix);
    }

    @ParameterizedTest
    @ValueSource(strings = {"host1", "nas.example.org", "my host", "a/b", "a_b", "user@host", "..a", "a=b,c:e"})
    void aPrefixIsOneOrMoreFolders(String prefix) {
        assertThat(target(prefix).map()).isEqualTo(prefix + "/map.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "/",
                "/a",
                "a/",
                "a//b",
                "..",
                "a/../b",
                ".",
                "./a",
                "a\\b",
                "${x}",
                "a\nb",
                "a*",
                "a'b",
                "a?",
                "chunks",
                "a/chunks/b",
                "pending/a"
            })
    void aPrefixThatLeadsElsewhereIsRefused(String prefix) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> target(prefix))
                .withMessageContaining("'" + prefix + "' cannot be a prefix");
    }

    @Test
    void aCharacterIsAccepted_ifTheMessageNamesIt() {
        String marks = refusal("a?").split("spaces and ")[1];

        IntStream.range(' ' + 1, 0x180)
                .filter(character ->
                        character != '/' && !Character.toString(character).matches("[A-Za-z0-9]"))
                .mapToObj(Character::toString)
                .forEach(mark -> assertThat(refusal("a" + mark + "b").isEmpty())
                        .as(mark)
                        .isEqualTo(List.of(marks.split(" ")).contains(mark)));
    }

    private String refusal(String prefix) {
        try {
            return target(prefix).prefix().equals(prefix) ? "" : "another prefix";
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    @Test
    void everythingIsBelowThePrefix() {
        Repository target = target("host1");

        assertThat(List.of(
                        target.map(),
                        target.previousMap(),
                        target.recent(),
                        target.lock(),
                        target.recipe(),
                        target.sums(),
                        target.backup("x"),
                        target.pending("x"),
                        target.chunk("x", 1)))
                .containsExactly(
                        "host1/map.json",
                        "host1/map.json.old",
                        "host1/backups/recent.map.json",
                        "host1/lock/owner.json",
                        "host1/RESTORE.txt",
                        "host1/SHA256SUMS",
                        "host1/backups/x.json",
                        "host1/pending/x.json",
                        "host1/chunks/x.000001");
    }

    @Test
    void smallObjectsAreReadWholeAndMissingOnesAreNothing() throws IOException {
        Repository target = target("host1");
        target.write("host1/a", new byte[] {1, 2});

        assertThat(target.read("host1/a"))
                .hasValueSatisfying(bytes -> assertThat(bytes).containsExactly(1, 2));
        assertThat(target.read("host1/b")).isEmpty();
    }

    @Test
    void whatIsDeletedWhileItIsReadIsNothingOrWhole() throws Exception {
        Repository target = target("host1");

        List<Boolean> whole = ObjectStoreContract.atOnce(2, number -> {
            boolean good = true;
            for (int i = 0; i < 200; i++) {
                if (number == 0) {
                    target.store().put("host1/a", new ByteArrayInputStream(new byte[9]));
                    target.store().delete("host1/a");
                } else {
                    good &= target.read("host1/a")
                            .map(bytes -> bytes.length == 9)
                            .orElse(true);
                }
            }
            return good;
        });

        assertThat(whole).containsOnly(true);
    }
}
