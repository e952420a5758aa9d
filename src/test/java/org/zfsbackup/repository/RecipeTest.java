package org.zfsbackup.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.zfsbackup.fixture.BackupEntries;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.store.directory.DirectoryStore;

class RecipeTest {
    private static String recipe(String prefix, BackupEntry... entries) {
        BackupMap map = new BackupMap(Map.of(BackupEntries.HOME, new BackupMap.Backups(List.of(entries), Map.of())));
        return new String(Recipe.of(map, new Repository(new DirectoryStore(Path.of("/nowhere")), prefix)), UTF_8);
    }

    @Test
    void plainChunksAreJoinedAndReceived() {
        assertThat(recipe("host1", BackupEntries.full(1), BackupEntries.on(1, 2)))
                .contains("directory that holds host1,", "host1/map.json says")
                .contains(
                        """
                        tank/home
                          # tank/home@s1, full
                            cat 'host1/chunks/id1.'* | zfs receive -u RESTORED
                          # tank/home@s2, incremental from @s1
                            cat 'host1/chunks/id2.'* | zfs receive -u RESTORED
                        """);
    }

    @Test
    void aPrefixWithBlanksAndQuotesIsQuoted() {
        assertThat(recipe("my host", BackupEntries.withChunks(BackupEntries.full(1), "my host/chunks/id1.000001")))
                .contains("cat 'my host/chunks/id1.'* |");
        assertThat(recipe("h", BackupEntries.withChunks(BackupEntries.full(1), "it's/chunks/id1.000001")))
                .contains("cat 'it'\\''s/chunks/id1.'* |");
    }

    @Test
    void pipesOverTheStreamAreUndoneAfterJoining() {
        PipeSpec openssl = new PipeSpec("openssl", Map.of("cipher", "aes-256-cbc", "iterations", "600000"));

        assertThat(recipe(
                        "h",
                        BackupEntries.withPipes(
                                BackupEntries.full(1), List.of(PipeSpec.of("gzip"), openssl), List.of())))
                .contains("cat 'host1/chunks/id1.'* | openssl enc -d -aes-256-cbc -pbkdf2 -iter 600000 -md sha256"
                        + " -pass file:PASSWORD-FILE | gunzip -c | zfs receive -u RESTORED");
    }

    @Test
    void pipesBehindTheCutAreUndoneChunkByChunk() {
        assertThat(recipe("h", BackupEntries.withPipes(BackupEntries.full(1), List.of(), List.of(PipeSpec.of("gzip")))))
                .contains("(set -e; for chunk in 'host1/chunks/id1.'*; do cat \"$chunk\" | gunzip -c; done)"
                        + " | zfs receive -u RESTORED");
    }

    @Test
    void theOriginalsChunksAreNamedOneByOneInTheirOrder() {
        BackupEntry entry = BackupEntries.withChunks(BackupEntries.originalFull(1), "h/chunks/tmpz", "h/chunks/tmp a");

        assertThat(recipe("h", entry)).contains("cat 'h/chunks/tmpz' 'h/chunks/tmp a' | zfs receive");
    }

    @Test
    void childrenAreMentioned() {
        assertThat(recipe("h", BackupEntries.recursive(BackupEntries.full(1))))
                .contains("# tank/home@s1, full, with its children");
    }

    @Test
    void aPipeThatIsNotKnownHereIsNamedAndSpoilsNoOtherRecipe() {
        BackupEntry strange =
                BackupEntries.withPipes(BackupEntries.full(1), List.of(PipeSpec.of("not-installed")), List.of());

        assertThat(recipe("h", strange, BackupEntries.full(2)))
                .contains("not-installed")
                .contains("cat 'host1/chunks/id2.'* | zfs receive");
    }
}
