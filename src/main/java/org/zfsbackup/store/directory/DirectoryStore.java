package org.zfsbackup.store.directory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.store.NoSuchObjectException;
import org.zfsbackup.store.ObjectStore;
import org.zfsbackup.store.StoredDocument;
import org.zfsbackup.store.StoredObject;
import org.zfsbackup.store.SymbolicLinkException;
import org.zfsbackup.stream.Hashes;

/**
 * Objects as files below a directory. A file is written under a temporary name, forced to disk and renamed; then its
 * directory is forced to disk. The directory itself may be a symbolic link or be behind one; links below it are not
 * followed.
 */
public final class DirectoryStore implements ObjectStore {
    /** The beginning of the names of unfinished files, ours and those of Camel's file endpoint in our routes. */
    public static final String UNFINISHED = ".part-";

    /** The beginning of the URI of a directory. */
    public static final String SCHEME = "file:";

    private static final Object REPLACING = new Object();
    private final Path root;
    private final FileAccess access;

    /** A directory whose new files only their owner may read. */
    public DirectoryStore(Path root) {
        this(root, FileAccess.OWNER);
    }

    /**
     * @param root the directory; it need not exist yet
     * @param access who may read new files and folders
     */
    public DirectoryStore(Path root, FileAccess access) {
        this.root = root;
        this.access = access;
    }

    /**
     * The store of a {@link DirectoryUri}.
     *
     * @throws IllegalArgumentException if the URI does not name a directory
     */
    public static DirectoryStore at(String uri) {
        DirectoryUri directory = DirectoryUri.of(uri);
        return new DirectoryStore(directory.absolute(), directory.access());
    }

    @Override
    public void checkReachable() throws IOException {
        if (!Files.isDirectory(root)) {
            throw new IOException("there is no directory " + root
                    + ": create it, or mount its disk. It is never created automatically, so that a backup"
                    + " cannot be written to the wrong disk when the backup disk is not mounted");
        }
    }

    @Override
    public void put(String name, InputStream content) throws IOException {
        Path file = inside(name);
        try (OpenFolder folder = folderOrNew(file.getParent())) {
            new NewFile(folder, file.getFileName()).put(content);
            force(folder.path());
        }
    }

    @Override
    public boolean putIfAbsent(String name, byte[] content) throws IOException {
        Path file = inside(name);
        try (OpenFolder folder = folderOrNew(file.getParent())) {
            boolean created = new NewFile(folder, file.getFileName()).putIfAbsent(content);
            force(folder.path());
            return created;
        }
    }

    @Override
    public Optional<StoredDocument> read(String name) throws IOException {
        try (InputStream in = get(name)) {
            byte[] content = in.readNBytes(LONGEST_DOCUMENT);
            if (in.read() >= 0) {
                throw new IOException(name + " at " + uri() + " is longer than " + LONGEST_DOCUMENT + " bytes");
            }
            return Optional.of(new StoredDocument(content, etag(content)));
        } catch (NoSuchObjectException e) {
            return Optional.empty();
        }
    }

    private static String etag(byte[] content) {
        return Hashes.sha256Hex(content);
    }

    /** Atomic among the threads of this process. The lock of a run excludes other processes and hosts. */
    @Override
    public boolean replace(String name, byte[] content, String etag) throws IOException {
        synchronized (REPLACING) {
            boolean same =
                    read(name).map(StoredDocument::etag).filter(etag::equals).isPresent();
            if (same) {
                write(name, content);
            }
            return same;
        }
    }

    @Override
    public boolean canBeFull() {
        return true;
    }

    @Override
    public OptionalLong room() throws IOException {
        return OptionalLong.of(Files.getFileStore(root).getUsableSpace());
    }

    @Override
    public boolean supportsConditionalWrites(String name, byte[] content) {
        return true;
    }

    @Override
    public void expect(String name) throws IOException {
        folderOrNew(inside(name).getParent()).close();
    }

    @Override
    public void makeDurable(String name) throws IOException {
        Path file = regular(name);
        permit(name);
        force(file);
        Path real = root.toRealPath();
        for (Path at = file.getParent(); at != null && at.startsWith(real); at = at.getParent()) {
            force(at);
        }
    }

    @Override
    public void flushPartial(String name) throws IOException {
        try {
            force(regular(unfinishedOf(name)));
        } catch (NoSuchObjectException | NoSuchFileException e) {
            // It does not exist yet or any more; makeDurable forces the final file.
        }
    }

    @Override
    public void permitUnfinished(String name) throws IOException {
        try {
            permit(unfinishedOf(name));
        } catch (NoSuchFileException e) {
            // It has another temporary name, and gets its access when it is finished.
        }
    }

