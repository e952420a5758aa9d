package org.zfsbackup.cli.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.zfsbackup.operation.ListBackups;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.repository.map.MapJson;
import org.zfsbackup.zfs.Source;
import picocli.CommandLine.Command;

/** The operation {@code list} at objects. */
@Command(name = "list", description = "Lists the backups at the target, of one dataset or of all.", sortOptions = false)
final class ListOperation extends StoreOperation {
    @Override
    protected int run() throws Exception {
        return method().backup(false).at(this::list);
    }

    private int list(Repository target) throws IOException {
        BackupMap map = ListBackups.list(target);
        ListBackups.elsewhere(target, map).ifPresent(err()::println);
        Optional<Source> wanted = source();
        BackupMap shown = wanted.isEmpty() ? map : map.only(wanted.get());
        if (output().json()) {
            out().print(new String(MapJson.write(shown), StandardCharsets.UTF_8) + System.lineSeparator());
            return 0;
        }
        for (String line : BackupListing.of(shown, map, target, output().verbose())) {
            out().println(line);
        }
        return 0;
    }
}
