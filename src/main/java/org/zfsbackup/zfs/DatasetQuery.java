package org.zfsbackup.zfs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.zfsbackup.process.CommandFailedException;

/**
 * Asks for datasets with one process, however many there are. It learns what the installed zfs supports: it does not
 * ask again for a property or option that zfs calls invalid.
 */
final class DatasetQuery {
    /** The property that describes an interrupted receive. */
    static final String TOKEN = "receive_resume_token";

    /** The user property with which an administrator leaves a dataset out of the backups of a tree. */
    static final String LEFT_OUT = "org.zfsbackup:backup";

    private static final List<String> PROPERTIES =
            List.of("guid", "createtxg", "creation", "type", "userrefs", TOKEN, "encryption", "origin", LEFT_OUT);
    private static final Set<String> NEEDED = Set.of("guid", "createtxg", "creation", "type");
    private static final Pattern INVALID = Pattern.compile("invalid (?:property|option) '([^']+)'");
    /** The option that includes bookmarks. */
    static final String TYPES = "t";

    private final ZfsCommand zfs;
    private volatile boolean asked;
    private final Set<String> unknown = new CopyOnWriteArraySet<>();

    DatasetQuery(ZfsCommand zfs) {
        this.zfs = zfs;
    }

    /**
     * Returns the datasets, or nothing if the dataset does not exist.
     *
     * @param recursive also return all those below it; otherwise those directly below, without their snapshots
     */
    Optional<DatasetTree> ask(DatasetName root, boolean recursive) throws IOException {
        while (true) {
            Set<String> before = Set.copyOf(unknown);
            try {
                DatasetTable table = new DatasetTable();
                zfs.read(words(root, recursive, before), table::add);
                asked = true;
                return Optional.of(table.tree(root));
            } catch (CommandFailedException e) {
                if (ZfsCommand.saysMissing(e.errors(), root.value())) {
                    asked = true;
                    return Optional.empty();
                }
                Matcher invalid = INVALID.matcher(e.errors());
                if (!invalid.find() || NEEDED.contains(invalid.group(1)) || before.contains(invalid.group(1))) {
                    throw e;
                }
                unknown.add(invalid.group(1)); // another thread may have added it meanwhile
            }
        }
    }

    /** Asks once, so that the capabilities of this zfs are known. */
    void learn(DatasetName dataset) throws IOException {
        if (!asked) {
            ask(dataset, false);
        }
    }

    /** Returns whether this zfs has a property; true if it was not asked yet. */
    boolean knows(String property) {
        return !unknown.contains(property);
    }

    private static List<String> words(DatasetName root, boolean recursive, Set<String> unknown) {
        List<String> words = new ArrayList<>(List.of("get", "-rHp"));
        if (!recursive) {
            words.addAll(List.of("-d", "1"));
        }
        if (!unknown.contains(TYPES)) {
            words.addAll(List.of("-t", "all"));
        }
        String properties = String.join(
                ",",
                PROPERTIES.stream()
                        .filter(property -> !unknown.contains(property))
                        .toList());
        words.addAll(List.of("-o", "name,property,value", properties, root.value()));
        return words;
    }
}
