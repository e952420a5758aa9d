package org.zfsbackup.operation;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.operation.replication.TaggedBases;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;

/**
 * What the datasets of a source remember of one repository: a bookmark of ours, or a user property if ZFS has no
 * bookmarks. For one thread and one run.
 *
 * <p>The value of the property begins with the GUID of the dataset, because a value that was inherited, or was received
 * from another dataset, says nothing about this one.
 */
final class TargetMemory {
    private static final String PROPERTY = "org.zfsbackup:backup.";

    private final BackupSource source;
    private final String place;
    private final String tag;
    private @Nullable Map<DatasetName, String> properties;

    TargetMemory(BackupSource source, Repository target) {
        this.source = source;
        this.place = target.place();
        this.tag = TaggedBases.tag(place);
    }

    /** The tag of the repository, for the names of bookmarks and holds. */
    String tag() {
        return tag;
    }

    /**
     * Returns whether the dataset was backed up to the repository before.
     *
     * @throws IOException if zfs fails
     */
    boolean remembers(DatasetState dataset) throws IOException {
        return !TaggedBases.bookmarks(dataset, Set.of(tag + "_")).isEmpty()
                || isOf(dataset, properties().get(dataset.name()));
    }

    /**
     * Leaves the property, unless the dataset has it.
     *
     * @throws IOException if zfs fails
     */
    void leaveProperty(DatasetState dataset) throws IOException {
        String value = dataset.guid() + " " + place;
        if (!value.equals(properties().put(dataset.name(), value))) {
            source.zfs().userProperties().set(dataset.name(), property(tag), value);
        }
    }

    /** The name of the property for a tag. */
    static String property(String tag) {
        return PROPERTY + tag.substring(TaggedBases.PREFIX.length());
    }

    /** Returns whether a property says to which targets a dataset was backed up, which is not true of a copy. */
    static boolean isState(String property) {
        return property.startsWith(PROPERTY);
    }

    /** Returns whether a value of the property was set for this dataset. */
    static boolean isOf(DatasetState dataset, @Nullable String value) {
        return value != null && value.startsWith(dataset.guid() + " ");
    }

    private Map<DatasetName, String> properties() throws IOException {
        Map<DatasetName, String> known = properties;
        if (known == null) {
            known = new HashMap<>(
                    source.zfs().userProperties().read(source.root(), property(tag), source.hasChildren()));
            properties = known;
        }
        return known;
    }
}
