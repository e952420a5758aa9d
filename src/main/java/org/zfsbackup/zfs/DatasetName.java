package org.zfsbackup.zfs;

import java.util.Optional;
import java.util.regex.Pattern;

/** The name of a file system or volume, as zfs(8) defines it: pool, then components divided by slashes. */
public record DatasetName(String value) implements Comparable<DatasetName> {
    static final int LONGEST = 255;
    private static final Pattern COMPONENT = Pattern.compile("[A-Za-z0-9_.: -]+");

    public DatasetName {
        if (value.isEmpty()) {
            throw new IllegalNameException("dataset", value, "it is empty");
        }
        if (value.length() > LONGEST) {
            throw new IllegalNameException("dataset", value, "it is longer than " + LONGEST + " characters");
        }
        if (value.startsWith("-")) {
            throw new IllegalNameException("dataset", value, "it would be taken for an option");
        }
        if (!Character.isLetter(value.charAt(0))) {
            throw new IllegalNameException("dataset", value, "the name of a pool begins with a letter");
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
                    kind, whole, "ZFS allows letters, digits, blanks and _ - : . in each part alone");
        }
        if (component.equals(".") || component.equals("..")) {
            throw new IllegalNameException(kind, whole, "a part of it is " + component);
        }
    }

    /** The dataset above, or nothing for a pool. */
    public Optional<DatasetName> parent() {
        int slash = value.lastIndexOf('/');
        return slash < 0 ? Optional.empty() : Optional.of(new DatasetName(value.substring(0, slash)));
    }

    /** The same place below another dataset: this is the first one, or lies below it. */
    public DatasetName moved(DatasetName from, DatasetName to) {
        return new DatasetName(to.value + value.substring(from.value.length()));
    }

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
