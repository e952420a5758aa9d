package org.zfsbackup.operation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.zfsbackup.map.BackupEntry;
import org.zfsbackup.map.BackupMap;
import org.zfsbackup.map.Entries;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.target.BackupTarget;
import org.zfsbackup.target.FileStore;

class RecipeTest {
    private static String recipe(String prefix, BackupEntry... entries) {
        BackupMap map = new BackupMap(Map.of(Entries.HOME, new BackupMap.Backups(List.of(entries), Map.of())));
        return new String(Recipe.of(map, new BackupTarget(new FileStore(Path.of("/nowhere")), prefix)), UTF_8);
    }

    @Test
    void plainChunksAreJoinedAndReceived() {
        assertThat(recipe("host1", Entries.full(1), Entries.on(1, 2)))
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
        assertThat(recipe("my host", Entries.withChunks(Entries.full(1), "my host/chunks/id1.000001")))
                .contains("cat 'my host/chunks/id1.'* |");
        assertThat(recipe("h", Entries.withChunks(Entries.full(1), "it's/chunks/id1.000001")))
                .contains("cat 'it'\\''s/chunks/id1.'* |");
    }

    @Test
    void pipesOverTheStreamAreUndoneAfterJoining() {
        PipeSpec openssl = new PipeSpec("openssl", Map.of("cipher", "aes-256-cbc", "iterations", "600000"));

        assertThat(recipe("h", Entries.withPipes(Entries.full(1), List.of(PipeSpec.of("gzip"), openssl), List.of())))
                .contains("cat 'host1/chunks/id1.'* | openssl enc -d -aes-256-cbc -pbkdf2 -iter 600000 -md sha256"
                        + " -pass file:PASSWORD-FILE | gunzip -c | zfs receive -u RESTORED");
    }

    @Test
    void pipesBehindTheCutAreUndoneChunkByChunk() {
        assertThat(recipe("h", Entries.withPipes(Entries.full(1), List.of(), List.of(PipeSpec.of("gzip")))))
                .contains("(set -e; for chunk in 'host1/chunks/id1.'*; do cat \"$chunk\" | gunzip -c; done)"
                        + " | zfs receive -u RESTORED");
    }

    @Test
    void theOriginalsChunksAreNamedOneByOneInTheirOrder() {
        BackupEntry entry = Entries.withChunks(Entries.originalFull(1), "h/chunks/tmpz", "h/chunks/tmp a");

        assertThat(recipe("h", entry)).contains("cat 'h/chunks/tmpz' 'h/chunks/tmp a' | zfs receive");
    }

    @Test
    void childrenAreMentioned() {
        assertThat(recipe("h", Entries.recursive(Entries.full(1)))).contains("# tank/home@s1, full, with its children");
    }

    @Test
    void aPipeThatIsNotKnownHereIsNamedAndSpoilsNoOtherRecipe() {
        BackupEntry strange = Entries.withPipes(Entries.full(1), List.of(PipeSpec.of("not-installed")), List.of());

        assertThat(recipe("h", strange, Entries.full(2)))
                .contains("not-installed")
                .contains("cat 'host1/chunks/id2.'* | zfs receive");
    }
}
