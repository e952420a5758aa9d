package org.zfsbackup.plan;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.zfs.Snapshot;

/**
 * When a new chain begins, so that old ones can end.
 *
 * @param age how much older than the next snapshot the snapshot of the full backup may be
 * @param length how many backups a chain may have; 0 for any number
 */
public record ChainLimit(Optional<KeepRules.Age> age, int length) {
    /**
     * Reads a limit: a number of backups, for example {@code 60}, or an age, for example {@code 30d} or {@code 3m}.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static ChainLimit parse(String text) {
        if (text.matches("[1-9]\\d{0,6}")) {
            return new ChainLimit(Optional.empty(), Integer.parseInt(text));
        }
        try {
            return new ChainLimit(Optional.of(KeepRules.Age.parse(text)), 0);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' does not say when a new chain begins: write an age such as 30d or 3m, or the number"
                            + " of backups in a chain",
                    e);
        }
    }

    /**
     * Returns whether a chain must not be continued.
     *
     * @param chain its backups, the full one first
     * @param next the snapshot that would continue it
     */
    boolean isReached(List<BackupEntry> chain, Snapshot next) {
        if (length > 0 && chain.size() >= length) {
            return true;
        }
        return age.filter(most -> !next.created()
                        .isBefore(chain.get(0)
                                .created()
                                .atZone(ZoneOffset.UTC)
                                .plus(most.days())
                                .plusHours(most.hours())
                                .toInstant()))
                .isPresent();
    }

    @Override
    public String toString() {
        return age.map(KeepRules.Age::toString).orElse(Integer.toString(length));
    }
}
