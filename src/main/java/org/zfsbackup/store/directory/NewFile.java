package org.zfsbackup.store.directory;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** A file that is written under a temporary name, and gets its own name when it is whole and on disk. */
final class NewFile {
    private final OpenFolder folder;
    private final Path child;
    private final Path unfinished;

    NewFile(OpenFolder folder, Path child) {
        this.folder = folder;
        this.child = child;
        this.unfinished = child.resolveSibling(DirectoryStore.UNFINISHED + child + "-" + UUID.randomUUID());
    }

    void put(InputStream content) throws IOException {
        try {
            folder.write(unfinished, content);
            folder.rename(unfinished, child);
        } catch (IOException | RuntimeException | Error e) {
            discard(e);
            throw e;
        }
    }

    boolean putIfAbsent(byte[] content) throws IOException {
        try {
            folder.write(unfinished, new ByteArrayInputStream(content));
            boolean created = link(content);
            folder.delete(unfinished);
            return created;
        } catch (IOException | RuntimeException | Error e) {
            discard(e);
            throw e;
        }
    }

    /** FAT, SMB and others refuse hard links with a general file system error. */
    private boolean link(byte[] content) throws IOException {
        try {
            Files.createLink(folder.path().resolve(child), folder.path().resolve(unfinished));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (UnsupportedOperationException | FileSystemException e) {
            return createNew(content);
        }
    }

    /** For file systems without hard links: one writer still wins, but a crash may leave an empty file. */
    private boolean createNew(byte[] content) throws IOException {
        try {
            folder.write(child, new ByteArrayInputStream(content));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Keeps the original failure; a failed clean-up is only added to it. */
    private void discard(Throwable cause) {
        try {
            folder.delete(unfinished);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
