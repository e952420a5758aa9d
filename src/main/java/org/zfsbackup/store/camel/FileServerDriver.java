package org.zfsbackup.store.camel;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.apache.camel.Endpoint;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.zfsbackup.store.StoredObject;
import org.zfsbackup.store.SymbolicLinkException;
import org.zfsbackup.store.directory.DirectoryStore;
import org.zfsbackup.store.fileserver.Connections;
import org.zfsbackup.store.fileserver.RemoteFiles;

/**
 * Stores files on a file server: writes them under a temporary name, checks their size, and renames them.
 *
 * <p>Camel's endpoint provides the server's address and the login. Its producer and consumer are not used, because the
 * producer leaves its temporary file behind if it fails, and the consumer lists a directory for each file that it
 * reads.
 */
final class FileServerDriver implements StoreDriver {
    private final Connections connections;
    private final String root;
    private final String uri;

    private FileServerDriver(Connections connections, String root, String uri) {
        this.connections = connections;
        this.root = root;
        this.uri = uri;
    }

    static FileServerDriver of(Endpoint endpoint, ComponentDescriptor kind, String uri) {
        if (uri.matches("[a-z]+:(//)?+[^/]+//.*")) {
            throw new IllegalArgumentException("'" + uri + "' has an absolute path, but Camel's " + kind.scheme()
                    + ": reads it as relative to the login directory: write a relative path, or create a"
                    + " symbolic link there");
        }
        String directory =
                ((GenericFileEndpoint<?>) endpoint).getConfiguration().getDirectory();
        return new FileServerDriver(
                Connections.of(kind.scheme(), endpoint), directory.isEmpty() ? "." : directory, uri);
    }

    @Override
    public void checkReachable() throws IOException {
        connections.use(files -> {
            check(files);
            return true;
        });
    }

    private void check(RemoteFiles files) throws IOException {
        if (!files.leadsToDirectory(root)) {
            throw new IOException("there is no directory " + root + " at " + uri
                    + ": create it, or mount its disk there. It is never created automatically, so that a"
                    + " backup cannot be written to the wrong disk when the backup disk is not mounted");
        }
    }

    private String path(String name) {
        return root.endsWith("/") ? root + name : root + "/" + name;
    }

