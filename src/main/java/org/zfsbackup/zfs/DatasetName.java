package org.zfsbackup.zfs;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The name of a file system or volume, as zfs(8) defines it: a pool, then components separated by slashes. Ordered as
 * its text is.
 *
 * @param value the whole name
 */
public record DatasetName(String value) implements Comparable<DatasetName> {
    /** The most characters that the name of a dataset or of a snapshot may have. */
    public static final int LONGEST = 255;

    private static final Pattern COMPONENT = Pattern.compile("[A-Za-z0-9_.: -]+");

    /**
     * Checks the name.
     *
     * @throws IllegalNameException if ZFS does not allow it
     */
    public DatasetName {
        if (value.isEmpty()) {
            throw new IllegalNameException("dataset", value, "it is empty");
        }
        if (value.length() > LONGEST) {
            throw new IllegalNameException("dataset", value, "it is longer than " + LONGEST + " characters");
        }
        if (value.startsWith("-")) {
            throw new IllegalNameException("dataset", value, "a name that begins with - would be taken for an option");
        }
        if (!Character.isLetter(value.charAt(0))) {
            throw new IllegalNameException("dataset", value, "the name of a pool must begin with a letter");
        }
        for (String component : value.split("/", -1)) {
            checkComponent("dataset", value, component);
        }
    }

    static void checkComponent(String kind, String whole, String component) {
        if (component.isEmpty()) {
            throw new IllegalNameException(kind, whole, "a part of it is empty");
        }
        if (!COMPONENT.matcher(component).matches()) {
            throw new IllegalNameException(
                    kind, whole, "between the slashes, ZFS allows only letters, digits, blanks and _ - : .");
        }
        if (component.equals(".") || component.equals("..")) {
            throw new IllegalNameException(kind, whole, "a part of it is " + component);
        }
    }

    /** Returns the dataset above, or nothing for a pool. */
    public Optional<DatasetName> parent() {
        int slash = value.lastIndexOf('/');
        return slash < 0 ? Optional.empty() : Optional.of(new DatasetName(value.substring(0, slash)));
    }

    /** Returns the nearest dataset above that is one of these, or nothing if none is. */
    public Optional<DatasetName> nearestAbove(Set<DatasetName> datasets) {
        Optional<DatasetName> above = parent();
        while (above.isPresent() && !datasets.contains(above.get())) {
            above = above.get().parent();
        }
        return above;
    }

    /** Returns the name of its pool, which is also the name of the dataset above all others there. */
    public DatasetName pool() {
        return new DatasetName(value.split("/", 2)[0]);
    }

    /** Returns whether this is a dataset below the other one, at any depth. */
    public boolean isBelow(DatasetName other) {
        return value.startsWith(other.value + "/");
    }

    /**
     * Returns the name with {@code from} at its beginning replaced by {@code to}. This must be {@code from} or below
     * it.
     */
    public DatasetName moved(DatasetName from, DatasetName to) {
        return new DatasetName(to.value + value.substring(from.value.length()));
    }

    /**
     * Returns the name of a snapshot of this dataset.
     *
     * @param snapshot the part after {@code @}
     * @throws IllegalNameException if ZFS does not allow it
     */
    public SnapshotName at(String snapshot) {
        return new SnapshotName(this, snapshot);
    }

    @Override
    public int compareTo(DatasetName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
