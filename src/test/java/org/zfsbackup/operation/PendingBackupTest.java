package org.zfsbackup.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.BackupEntries;
import org.zfsbackup.fixture.Shelf;
import org.zfsbackup.plan.BackupChoice;
import org.zfsbackup.plan.SendStep;
import org.zfsbackup.zfs.Source;

class PendingBackupTest {
    /** As Camel's endpoint, which opens its file before it asks for the first byte. */
    @Test
    void chunkOfEndpoint_isClosedToOthersBeforeItsFirstByte(@TempDir Path directory) throws IOException {
        BackupChoice choice = new BackupChoice(Source.parse("tank/home"), false, true, false);
        try (BackupRun run = BackupRun.open(new Shelf(directory).target, choice, Optional.empty(), Duration.ZERO)) {
            PendingBackup pending =
                    run.begin(new SendStep(BackupEntries.snapshot(1), Optional.empty(), false), OptionalLong.empty());
            Path chunk = directory.resolve(pending.chunkPath(1));

            pending.expect(1);
            Path unfinished = Files.createFile(
                    chunk.resolveSibling(".part-" + chunk.getFileName()),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
            pending.storing(1, 0);

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(unfinished)))
                    .isEqualTo("rw-------");
            pending.abandon();
        }
    }
}
