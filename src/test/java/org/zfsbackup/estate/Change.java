package org.zfsbackup.estate;

/** What users and other tools do to an estate, and how often, in relation to the others. */
enum Change {
    CREATE(7),
    CREATE_VOLUME(2),
    CREATE_ENCRYPTED(3),
    CLONE(6),
    PROMOTE(5),
    RENAME(5),
    RENAME_SNAPSHOT(1),
    DESTROY(3),
    WRITE(16),
    SNAPSHOT(10),
    SNAPSHOT_TREE(14),
    PRUNE(10),
    ROLL_BACK(3),
    SET_PROPERTY(3);

    private final int weight;

    Change(int weight) {
        this.weight = weight;
    }

    int weight() {
        return weight;
    }
}
