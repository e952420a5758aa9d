package org.zfsbackup.repository;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the other repositories in the store of a repository, by their maps. */
public final class OtherPrefixes {
    private static final Logger LOG = LoggerFactory.getLogger(OtherPrefixes.class);

    /** Prefixes of more components than this are not found. */
    private static final int DEEPEST = 3;

    private static final int NAMED = 20;

    private OtherPrefixes() {}

    /**
     * Returns the other repositories with a map. Costs one listing of the folders, and a question for each of them; a
     * store that cannot list its folders alone has none. What this user may not read is left out.
     */
    public static List<Repository> of(Repository target) {
        List<Repository> found = new ArrayList<>();
        Deque<String> folders = new ArrayDeque<>(List.of(""));
        while (!folders.isEmpty()) {
            String folder = folders.remove();
            for (String name : in(target, folder)) {
                String prefix = folder.isEmpty() ? name : folder + "/" + name;
                Optional<Repository> other = at(target, prefix);
                if (other.isEmpty()) {
                    continue;
                }
                if (hasMap(other.get())) {
                    found.add(other.get());
                } else if (prefix.split("/", -1).length < DEEPEST) {
                    folders.add(prefix);
                }
            }
        }
        found.removeIf(other -> other.prefix().equals(target.prefix()));
        return found;
    }

    private static List<String> in(Repository target, String folder) {
        try {
            return target.store().folders(folder);
        } catch (IOException e) {
            LOG.debug("The folders in '{}' at {} are not known: {}", folder, target, e.getMessage());
            return List.of();
        }
    }

    private static boolean hasMap(Repository other) {
        try {
            return other.store().stat(other.map()).isPresent();
        } catch (IOException e) {
            LOG.debug("It is not known whether {} has backups: {}", other, e.getMessage());
            return false;
        }
    }

    /** A folder inside a prefix cannot be one, and another folder that cannot belongs to somebody else. */
    private static Optional<Repository> at(Repository target, String prefix) {
        try {
            return Optional.of(new Repository(target.store(), prefix));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns a sentence that names the prefixes that have backups, for a user who looks for them in a repository
     * without any; nothing if there are none.
     */
    public static Optional<String> sentence(Repository target) {
        List<String> names =
                of(target).stream().map(Repository::prefix).sorted().toList();
        if (names.isEmpty()) {
            return Optional.empty();
        }
        String more = names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "";
        return Optional.of("There are no backups at " + target + ". There are backups with "
                + (names.size() == 1 ? "the prefix " : "these prefixes: ")
                + String.join(", ", names.subList(0, Math.min(NAMED, names.size()))) + more
                + ". Choose one with --prefix NAME");
    }
}
