package org.zfsbackup.target;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** A store that does what another does, for tests to make it fail, or lie, in one thing. */
public class StoreOver implements ObjectStore {
    protected final ObjectStore store;

    public StoreOver(ObjectStore store) {
        this.store = store;
    }

    @Override
    public void checkReachable() throws IOException {
        store.checkReachable();
    }

    @Override
    public void put(String name, InputStream content) throws IOException {
        store.put(name, content);
    }

    @Override
    public boolean putIfAbsent(String name, byte[] content) throws IOException {
        return store.putIfAbsent(name, content);
    }

    @Override
    public Optional<Document> read(String name) throws IOException {
        return store.read(name);
    }

    @Override
    public boolean replace(String name, byte[] content, String version) throws IOException {
        return store.replace(name, content, version);
    }

    @Override
    public boolean honoursConditions(String name, byte[] content) throws IOException {
        return store.honoursConditions(name, content);
    }

    @Override
    public void settle(String name) throws IOException {
        store.settle(name);
    }

    @Override
    public InputStream get(String name) throws IOException {
        return store.get(name);
    }

    @Override
    public Optional<StoredObject> stat(String name) throws IOException {
        return store.stat(name);
    }

    @Override
    public List<StoredObject> list(String folder) throws IOException {
        return store.list(folder);
    }

    @Override
    public List<String> links(String folder) throws IOException {
        return store.links(folder);
    }

    @Override
    public void expect(String name) throws IOException {
        store.expect(name);
    }

    @Override
    public void delete(String name) throws IOException {
        store.delete(name);
    }

    @Override
    public void removeFolder(String folder) throws IOException {
        store.removeFolder(folder);
    }

    @Override
    public String uri() {
        return store.uri();
    }
}
