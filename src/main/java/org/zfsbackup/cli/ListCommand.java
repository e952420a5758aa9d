package org.zfsbackup.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.zfsbackup.api.ZfsBackup;
import org.zfsbackup.map.BackupMap;
import org.zfsbackup.map.MapJson;
import org.zfsbackup.target.BackupTarget;
import org.zfsbackup.zfs.Source;
import picocli.CommandLine.Command;

@Command(name = "list", description = "Lists the backups at the target, of one dataset or of all.")
final class ListCommand extends Operation {
    @Override
    public Integer call() throws IOException {
        ZfsBackup backup = method().backup(false);
        BackupMap map = backup.list();
        Optional<Source> wanted = common().source().map(Source::parse);
        BackupMap shown = wanted.isEmpty() ? map : map.only(wanted.get());
        if (common().json) {
            out().println(new String(MapJson.write(shown), StandardCharsets.UTF_8));
            return 0;
        }
        BackupTarget target = backup.backupTarget();
        for (String line : Listing.of(shown, target, common().verbose)) {
            out().println(line);
        }
        return 0;
    }
}
