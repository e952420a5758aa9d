package org.zfsbackup.operation.scratch;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.zfsbackup.plan.Chains;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.zfs.Source;

/** Which backup a test restore takes if the user names no snapshot. */
public enum BackupPick {
    /** That of the newest snapshot. */
    NEWEST,
    /** Any that can be restored, so that repeated runs reach old chains too. */
    RANDOM;

    /**
     * Reads the name of a choice, in small letters.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static BackupPick named(String text) {
        return Arrays.stream(values())
                .filter(pick -> pick.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + text + "' is no backup to pick: write newest or random, or name a snapshot"));
    }

    /**
     * Chooses.
     *
     * @param wanted a dataset, or a snapshot, which is then the choice
     * @throws IOException if the dataset has no backup that can be restored
     */
    Source from(BackupMap map, Source wanted, RandomGenerator random) throws IOException {
        if (this == NEWEST || wanted.snapshot().isPresent()) {
            return wanted;
        }
        Chains chains = Chains.of(map, wanted.dataset());
        List<BackupEntry> whole =
                chains.entries().stream().filter(chains::isWhole).toList();
        if (whole.isEmpty()) {
            throw new IOException("there is no backup of " + wanted.dataset()
                    + " itself from which a random one could be picked: run `list` to see the existing ones, or pick the"
                    + " newest");
        }
        String name = whole.get(random.nextInt(whole.size())).snapshot().name();
        return new Source(wanted.dataset(), Optional.of(name));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
