package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.BackupEntries;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.repository.map.MapJson;

/** A map that is too large for the memory of the program: a sentence, and status 1. */
@Timeout(300)
class LargeMapTest {
    @Test
    void mapBeyondTheMemory_isTold(@TempDir Path directory) throws Exception {
        List<BackupEntry> entries = new ArrayList<>();
        for (int i = 1; i <= 40_000; i++) {
            entries.add(BackupEntries.full(i));
        }
        Files.createDirectories(directory.resolve("h"));
        Files.write(
                directory.resolve("h/map.json"),
                MapJson.write(new BackupMap(Map.of(BackupEntries.HOME, new BackupMap.Backups(entries, Map.of())))));

        Process list = Subprocess.start(
                List.of("-Xmx48m", "-XX:+UseSerialGC"),
                Main.class,
                "directory",
                "--dest",
                directory.toString(),
                "--prefix",
                "h",
                "list");
        String output = Subprocess.output(list, 200);

        assertThat(output)
                .contains("too little memory", "ZFSBACKUP_JAVA_OPTIONS=-Xmx")
                .doesNotContain("\tat ");
        assertThat(list.exitValue()).isEqualTo(1);
    }
}
