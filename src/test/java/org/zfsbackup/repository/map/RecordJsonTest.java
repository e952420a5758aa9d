package org.zfsbackup.repository.map;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.zfsbackup.fixture.BackupEntries;
import org.zfsbackup.zfs.Guid;

class RecordJsonTest {
    private static RecordedDataset dataset(String path, Optional<Map<String, String>> properties) {
        return new RecordedDataset(path, new Guid(7), Optional.of(new Guid(6)), Optional.empty(), properties);
    }

    private static BackupRecord record(RecordedDataset... datasets) {
        return new BackupRecord(BackupEntries.HOME, BackupEntries.full(1), List.of(datasets), Optional.of("nas"));
    }

    @Test
    void record_isReadAsItWasWritten() throws Exception {
        BackupRecord record = record(
                dataset("", Optional.of(Map.of("compression", "gzip", "org.example:note", "a\tb\nc \"ü\""))),
                dataset("child", Optional.of(Map.of())),
                dataset("other", Optional.empty()));

        assertThat(RecordJson.read(RecordJson.write(record))).isEqualTo(record);
    }

    @Test
    void entryOfRecord_isThatOfTheMap() throws Exception {
        byte[] json = RecordJson.write(record(dataset("", Optional.of(Map.of("atime", "off")))));

        assertThat(MapJson.read(json).of(BackupEntries.HOME)).containsExactly(BackupEntries.full(1));
    }

    @Test
    void recordOfOlderProgram_hasNoPropertiesAndNoHost() throws Exception {
        BackupRecord old = new BackupRecord(
                BackupEntries.HOME, BackupEntries.full(1), List.of(dataset("", Optional.empty())), Optional.empty());
        byte[] json = RecordJson.write(old);

        assertThat(new String(json, UTF_8)).doesNotContain("properties", "host\"");
        assertThat(RecordJson.read(json)).isEqualTo(old);
    }

    @Test
    void nameThatIsNoProperty_isRefused() {
        byte[] json = RecordJson.write(record(dataset("", Optional.of(Map.of("-r", "x")))));

        assertThatThrownBy(() -> RecordJson.read(json))
                .isInstanceOf(DamagedMapException.class)
                .hasMessageContaining("names of ZFS properties");
    }
}
