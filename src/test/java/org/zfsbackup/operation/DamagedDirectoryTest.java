package org.zfsbackup.operation;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.store.directory.DirectoryStore;

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
    Repository target() {
        return new Repository(new DirectoryStore(directory), "host1");
    }
}
