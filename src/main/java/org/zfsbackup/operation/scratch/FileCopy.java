package org.zfsbackup.operation.scratch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Copies one file, directory or link into a directory, with its mode, its time and, if this user may, its owner. Nothing that
 * exists is changed, and no link is followed. For one thread.
 */
final class FileCopy {
    private static final int NOT_FOR_OTHERS = 01777;

    private final Path root;
    private boolean ownersKept = true;

    /** @param root an existing directory, in which everything is created */
    FileCopy(Path root) {
        this.root = root;
    }

    /** Where a file of that name, relative to the root, is created. */
    Path place(Path name) {
        return root.resolve(name);
    }

    /** Whether every owner could be set. */
    boolean ownersKept() {
        return ownersKept;
    }

    /**
     * Creates a directory, unless it exists. {@link #finish} gives it its mode and time.
     *
     * @return whether it was created
     * @throws FileAlreadyExistsException if there is something else, also a link to a directory
     */
    boolean directory(Path name) throws IOException {
        Path place = place(name);
        if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        Files.createDirectory(
                place, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return true;
    }

    /**
     * Copies a file or a link.
     *
     * @throws FileAlreadyExistsException if something of that name exists; it is left as it is
     */
    void file(Path from, FileEntry entry, Path name) throws IOException {
        Path place = place(name);
        if (entry.isLink()) {
            Files.createSymbolicLink(place, Files.readSymbolicLink(from));
            own(place, entry);
            return;
        }
        try (InputStream in = Files.newInputStream(from, LinkOption.NOFOLLOW_LINKS)) {
            fill(place, created(place), in);
        }
        finish(entry, name);
    }

    private static void fill(Path place, OutputStream created, InputStream in) throws IOException {
        try (OutputStream out = created) {
            in.transferTo(out);
        } catch (IOException e) {
            Files.deleteIfExists(place); // it was created here
            throw e;
        }
    }

    private static OutputStream created(Path place) throws IOException {
        return Channels.newOutputStream(Files.newByteChannel(
                place,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
    }

    /** Gives a file or directory that was created here its owner, mode and time. */
    void finish(FileEntry entry, Path name) throws IOException {
        Path place = place(name);
        boolean owned = own(place, entry);
        // Without its owner, a program must not get the rights of whoever restores it.
        int mode = owned ? entry.permissions() : entry.permissions() & NOT_FOR_OTHERS;
        Files.setAttribute(place, "unix:mode", mode, LinkOption.NOFOLLOW_LINKS);
        Files.getFileAttributeView(place, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(entry.modified(), null, null);
    }

    private boolean own(Path place, FileEntry entry) throws IOException {
        try {
            Files.setAttribute(place, "unix:uid", entry.uid(), LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(place, "unix:gid", entry.gid(), LinkOption.NOFOLLOW_LINKS);
            return true;
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            FileEntry made = FileEntry.of(place);
            boolean same = made.uid() == entry.uid() && made.gid() == entry.gid();
            ownersKept &= same;
            return same;
        }
    }
}
