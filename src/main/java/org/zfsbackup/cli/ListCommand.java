package org.zfsbackup.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.zfsbackup.api.ZfsBackup;
import org.zfsbackup.operation.ListBackups;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.repository.map.MapJson;
import org.zfsbackup.service.Logging;
import org.zfsbackup.zfs.Source;
import picocli.CommandLine.Command;

@Command(name = "list", description = "Lists the backups at the target, of one dataset or of all.")
final class ListCommand extends Operation {
    @Override
    public Integer call() throws Exception {
        Logging.configure(common().verbose, common().debug);
        ZfsBackup backup = method().backup(false);
        return backup.at(this::list);
    }

    private int list(Repository target) throws IOException {
        BackupMap map = ListBackups.list(target);
        Optional<Source> wanted = common().source().map(Source::parse);
        BackupMap shown = wanted.isEmpty() ? map : map.only(wanted.get());
        if (common().json) {
            out().print(new String(MapJson.write(shown), StandardCharsets.UTF_8) + System.lineSeparator());
            return 0;
        }
        for (String line : Listing.of(shown, map, target, common().verbose)) {
            out().println(line);
        }
        return 0;
    }
}
