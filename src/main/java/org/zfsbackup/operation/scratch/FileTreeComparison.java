package org.zfsbackup.operation.scratch;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares the files of two snapshots: names, types, modes, owners, times, links, and every byte. Needs no more memory for
 * more files. For one comparison and one thread.
 */
final class FileTreeComparison {
    private static final int MOST_NAMED = 10;
    private static final String CONTROL = ".zfs";

    private final Path source;
    private final Path restored;
    private final List<String> named = new ArrayList<>();
    private long differences;
    private long unreadable;
    private long files;

    private FileTreeComparison(Path source, Path restored) {
        this.source = source;
        this.restored = restored;
    }

    /**
     * The result.
     *
     * @param files how many files, directories and links the source has
     * @param differences how many differ, are missing or are too much
     * @param unreadable how many could not be read by this user
     * @param named the first of those, by their paths, with what is wrong
     */
    record Outcome(long files, long differences, long unreadable, List<String> named) {}

    /**
     * Compares two trees.
     *
     * @throws IOException if a root is not there
     */
    static Outcome compare(Path source, Path restored) throws IOException {
        FileTreeComparison comparison = new FileTreeComparison(source, restored);
        comparison.compare(source);
        comparison.lookForMore(restored);
        return new Outcome(
                comparison.files, comparison.differences, comparison.unreadable, List.copyOf(comparison.named));
    }

    private void compare(Path file) throws IOException {
        files++;
        FileEntry entry;
        try {
            entry = FileEntry.of(file);
            String difference = difference(file, entry);
            if (!difference.isEmpty()) {
                differ(source.relativize(file), difference);
            }
        } catch (IOException e) {
            failed(source.relativize(file), e);
            return;
        }
        if (entry.isDirectory()) {
            compareChildren(file);
        }
    }

    private void compareChildren(Path directory) throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
            for (Path child : children) {
                if (!isControl(source, child)) {
                    compare(child);
                }
            }
        } catch (AccessDeniedException e) {
            failed(source.relativize(directory), e);
        }
    }

    /** ZFS shows its own directory at the root, if {@code snapdir} is visible. */
    static boolean isControl(Path root, Path child) {
        return root.relativize(child).equals(root.getFileSystem().getPath(CONTROL));
    }

    private String difference(Path file, FileEntry entry) throws IOException {
        Path other = restored.resolve(source.relativize(file));
        if (!Files.exists(other, LinkOption.NOFOLLOW_LINKS)) {
            return "it is missing";
        }
        String attribute = entry.difference(FileEntry.of(other));
        if (!attribute.isEmpty()) {
            return attribute + " differs";
        }
        boolean same = !entry.isRegular() || Files.mismatch(file, other) < 0;
        boolean sameLink = !entry.isLink() || Files.readSymbolicLink(file).equals(Files.readSymbolicLink(other));
        return same && sameLink ? "" : "its content differs";
    }

    private void lookForMore(Path directory) throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
            for (Path child : children) {
                lookFor(child);
            }
        } catch (AccessDeniedException e) {
            failed(restored.relativize(directory), e);
        }
    }

    private void lookFor(Path child) throws IOException {
        if (isControl(restored, child)) {
            return;
        }
        Path name = restored.relativize(child);
        if (!Files.exists(source.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
            differ(name, "the source does not have it");
        } else if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
            lookForMore(child);
        }
    }

    private void failed(Path name, IOException failure) {
        if (failure instanceof AccessDeniedException) {
            unreadable++;
            name(name, "it cannot be read by this user");
        } else {
            differ(name, "it cannot be read: " + failure.getMessage());
        }
    }

    private void differ(Path name, String what) {
        differences++;
        name(name, what);
    }

    private void name(Path name, String what) {
        if (named.size() < MOST_NAMED) {
            named.add((name.toString().isEmpty() ? "its root directory" : name) + " (" + what + ")");
        }
    }
}