    /** The temporary name that Camel's file endpoint uses in our routes. */
    private static String unfinishedOf(String name) {
        int file = name.lastIndexOf('/') + 1;
        return name.substring(0, file) + UNFINISHED + name.substring(file);
    }

    private void permit(String name) throws IOException {
        Path file = inside(name);
        Optional<OpenFolder> found = folder(file.getParent());
        if (found.isPresent()) {
            try (OpenFolder folder = found.get()) {
                folder.permit(file.getFileName());
            }
        }
    }

    @Override
    public InputStream get(String name) throws IOException {
        try {
            return Files.newInputStream(regular(name), LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            throw new NoSuchObjectException(name, uri());
        }
    }

    /** The real path of an existing object. */
    private Path regular(String name) throws IOException {
        Path file = inside(name);
        try (OpenFolder folder = folder(file.getParent()).orElseThrow(() -> new NoSuchObjectException(name, uri()))) {
            if (folder.unlinked(file.getFileName())
                    .filter(BasicFileAttributes::isRegularFile)
                    .isEmpty()) {
                throw new NoSuchObjectException(name, uri());
            }
            return folder.path().resolve(file.getFileName());
        }
    }

    @Override
    public Optional<StoredObject> stat(String name) throws IOException {
        Path file = inside(name);
        Optional<OpenFolder> found = folder(file.getParent());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (OpenFolder folder = found.get()) {
            return folder.unlinked(file.getFileName())
                    .filter(BasicFileAttributes::isRegularFile)
                    .map(there -> FolderContent.object(folder.nameOf(file.getFileName()), there));
        }
    }

    @Override
    public List<StoredObject> list(String folder) throws IOException {
        return content(folder).objects();
    }

    @Override
    public List<String> folders(String folder) throws IOException {
        Optional<OpenFolder> found = folder(folder.isEmpty() ? null : inside(folder));
        if (found.isEmpty()) {
            return List.of();
        }
        try (OpenFolder opened = found.get()) {
            List<String> names = new ArrayList<>();
            for (Path child : opened.children()) {
                if (opened.attributes(child)
                        .filter(BasicFileAttributes::isDirectory)
                        .isPresent()) {
                    names.add(child.getFileName().toString());
                }
            }
            Collections.sort(names);
            return names;
        }
    }

    @Override
    public List<String> links(String folder) throws IOException {
        try {
            return content(folder).links();
        } catch (SymbolicLinkException e) {
            return List.of(e.name());
        }
    }

    private FolderContent content(String folder) throws IOException {
        Optional<OpenFolder> found = folder(inside(folder));
        if (found.isEmpty()) {
            return new FolderContent();
        }
        try (OpenFolder opened = found.get()) {
            return FolderContent.of(opened);
        }
    }

    @Override
    public void delete(String name) throws IOException {
        Path file = inside(name);
        Optional<OpenFolder> found = folder(file.getParent());
        if (found.isPresent()) {
            try (OpenFolder folder = found.get()) {
                folder.delete(file.getFileName());
            }
        }
    }

    @Override
    public void removeFolder(String name) throws IOException {
        Path file = inside(name);
        Optional<OpenFolder> found = folder(file.getParent());
        if (found.isPresent()) {
            try (OpenFolder folder = found.get()) {
                folder.removeFolder(file.getFileName());
            }
        }
    }

    @Override
    public String uri() {
        return "file:" + root;
    }

    /** The path of a name, relative to the root. */
    private Path inside(String name) throws IOException {
        Path path = root.resolve(name).normalize();
        if (!path.startsWith(root) || path.equals(root)) {
            throw new IOException("'" + name + "' is not a path inside " + root);
        }
        return root.relativize(path);
    }

    /** @param path relative to the root; null for the root itself */
    private Optional<OpenFolder> folder(@Nullable Path path) throws IOException {
        Optional<OpenFolder> found = OpenFolder.root(root, uri(), access);
        for (Path child : path == null ? List.<Path>of() : path) {
            if (found.isEmpty()) {
                return found;
            }
            try (OpenFolder parent = found.get()) {
                found = parent.folder(child);
            }
        }
        return found;
    }

    private OpenFolder folderOrNew(@Nullable Path path) throws IOException {
        checkReachable();
        OpenFolder folder = OpenFolder.root(root, uri(), access)
                .orElseThrow(() -> new NoSuchFileException(root.toString(), null, "it is no longer a directory"));
        for (Path child : path == null ? List.<Path>of() : path) {
            try (OpenFolder parent = folder) {
                folder = parent.folderOrNew(child);
            }
        }
        return folder;
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            channel.force(true);
        }
    }
}
