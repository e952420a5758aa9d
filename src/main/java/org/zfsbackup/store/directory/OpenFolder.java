package org.zfsbackup.store.directory;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.store.SymbolicLinkException;
import org.zfsbackup.stream.Streams;

/**
 * A folder of a directory store. It is reached from the store's real root one component at a time, and no component may
 * be a symbolic link.
 *
 * <p>Files are created, renamed and deleted relative to the open folder (as with {@code openat}), so that replacing the
 * folder by a link in the meantime has no effect. Platforms without this feature only get the checks.
 */
@SuppressWarnings("StreamResourceLeak") // close() does it
final class OpenFolder implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenFolder.class);
    private static final int BUFFER = 128 * 1024;

    private final Path path;
    private final String name;
    private final String uri;
    private final FileAccess access;
    private final DirectoryStream<Path> opened;
    private final @Nullable SecureDirectoryStream<Path> secure;

    @SuppressWarnings("unchecked")
    private OpenFolder(Path path, String name, String uri, FileAccess access, DirectoryStream<Path> opened) {
        this.path = path;
        this.name = name;
        this.uri = uri;
        this.access = access;
        this.opened = opened;
        this.secure = opened instanceof SecureDirectoryStream ? (SecureDirectoryStream<Path>) opened : null;
    }

    /**
     * The root, which may be a link or be behind one because the user has chosen it. Empty if there is no such
     * directory.
     */
    static Optional<OpenFolder> root(Path root, String uri, FileAccess access) throws IOException {
        try {
            Path real = root.toRealPath();
            return Optional.of(new OpenFolder(real, "", uri, access, Files.newDirectoryStream(real)));
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Optional.empty();
        }
    }

    /**
     * A folder in this one. Empty if there is none.
     *
     * @throws SymbolicLinkException if it is a link
     */
    Optional<OpenFolder> folder(Path child) throws IOException {
        if (unlinked(child).filter(BasicFileAttributes::isDirectory).isEmpty()) {
            return Optional.empty();
        }
        Path inside = path.resolve(child);
        try {
            DirectoryStream<Path> stream = secure == null
                    ? Files.newDirectoryStream(inside)
                    : secure.newDirectoryStream(child, LinkOption.NOFOLLOW_LINKS);
            return Optional.of(new OpenFolder(inside, nameOf(child), uri, access, stream));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** A folder in this one, which is created if it is missing. */
    OpenFolder folderOrNew(Path child) throws IOException {
        Optional<OpenFolder> there = folder(child);
        if (there.isPresent()) {
            return there.get();
        }
        try {
            Files.createDirectory(path.resolve(child), access.ofNewFolder(path.getFileSystem()));
            permit(child);
        } catch (FileAlreadyExistsException e) {
            // Another thread has just created it, or it is not a directory, which the next line finds out.
        }
        return folder(child).orElseThrow(() -> new IOException(path.resolve(child) + " is not a directory"));
    }

    /** Its path in the file system, without links. */
    Path path() {
        return path;
    }

    /** The name of a child, relative to the store's root. */
    String nameOf(Path child) {
        return name.isEmpty() ? child.toString() : name + "/" + child;
    }

    /** The names of its children. */
    List<Path> children() throws IOException {
        List<Path> children = new ArrayList<>();
        try {
            opened.forEach(child -> children.add(child.getFileName()));
        } catch (DirectoryIteratorException e) {
            if (!(e.getCause() instanceof NoSuchFileException)) {
                throw e.getCause();
            }
        }
        return children;
    }

    /** The attributes of the child itself, even if it is a link. Empty if there is no such child. */
    Optional<BasicFileAttributes> attributes(Path child) throws IOException {
        try {
            return Optional.of(
                    secure == null
                            ? Files.readAttributes(
                                    path.resolve(child), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                            : secure.getFileAttributeView(
                                            child, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                                    .readAttributes());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** @throws SymbolicLinkException if the child is a link */
    Optional<BasicFileAttributes> unlinked(Path child) throws IOException {
        Optional<BasicFileAttributes> found = attributes(child);
        if (found.filter(BasicFileAttributes::isSymbolicLink).isPresent()) {
            throw new SymbolicLinkException(nameOf(child), uri);
        }
        return found;
    }

    /** Creates a file, writes it, and forces it to disk. Fails if it exists. */
    void write(Path child, InputStream content) throws IOException {
        try (FileChannel channel = create(child)) {
            Streams.copy(content, BUFFER, (buffer, count) -> writeAll(channel, ByteBuffer.wrap(buffer, 0, count)));
            channel.force(true);
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private FileChannel create(Path child) throws IOException {
        Set<OpenOption> options =
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        FileAttribute<?>[] attributes = access.ofNewFile(path.getFileSystem());
        FileChannel channel = secure == null
                ? FileChannel.open(path.resolve(child), options, attributes)
                : (FileChannel) secure.newByteChannel(child, options, attributes);
        permit(child);
        return channel;
    }

    /**
     * Sets our permissions on a file or folder that has others, because another program has created it or the umask has
     * removed those of the group. Does nothing if the file system cannot do it.
     */
    void permit(Path child) throws IOException {
        if (!FileAccess.isKnownTo(path.getFileSystem())) {
            return;
        }
        PosixFileAttributeView view = secure == null
                ? Files.getFileAttributeView(
                        path.resolve(child), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                : secure.getFileAttributeView(child, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        PosixFileAttributes found = view.readAttributes();
        if (!access.isThat(found.permissions(), found.isDirectory())) {
            try {
                view.setPermissions(access.permissions(found.isDirectory()));
            } catch (FileSystemException e) {
                LOG.debug(
                        "The file system does not allow changing the permissions of {}: {}",
                        path.resolve(child),
                        e.getMessage());
            }
        }
    }

    /** Renames a file atomically; an existing one is replaced. */
    void rename(Path from, Path to) throws IOException {
        if (secure == null) {
            Files.move(path.resolve(from), path.resolve(to), StandardCopyOption.ATOMIC_MOVE);
        } else {
            secure.move(from, secure, to);
        }
    }

    /** Deletes a file or a link, but not what a link points to. Does nothing if there is none. */
    void delete(Path child) throws IOException {
        if (attributes(child).filter(BasicFileAttributes::isDirectory).isPresent()) {
            throw new IOException(path.resolve(child)
                    + " is a directory, but an object should have this name: find out where it comes from, and"
                    + " remove it");
        }
        try {
            if (secure == null) {
                Files.delete(path.resolve(child));
            } else {
                secure.deleteFile(child);
            }
        } catch (NoSuchFileException e) {
            // Another process has just deleted it.
        }
    }

    /** Removes an empty folder. Does nothing if it is not empty or does not exist. */
    void removeFolder(Path child) throws IOException {
        try {
            if (attributes(child).filter(BasicFileAttributes::isDirectory).isEmpty()) {
                return;
            }
            if (secure == null) {
                Files.delete(path.resolve(child));
            } else {
                secure.deleteDirectory(child);
            }
        } catch (NoSuchFileException | DirectoryNotEmptyException e) {
            // It no longer exists, or is still in use.
        }
    }

    @Override
    public void close() throws IOException {
        opened.close();
    }
}