    private static String folder(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('/')));
    }

    @Override
    public void put(String name, InputStream content) throws IOException {
        upload(name, content, (files, unfinished) -> {
            files.rename(unfinished, path(name));
            return true;
        });
    }

    @Override
    public Optional<Boolean> putIfAbsent(String name, byte[] content) throws IOException {
        return upload(name, new ByteArrayInputStream(content), (files, unfinished) -> {
            Optional<Boolean> linked = files.link(unfinished, path(name));
            files.delete(unfinished);
            return linked;
        });
    }

    /** Gives a complete file its name. */
    @FunctionalInterface
    private interface Naming<R> {
        R name(RemoteFiles files, String unfinished) throws IOException;
    }

    private <R> R upload(String name, InputStream content, Naming<R> naming) throws IOException {
        String folder = folder(name);
        String file = DirectoryStore.UNFINISHED + name.substring(name.lastIndexOf('/') + 1) + "-" + UUID.randomUUID();
        String unfinished = path(folder.isEmpty() ? file : folder + "/" + file);
        SourceStream source = new SourceStream(content);
        try {
            return connections.use(files -> {
                makeFolders(files, folder);
                files.store(unfinished, source);
                checkSize(files, unfinished, source.size());
                return naming.name(files, unfinished);
            });
        } catch (IOException | RuntimeException | Error e) {
            discard(unfinished, e);
            throw e;
        }
    }

    /** An existing folder costs one request, which also detects a link in its place. */
    private void makeFolders(RemoteFiles files, String folder) throws IOException {
        for (String above : foldersTo(folder + "/")) {
            if (unlinked(files, above).filter(RemoteFiles.Entry::isDirectory).isEmpty()) {
                check(files);
                files.makeDirectory(path(above));
            }
        }
    }

    /** The folders above a name, from the top. */
    private static List<String> foldersTo(String name) {
        List<String> folders = new ArrayList<>();
        for (int end = name.indexOf('/'); end > 0; end = name.indexOf('/', end + 1)) {
            folders.add(name.substring(0, end));
        }
        return folders;
    }

    /** @throws SymbolicLinkException if the server reports a link with this name */
    private Optional<RemoteFiles.Entry> unlinked(RemoteFiles files, String name) throws IOException {
        Optional<RemoteFiles.Entry> found = files.stat(path(name));
        if (found.filter(RemoteFiles.Entry::isLink).isPresent()) {
            throw new SymbolicLinkException(name, uri);
        }
        return found;
    }

    /** Whether all of the folders exist, and none of them is a link. */
    private boolean isThere(RemoteFiles files, List<String> folders) throws IOException {
        for (String folder : folders) {
            if (unlinked(files, folder).filter(RemoteFiles.Entry::isDirectory).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void expect(String name) throws IOException {
        connections.use(files -> {
            makeFolders(files, folder(name));
            return true;
        });
    }

    private void checkSize(RemoteFiles files, String path, long size) throws IOException {
        long stored = files.stat(path).map(RemoteFiles.Entry::size).orElse(-1L);
        if (stored != size) {
            throw new IOException(path + " at " + uri + " has " + stored + " bytes after " + size + " were sent");
        }
    }

    /** Keeps the original failure; a failed clean-up is only added to it. */
    private void discard(String unfinished, Throwable cause) {
        try {
            connections.use(files -> {
                files.delete(unfinished);
                return true;
            });
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public Optional<Content> get(String name) throws IOException {
        return connections.open(path(name)).map(in -> new Content(in, null));
    }

    @Override
    public Optional<StoredObject> stat(String name) throws IOException {
        return connections
                .use(files ->
                        isThere(files, foldersTo(name)) ? unlinked(files, name) : Optional.<RemoteFiles.Entry>empty())
                .filter(found -> !found.isDirectory())
                .map(found -> object(name, found));
    }

    private static StoredObject object(String name, RemoteFiles.Entry found) {
        return new StoredObject(name, found.size(), found.modified());
    }

    @Override
    public List<StoredObject> list(String folder) throws IOException {
        List<StoredObject> objects = new ArrayList<>();
        walk(folder, (name, entry) -> {
            if (!entry.isLink()) {
                objects.add(object(name, entry));
            }
        });
        return objects;
    }

    @Override
    public boolean canBeFull() {
        return true;
    }

    @Override
    public List<String> links(String folder) throws IOException {
        List<String> links = new ArrayList<>();
        try {
            walk(folder, (name, entry) -> {
                if (entry.isLink()) {
                    links.add(name);
                }
            });
        } catch (SymbolicLinkException e) {
            links.add(e.name());
        }
        return links;
    }

    /** Passes every file and link below a folder to {@code seen}, without following links. */
    private void walk(String folder, BiConsumer<String, RemoteFiles.Entry> seen) throws IOException {
        connections.use(files -> {
            if (isThere(files, foldersTo(folder + "/"))) {
                walk(files, folder, seen);
            }
            return true;
        });
    }

    private void walk(RemoteFiles files, String folder, BiConsumer<String, RemoteFiles.Entry> seen) throws IOException {
        for (RemoteFiles.Entry entry : files.list(path(folder))) {
            String name = folder + "/" + entry.name();
            if (entry.isDirectory()) {
                walk(files, name, seen);
            } else {
                seen.accept(name, entry);
            }
        }
    }

    @Override
    public void delete(String name) throws IOException {
        connections.use(files -> {
            if (isThere(files, foldersTo(name))) {
                files.delete(path(name));
            }
            return true;
        });
    }

    @Override
    public void removeFolder(String folder) throws IOException {
        connections.use(files -> {
            // Only an empty folder is removed: some servers delete the content of a folder as well.
            if (isThere(files, foldersTo(folder + "/"))
                    && files.list(path(folder)).isEmpty()) {
                files.removeDirectory(path(folder));
            }
            return true;
        });
    }

    @Override
    public void close() {
        connections.close();
    }
}
