package org.zfsbackup.cli;

import java.util.Map;
import org.zfsbackup.service.Logging;
import picocli.CommandLine.Command;

@Command(name = "backup", description = "Backs up each snapshot that the target lacks (the default operation).")
final class BackupCommand extends Operation {
    @Override
    public Integer call() throws Exception {
        Logging.configure(common().verbose, common().debug);
        Progress progress = Progress.of(common());
        int streams;
        try (progress) {
            streams = method().backup(true)
                    .compress(common().pipes.compression())
                    .encrypt(common().pipes.encryption())
                    .listener(progress)
                    .backup();
        } catch (Exception e) {
            progress.lines("Backed up").forEach(this::tell);
            throw e;
        }
        progress.lines("Backed up").forEach(this::tell);
        if (streams == 0) {
            tell("Nothing to do: the target has the newest snapshot");
        }
        json(Map.of("streams", progress.streams(), "upToDate", streams == 0));
        return 0;
    }
}
