package org.zfsbackup.cli;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.OpenZfsGuest;

/** What classes of tests share that back up datasets of the OpenZFS guest from here: the guest's zfs is that of the program. */
@Tag("openzfs")
abstract class GuestBackups {
    @TempDir
    Path backups;

    OpenZfsGuest guest;

    @BeforeEach
    void findGuest() {
        guest = OpenZfsGuest.running();
    }

    @AfterEach
    void destroyDatasets() {
        guest.close();
    }

    /** The words for a dataset of the guest, and what else is said before the kind of target. */
    String[] source(String dataset, String... more) {
        return Cli.with(new String[] {"--zfs", guest.zfsCommand().toString(), "--dataset", dataset}, more);
    }
}
