package org.zfsbackup.operation;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.repository.HostName;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.LocalProperties;
import org.zfsbackup.zfs.Zfs;

/**
 * What is set on the datasets of a source, for the records of one run. ZFS is asked once, before the first stream. For one
 * thread at a time.
 */
final class SourceProperties {
    private static final Logger LOG = LoggerFactory.getLogger(SourceProperties.class);

    private final BackupSource source;
    private Optional<Map<DatasetName, Map<String, String>>> values = Optional.empty();
    private Map<DatasetName, Map<String, String>> keys = Map.of();
    private boolean asked;
    private boolean askedForKeys;

    SourceProperties(BackupSource source) {
        this.source = source;
    }

    /**
     * Asks ZFS, unless that was done before. A failure is only reported: the data is worth more than its properties.
     *
     * @param raw whether a raw stream comes, whose key matters
     */
    void read(boolean raw) {
        readProperties();
        if (raw && !askedForKeys) {
            askedForKeys = true;
            try {
                keys = source.zfs().localProperties().keys(source.root(), source.hasChildren());
            } catch (IOException e) {
                LOG.warn("A change of the keys of {} cannot be noticed: {}", source.root(), e.getMessage());
            }
        }
    }

    private void readProperties() {
        if (asked) {
            return;
        }
        asked = true;
        try {
            values = Optional.of(source.zfs().localProperties().read(source.root(), source.hasChildren()));
        } catch (IOException e) {
            LOG.warn(
                    "The properties of {} cannot be recorded with its backups, so a restore will not set them again: {}",
                    source.root(),
                    e.getMessage());
        }
    }

    /**
     * The properties that are set on the dataset, without those in which we remember targets, those that identify the key of
     * an encrypted one, and {@code encryption=off} for one that is not encrypted below one that is; empty if unknown.
     */
    Optional<Map<String, String>> of(DatasetName dataset) {
        return values.map(all -> {
            Map<String, String> own = new TreeMap<>(all.getOrDefault(dataset, Map.of()));
            own.keySet().removeIf(TargetMemory::isState);
            if (isEncrypted(dataset)) {
                own.putAll(keys.getOrDefault(dataset, Map.of()));
            } else if (dataset.parent().filter(this::isEncrypted).isPresent()) {
                // ZFS does not report this as set, but a dataset is only like that if somebody wanted it.
                own.put("encryption", "off");
            }
            return own;
        });
    }

    /** ZFS also gives the salt of a dataset that is not encrypted, as 0. */
    private boolean isEncrypted(DatasetName dataset) {
        return keys.getOrDefault(dataset, Map.of()).containsKey(LocalProperties.ENCRYPTION_ROOT);
    }

    /** The name of the host of a zfs, as records have it; empty if it is not known. */
    static Optional<String> host(Zfs zfs) {
        try {
            return Optional.of(zfs.isLocal() ? HostName.local() : String.valueOf(zfs.host()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
