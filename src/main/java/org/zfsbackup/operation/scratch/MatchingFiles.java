package org.zfsbackup.operation.scratch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies the files of a tree that match a pattern, with the directories above them. Needs no more memory for more files. For
 * one copy and one thread.
 */
final class MatchingFiles {
    private static final int MOST_NAMED = 10;

    private final Path from;
    private final PathMatcher wanted;
    private final FileCopy copy;
    private final List<String> leftOut = new ArrayList<>();
    private long files;
    private long leftOutCount;

    private MatchingFiles(Path from, PathMatcher wanted, FileCopy copy) {
        this.from = from;
        this.wanted = wanted;
        this.copy = copy;
    }

    /**
     * Copies them.
     *
     * @param snapshot its name, for the result
     * @param from the root of its files
     * @param to an existing directory
     * @throws IOException if no file matches, or the directory cannot be written
     */
    static RestoredFiles copy(String snapshot, Path from, FileChoice choice, Path to) throws IOException {
        FileCopy copy = new FileCopy(to);
        MatchingFiles matching = new MatchingFiles(from, choice.matcher(), copy);
        matching.children(from, false);
        if (matching.files == 0 && matching.leftOutCount == 0) {
            throw new IOException("no file of " + snapshot + " matches " + choice.pattern()
                    + ": the pattern is compared with whole paths, relative to the root of the dataset, and **/NAME"
                    + " finds a name in any directory");
        }
        return new RestoredFiles(snapshot, matching.files, matching.leftOut, matching.leftOutCount, copy.ownersKept());
    }

    private boolean children(Path directory, boolean all) throws IOException {
        boolean found = false;
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
            for (Path child : children) {
                if (!FileTreeComparison.isControl(from, child)) {
                    found |= one(child, all);
                }
            }
        }
        return found;
    }

    /** Returns whether anything was copied, which is when the directory above gets its mode and time. */
    private boolean one(Path file, boolean all) throws IOException {
        Path name = from.relativize(file);
        FileEntry entry = FileEntry.of(file);
        boolean matches = all || wanted.matches(name);
        if (entry.isDirectory()) {
            return directory(file, entry, matches);
        }
        if (!matches) {
            return false;
        }
        if (!entry.isRegular() && !entry.isLink()) {
            leaveOut(name, "it is neither a file nor a link");
            return false;
        }
        return file(file, entry, name);
    }

    private boolean file(Path file, FileEntry entry, Path name) throws IOException {
        try {
            above(name);
            copy.file(file, entry, name);
            files++;
            return true;
        } catch (FileAlreadyExistsException e) {
            leaveOut(name, e.getFile() + " exists already");
            return false;
        }
    }

    /** Creates the directories above, which get their modes and times when all that is in them was looked at. */
    private void above(Path name) throws IOException {
        for (int i = 1; i < name.getNameCount(); i++) {
            copy.directory(name.subpath(0, i));
        }
    }

    private boolean directory(Path directory, FileEntry entry, boolean matches) throws IOException {
        Path name = from.relativize(directory);
        boolean there = Files.exists(copy.place(name), LinkOption.NOFOLLOW_LINKS);
        boolean made = false;
        if (matches) {
            try {
                above(name);
                made = copy.directory(name);
                files += made ? 1 : 0;
            } catch (FileAlreadyExistsException e) {
                leaveOut(name, e.getFile() + " exists already and is no directory");
                return false;
            }
        }
        boolean found = children(directory, matches) || made;
        if (found && !there) {
            copy.finish(entry, name);
        }
        return found;
    }

    private void leaveOut(Path name, String why) {
        leftOutCount++;
        if (leftOut.size() < MOST_NAMED) {
            leftOut.add(name + " (" + why + ")");
        }
    }
}
