package org.zfsbackup.target;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Objects as files below a directory: written under a temporary name, forced to the disk, renamed, and the directory
 * forced too.
 */
public final class FileStore implements ObjectStore {
    /** What the names of unfinished files begin with, ours as well as those of Camel's file endpoint in our routes. */
    public static final String UNFINISHED = ".part-";

    /** What the URI of a directory begins with. */
    public static final String SCHEME = "file:";

    private static final Object REPLACING = new Object();

    private static final int BUFFER = 128 * 1024;
    private final Path root;

    public FileStore(Path root) {
        this.root = root;
    }

    /**
     * The store that a URI names.
     *
     * @throws IllegalArgumentException where it names no directory
     */
    public static FileStore at(String uri) {
        String path = uri.startsWith(SCHEME) ? uri.substring(SCHEME.length()) : "";
        path = path.replaceFirst("^///?(?=[^/])", "/");
        if (path.isBlank()) {
            throw new IllegalArgumentException("'" + uri + "' is no target that can be read back: use file:/DIRECTORY");
        }
        if (path.contains("%") || path.contains("?")) {
            throw new IllegalArgumentException(
                    "'" + uri + "' has a % or a ? in it, which mean something else in the URI of"
                            + " an endpoint: choose another path, or a symbolic link to it");
        }
        return new FileStore(Path.of(path).toAbsolutePath().normalize());
    }

    @Override
    public void checkReachable() throws IOException {
        if (!Files.isDirectory(root)) {
            throw new IOException("there is no directory " + root
                    + ": make it, or mount what should be there. It is not made by itself, so that a backup never goes"
                    + " beside a disk that is not mounted");
        }
    }

    @Override
    public void put(String name, InputStream content) throws IOException {
        Path file = path(name);
        Path unfinished = unfinished(file);
        try {
            write(unfinished, content);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            force(parent(file));
        } catch (IOException | RuntimeException | Error e) {
            discard(unfinished, e);
            throw e;
        }
    }

    @Override
    public boolean putIfAbsent(String name, byte[] content) throws IOException {
        Path file = path(name);
        Path unfinished = unfinished(file);
        try {
            write(unfinished, new ByteArrayInputStream(content));
            boolean made = link(unfinished, file, content);
            Files.delete(unfinished);
            force(parent(file));
            return made;
        } catch (IOException | RuntimeException | Error e) {
            discard(unfinished, e);
            throw e;
        }
    }

    @Override
    public Optional<Document> read(String name) throws IOException {
        try (InputStream in = get(name)) {
            byte[] content = in.readNBytes(LONGEST_DOCUMENT);
            if (in.read() >= 0) {
                throw new IOException(name + " at " + uri() + " is longer than " + LONGEST_DOCUMENT + " bytes");
            }
            return Optional.of(new Document(content, version(content)));
        } catch (NoSuchObjectException e) {
            return Optional.empty();
        }
    }

    private static String version(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Exact among the threads of one process; processes and hosts are kept apart by the lock of a run. */
    @Override
    public boolean replace(String name, byte[] content, String version) throws IOException {
        synchronized (REPLACING) {
            boolean same =
                    read(name).map(Document::version).filter(version::equals).isPresent();
            if (same) {
                write(name, content);
            }
            return same;
        }
    }

    @Override
    public boolean honoursConditions(String name, byte[] content) {
        return true;
    }

    /** What was to be told stays what is told. */
    private static void discard(Path unfinished, Throwable cause) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** FAT, SMB and others refuse a link with an error of the system, which has no type of its own. */
    private static boolean link(Path unfinished, Path file, byte[] content) throws IOException {
        try {
            Files.createLink(file, unfinished);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (UnsupportedOperationException | FileSystemException e) {
            return createNew(file, content);
        }
    }

    /** For file systems without hard links: one still wins, but a crash may leave the file empty. */
    private static boolean createNew(Path file, byte[] content) throws IOException {
        try {
            Files.write(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.SYNC);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private void write(Path file, InputStream content) throws IOException {
        checkReachable();
        makeDirectories(parent(file));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] buffer = new byte[BUFFER];
            int count;
            while ((count = content.read(buffer, 0, buffer.length)) >= 0) {
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
            channel.force(true);
        }
    }

    @Override
    public void settle(String name) throws IOException {
        Path file = path(name);
        force(file);
        for (Path directory = parent(file); directory.startsWith(root); directory = parent(directory)) {
            force(directory);
        }
    }

    /** Of Camel's file endpoint in our routes. */
    @Override
    public void settleUnfinished(String name) throws IOException {
        Path file = path(name);
        Path unfinished = parent(file).resolve(UNFINISHED + file.getFileName());
        try {
            force(unfinished);
        } catch (NoSuchFileException e) {
            // it is not there yet, or no more: then settle forces it
        }
    }

    @Override
    public InputStream get(String name) throws IOException {
        if (stat(name).isEmpty()) {
            throw new NoSuchObjectException(name, uri());
        }
        try {
            return Files.newInputStream(path(name));
        } catch (NoSuchFileException e) {
            throw new NoSuchObjectException(name, uri());
        }
    }

    @Override
    public Optional<StoredObject> stat(String name) throws IOException {
        return object(path(name));
    }

    /** What comes or goes meanwhile is in the list or is not. */
    @Override
    public List<StoredObject> list(String folder) throws IOException {
        Path directory = path(folder);
        List<StoredObject> objects = new ArrayList<>();
        if (!Files.isDirectory(directory)) {
            return objects;
        }
        Files.walkFileTree(
                directory, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                        object(file).ifPresent(objects::add);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                        return goOnIfGone(e);
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path file, @Nullable IOException e) throws IOException {
                        return e == null ? FileVisitResult.CONTINUE : goOnIfGone(e);
                    }
                });
        objects.sort(Comparator.comparing(StoredObject::name));
        return objects;
    }

    private static FileVisitResult goOnIfGone(IOException e) throws IOException {
        if (e instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw e;
    }

    private Optional<StoredObject> object(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            String name = root.relativize(file).toString().replace('\\', '/');
            return Optional.of(new StoredObject(
                            name,
                            attributes.size(),
                            attributes.lastModifiedTime().toInstant()))
                    .filter(object -> attributes.isRegularFile());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(path(name));
    }

    @Override
    public void removeFolder(String folder) throws IOException {
        Path directory = path(folder);
        if (!Files.isDirectory(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                try {
                    Files.delete(visited);
                } catch (NoSuchFileException | DirectoryNotEmptyException gone) {
                    return FileVisitResult.CONTINUE;
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Override
    public String uri() {
        return "file:" + root;
    }

    private Path path(String name) throws IOException {
        Path path = root.resolve(name).normalize();
        if (!path.startsWith(root) || path.equals(root)) {
            throw new IOException("'" + name + "' is not a path inside " + root);
        }
        return path;
    }

    private static Path parent(Path file) throws IOException {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IOException(file + " has no directory");
        }
        return parent;
    }

    private static Path unfinished(Path file) throws IOException {
        return parent(file).resolve(UNFINISHED + file.getFileName() + "-" + UUID.randomUUID());
    }

    private static void makeDirectories(Path directory) throws IOException {
        try {
            Files.createDirectories(directory);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(e.getFile() + " is not a directory", e);
        }
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
