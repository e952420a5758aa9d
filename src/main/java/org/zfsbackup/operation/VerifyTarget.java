package org.zfsbackup.operation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.zfsbackup.repository.BackupIndex;
import org.zfsbackup.repository.OriginalRecord;
import org.zfsbackup.repository.RecordFiles;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.RepositoryListing;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.repository.map.BackupRecord;
import org.zfsbackup.repository.map.DamagedMapException;
import org.zfsbackup.repository.map.MapJson;
import org.zfsbackup.zfs.DatasetName;

/**
 * Checks the objects at a target beside the chunks of its backups: records against the index and the index against records,
 * the recipe, and objects without a backup. Changes nothing.
 */
final class VerifyTarget {
    static final String BY_ITSELF = "the next backup, or `verify --cleanup`, writes a new one";

    private final Repository target;
    private final List<VerifyReport.Finding> findings = new ArrayList<>();

    VerifyTarget(Repository target) {
        this.target = target;
    }

    /** Checks the whole target. The objects are listed before the map is read, so a commit in between does no harm. */
    List<VerifyReport.Finding> all() throws IOException {
        for (String link : target.store().links(target.prefix())) {
            wrong(link, "this is a symbolic link, which zfsbackup does not follow: remove it");
        }
        RepositoryListing objects = new RepositoryListing(target);
        BackupIndex index = new BackupIndex(target);
        BackupMap map = index.load();
        index(index);
        for (Map.Entry<DatasetName, BackupMap.Backups> dataset : map.datasets().entrySet()) {
            for (BackupEntry entry : dataset.getValue().entries()) {
                record(dataset.getKey(), entry);
            }
        }
        original();
        findings.addAll(RecipeFindings.of(target, map));
        others(objects, map);
        return findings;
    }

    /** Checks only the records of these backups. */
    List<VerifyReport.Finding> records(DatasetName dataset, List<BackupEntry> entries) throws IOException {
        for (BackupEntry entry : entries) {
            record(dataset, entry);
        }
        return findings;
    }

    private void record(DatasetName dataset, BackupEntry entry) throws IOException {
        if (entry.id().isEmpty()) {
            return;
        }
        String name = target.backup(entry.id().get());
        String of = "the record of " + dataset + "@" + entry.snapshot().name();
        try {
            Optional<BackupRecord> record = new RecordFiles(target).read(entry);
            if (record.isEmpty()) {
                wrong(name, of + " is missing. Only the map has this backup now");
            } else if (!record.get().dataset().equals(dataset)
                    || !record.get().entry().equals(entry)) {
                wrong(name, of + " differs from the map: one of the two was changed");
            }
        } catch (DamagedMapException e) {
            wrong(name, String.valueOf(e.getMessage()));
        }
    }

    private void original() throws IOException {
        readable(
                target.backup(OriginalRecord.NAME),
                "the record of what the original program wrote",
                "keep a copy of the map");
    }

    private void index(BackupIndex index) throws IOException {
        if (index.damage().isPresent()) {
            wrong(target.map(), index.damage().get() + ". The backups were read from their records; " + BY_ITSELF);
        } else if (index.isBehind() && target.store().stat(target.map()).isEmpty()) {
            wrong(target.map(), "the map is missing. The backups were read from their records; " + BY_ITSELF);
        } else if (index.isBehind()) {
            findings.add(new VerifyReport.Finding(
                    target.map(),
                    true,
                    "the index of the records is not up to date, as after an interrupted run: " + BY_ITSELF));
        }
    }

    private void readable(String name, String what, String remedy) throws IOException {
        Optional<byte[]> found = target.read(name);
        try {
            if (found.isPresent()) {
                MapJson.read(found.get());
            }
        } catch (DamagedMapException e) {
            wrong(name, what + " is damaged (" + e.getMessage() + "): " + remedy);
        }
    }

    private void others(RepositoryListing objects, BackupMap map) throws IOException {
        for (String id : objects.recordsWithout(map)) {
            unusable(id);
        }
        objects.orphans(map)
                .forEach((id, count) -> wrong(
                        target.chunks() + "/" + id + ".*",
                        count + " chunks do not belong to any backup in the map or the records"));
        Set<String> known = map.ids();
        objects.unfinished().stream()
                .filter(id -> !known.contains(id))
                .sorted()
                .forEach(
                        id -> findings.add(
                                new VerifyReport.Finding(
                                        target.pending(),
                                        true,
                                        "the backup " + id
                                                + " is being made or deleted, or the run was interrupted: the next"
                                                + " run continues it or removes what is left of it, and `verify --cleanup` removes it")));
        objects.deletionsWithoutEffect(map)
                .forEach(deletion -> findings.add(new VerifyReport.Finding(
                        deletion.name(),
                        true,
                        "the deletion of " + String.join(", ", deletion.ids()) + " has just begun, or was interrupted"
                                + " before anything was deleted: the backups are complete. Run `delete` again to"
                                + " delete them; otherwise the next run, or `verify --cleanup`, removes this file")));
    }

    private void unusable(String id) throws IOException {
        try {
            if (new RecordFiles(target).read(id).isPresent()) {
                wrong(target.backup(id), "the index does not have this backup, but its record exists: run `rebuild`");
            }
        } catch (DamagedMapException e) {
            wrong(target.backup(id), e.getMessage() + ". What it describes cannot be listed or restored");
        }
    }

    private void wrong(String object, String text) {
        findings.add(new VerifyReport.Finding(object, false, text));
    }
}
