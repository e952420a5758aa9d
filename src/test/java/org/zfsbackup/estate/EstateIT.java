package org.zfsbackup.estate;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A generated estate on this host's ZFS. {@code bin/estate} runs a longer one. */
@Tag("zfs")
class EstateIT {
    @TempDir
    Path directory;

    @Test
    void everythingCalledGood_comesBack() {
        new GeneratedEstate(200, 22).run(() -> FuseSite.in(directory));
    }
}
