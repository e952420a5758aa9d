package org.zfsbackup.operation;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.target.BackupTarget;
import org.zfsbackup.target.FileStore;

class DamagedDirectoryTest extends DamageContract {
    private final Path directory;

    DamagedDirectoryTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Override
    int flips() {
        return 400;
    }

    @Override
    BackupTarget target() {
        return new BackupTarget(new FileStore(directory), "host1");
    }
}
