package org.zfsbackup.store.directory;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.zfsbackup.store.StoredObject;

/** The objects and links in a folder of a directory store, at any depth. It never looks behind a link. */
final class FolderContent {
    private final List<StoredObject> objects = new ArrayList<>();
    private final List<String> links = new ArrayList<>();

    /** A file that is created or deleted during the call may be missing from the result or not. */
    static FolderContent of(OpenFolder folder) throws IOException {
        FolderContent content = new FolderContent();
        content.collect(folder);
        content.objects.sort(Comparator.comparing(StoredObject::name));
        Collections.sort(content.links);
        return content;
    }

    private void collect(OpenFolder folder) throws IOException {
        for (Path child : folder.children()) {
            Optional<BasicFileAttributes> found = folder.attributes(child);
            if (found.isEmpty()) {
                continue;
            }
            if (found.get().isSymbolicLink()) {
                links.add(folder.nameOf(child));
            } else if (found.get().isRegularFile()) {
                objects.add(object(folder.nameOf(child), found.get()));
            } else if (found.get().isDirectory()) {
                descend(folder, child);
            }
        }
    }

    private void descend(OpenFolder folder, Path child) throws IOException {
        Optional<OpenFolder> deeper = folder.folder(child);
        if (deeper.isPresent()) {
            try (OpenFolder below = deeper.get()) {
                collect(below);
            }
        }
    }

    static StoredObject object(String name, BasicFileAttributes found) {
        return new StoredObject(name, found.size(), found.lastModifiedTime().toInstant());
    }

    List<StoredObject> objects() {
        return objects;
    }

    List<String> links() {
        return links;
    }
}
