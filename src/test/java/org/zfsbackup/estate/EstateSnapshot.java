package org.zfsbackup.estate;

/**
 * A snapshot of the estate.
 *
 * @param dataset the dataset's name
 * @param name the part after the @
 * @param guid as ZFS prints it
 */
record EstateSnapshot(String dataset, String name, String guid) {
    @Override
    public String toString() {
        return dataset + "@" + name;
    }
}
