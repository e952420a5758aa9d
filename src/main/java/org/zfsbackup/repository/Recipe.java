package org.zfsbackup.repository;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.zfsbackup.chunk.Chunk;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.pipe.Pipes;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.zfs.DatasetName;

/** {@code RESTORE.txt}: how to restore every backup of a repository with only a shell, common tools and zfs. */
public final class Recipe {
    private static final String HEAD =
            """
            How to restore these backups without zfsbackup
            ==============================================

            Copy everything to a host with ZFS, go into the directory that holds %s, and run the
            commands for the snapshot that you want: first the full backup of its chain, then each
            incremental one, in the order given here. Put the dataset that you want in the place of RESTORED.
            Run them in bash, after `set -o pipefail`: then a command that fails ends the line with an error.

            %s says the size and the SHA-256 of every chunk and of every plain stream. Check
            the chunks first: (cd %s && sha256sum -c SHA256SUMS)
            A backup's chunks are named ID.000001, ID.000002 and so on.

            """;

    /** The state of an existing recipe. */
    public enum State {
        /** It is what the map requires. */
        RIGHT,
        /** It is complete but belongs to another map: a run was interrupted after its last commit. */
        OUTDATED,
        /** It was changed or cut off, or written by a program that put no digest into it. */
        DAMAGED
    }

    private Recipe() {}

    /** Returns whether a recipe names the {@link ChunkSums}, which older versions did not write. */
    public static boolean namesSums(byte[] recipe) {
        return new String(recipe, StandardCharsets.UTF_8).contains("SHA256SUMS");
    }

    /**
     * Compares an existing recipe with the map.
     *
     * @param found the bytes of the recipe
     */
    public static State state(byte[] found, BackupMap map, Repository target) {
        return SealedText.state(found, of(map, target), "");
    }

    /**
     * Writes the recipe for a map, and the {@link ChunkSums} that it names.
     *
     * @throws IOException if the target fails
     */
    public static void write(BackupMap map, Repository target) throws IOException {
        target.write(target.sums(), ChunkSums.of(map, target));
        target.write(target.recipe(), of(map, target));
    }

    /** Returns the recipe for a map, as UTF-8. */
    public static byte[] of(BackupMap map, Repository target) {
        StringBuilder text =
                new StringBuilder(HEAD.formatted(target.prefix(), target.map(), Pipes.shellWord(target.prefix())));
        map.datasets().forEach((dataset, backups) -> {
            text.append(dataset).append('\n');
            backups.entries().forEach(entry -> text.append(entry(dataset, entry)));
            text.append('\n');
        });
        return SealedText.of(text.toString(), "");
    }

    private static String entry(DatasetName dataset, BackupEntry entry) {
        String title = "# " + dataset + "@" + entry.snapshot().name()
                + entry.parent()
                        .map(parent -> ", incremental from @" + parent.name())
                        .orElse(", full") + (entry.details().recursive() ? ", with its children" : "");
        return "  " + title + "\n    " + chunks(entry) + undo(entry.content().pipes()) + " | zfs receive -u RESTORED\n";
    }

    private static String chunks(BackupEntry entry) {
        List<PipeSpec> pipes = entry.content().chunkPipes();
        String files = files(entry);
        if (pipes.isEmpty()) {
            return "cat " + files;
        }
        return "(set -e; for chunk in " + files + "; do cat \"$chunk\"" + undo(pipes) + "; done)";
    }

    private static String undo(List<PipeSpec> pipes) {
        StringBuilder text = new StringBuilder();
        for (int i = pipes.size() - 1; i >= 0; i--) {
            text.append(" | ").append(undo(pipes.get(i)));
        }
        return text.toString();
    }

    /**
     * Returns the command that undoes a pipe. A pipe that is not installed here must not prevent the rest of the
     * recipe.
     */
    private static String undo(PipeSpec pipe) {
        return Pipes.isKnown(pipe.name())
                ? Pipes.kind(pipe.name()).recipe(pipe)
                : "COMMAND-THAT-UNDOES " + Pipes.shellWord(pipe.name());
    }

    /**
     * Returns the chunks as a pattern, which a shell expands in the right order; those of the original program one by
     * one.
     */
    private static String files(BackupEntry entry) {
        List<Chunk> chunks = entry.content().chunks();
        if (entry.id().isEmpty()) {
            return chunks.stream().map(chunk -> Pipes.shellWord(chunk.path())).collect(Collectors.joining(" "));
        }
        String first = chunks.get(0).path();
        return Pipes.shellWord(first.substring(0, first.lastIndexOf('.') + 1)) + "*";
    }
}
