package org.zfsbackup.store.camel;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.zfsbackup.store.NoSuchObjectException;
import org.zfsbackup.store.ObjectStore;
import org.zfsbackup.store.StoredDocument;
import org.zfsbackup.store.StoredObject;
import org.zfsbackup.stream.MeteredStream;

/**
 * A store that uses the driver of one kind of place. It checks names, compares the size of what was stored, and detects
 * streams that end early.
 *
 * <p>If the place has no conditional writes, they are atomic only among the threads of this process.
 */
final class EndpointStore implements ObjectStore {
    private static final int TRIES = 5;

    private final StoreDriver verbs;
    private final String uri;

    /** @param uri without secrets */
    EndpointStore(StoreDriver verbs, String uri) {
        this.verbs = verbs;
        this.uri = uri;
    }

    @Override
    public void checkReachable() throws IOException {
        verbs.checkReachable();
    }

    @Override
    public void put(String name, InputStream content) throws IOException {
        SourceStream source = new SourceStream(content);
        NameLock alone = NameLock.of(uri, check(name));
        try (alone) {
            verbs.put(name, source);
            checkSize(name, source.size());
        } catch (IOException e) {
            throw source.failure().orElse(e);
        }
    }

    private void checkSize(String name, long put) throws IOException {
        Optional<StoredObject> stored = verbs.stat(name);
        if (stored.isEmpty() || stored.get().size() != put) {
            throw new IOException(put + " bytes of " + name + " were stored at " + uri + ", but "
                    + stored.map(object -> "it has " + object.size()).orElse("it does not exist"));
        }
    }

    @Override
    public boolean putIfAbsent(String name, byte[] content) throws IOException {
        check(name);
        if (verbs.hasConditions()) {
            return verbs.putIf(name, content, null) || isThere(name, content);
        }
        NameLock alone = NameLock.of(uri, name);
        try (alone) {
            if (verbs.stat(name).isPresent()) {
                return false;
            }
            Optional<Boolean> stored = verbs.putIfAbsent(name, content);
            return stored.isPresent() ? stored.get() : putAndReadBack(name, content);
        }
    }

    @Override
    public boolean replace(String name, byte[] content, String etag) throws IOException {
        check(name);
        if (verbs.hasConditions()) {
            return verbs.putIf(name, content, etag) || isThere(name, content);
        }
        NameLock alone = NameLock.of(uri, name);
        try (alone) {
            boolean same =
                    read(name).map(StoredDocument::etag).filter(etag::equals).isPresent();
            return same && putAndReadBack(name, content);
        }
    }

    private boolean putAndReadBack(String name, byte[] content) throws IOException {
        write(name, content);
        return isThere(name, content);
    }

    /**
     * If a client repeats a request whose answer was lost, the object that it has written itself makes the condition
     * fail.
     */
    private boolean isThere(String name, byte[] content) throws IOException {
        return read(name)
                .filter(found -> Arrays.equals(found.content(), content))
                .isPresent();
    }

    @Override
    public boolean supportsConditionalWrites(String name, byte[] content) throws IOException {
        if (!verbs.hasConditions()) {
            return false;
        }
        String etag = read(name)
                .map(StoredDocument::etag)
                .orElseThrow(
                        () -> new IOException(name + " is no longer at " + uri + ": another process has removed it"));
        return !verbs.putIf(name, content, null)
                && verbs.putIf(name, content, etag)
                && !verbs.putIf(name, content, etag);
    }

    /** Reads again if the object is replaced while it is read. */
    @Override
    public Optional<StoredDocument> read(String name) throws IOException {
        check(name);
        for (int i = 0; i < TRIES; i++) {
            Optional<StoredObject> found = verbs.stat(name);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Optional<StoredDocument> document = document(name);
            if (document.isPresent()
                    && document.get().content().length == found.get().size()) {
                return document;
            }
        }
        throw new IOException(name + " at " + uri + " was replaced on every attempt to read it: run it again");
    }

    private Optional<StoredDocument> document(String name) throws IOException {
        Optional<StoreDriver.Content> content = verbs.get(name);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        try (MeteredStream in = MeteredStream.limited(
                content.get().in(), LONGEST_DOCUMENT, name + " at " + uri + " is longer than " + LONGEST_DOCUMENT)) {
            byte[] bytes = in.readAllBytes();
            String etag = content.get().etag();
            return Optional.of(
                    new StoredDocument(bytes, etag == null ? in.digest().sha256() : etag));
        }
    }

    /** The servers decide when an object is durable; endpoints have no way to ask for it. */
    @Override
    public void makeDurable(String name) {}

    @Override
    public InputStream get(String name) throws IOException {
        StoredObject there = stat(name).orElseThrow(() -> new NoSuchObjectException(name, uri));
        Optional<StoreDriver.Content> content = verbs.get(name);
        if (content.isPresent()) {
            return new WholeStream(content.get().in(), there.size(), name + " at " + uri);
        }
        if (stat(name).isEmpty()) {
            throw new NoSuchObjectException(name, uri);
        }
        throw new IOException(name + " is at " + uri + ", but getting it returned nothing");
    }

    @Override
    public Optional<StoredObject> stat(String name) throws IOException {
        return verbs.stat(check(name));
    }

    @Override
    public List<StoredObject> list(String folder) throws IOException {
        return verbs.list(check(folder)).stream()
                .sorted(Comparator.comparing(StoredObject::name))
                .toList();
    }

    @Override
    public List<String> links(String folder) throws IOException {
        return verbs.links(check(folder)).stream().sorted().toList();
    }

    @Override
    public void expect(String name) throws IOException {
        verbs.expect(check(name));
    }

    @Override
    public void delete(String name) throws IOException {
        verbs.delete(check(name));
    }

    @Override
    public void removeFolder(String folder) throws IOException {
        verbs.removeFolder(check(folder));
    }

    private String check(String name) throws IOException {
        return ObjectNames.check(name, uri);
    }

    @Override
    public boolean canBeFull() {
        return verbs.canBeFull();
    }

    @Override
    public boolean isReadExpensive() {
        return true;
    }

    @Override
    public String uri() {
        return uri;
    }

    @Override
    public void close() {
        verbs.close();
    }
}
