package org.zfsbackup.repository.map;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.zfsbackup.fixture.BackupEntries;
import org.zfsbackup.fixture.OriginalMini;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.zfs.Guid;

class EntryDigestTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static BackupMap ours() {
        BackupEntry piped = BackupEntries.withPipes(
                BackupEntries.recursive(BackupEntries.on(1, 2)),
                List.of(PipeSpec.of("gzip")),
                List.of(new PipeSpec("age", Map.of("recipients", "age1x"))));
        return BackupMap.EMPTY.with(BackupEntries.HOME, BackupEntries.full(1)).with(BackupEntries.HOME, piped);
    }

    private static BackupRecord record() {
        return new BackupRecord(
                BackupEntries.HOME,
                BackupEntries.recursive(BackupEntries.on(1, 2)),
                List.of(
                        new RecordedDataset("", new Guid(1002), Optional.of(new Guid(1001)), Optional.empty()),
                        new RecordedDataset("a", new Guid(7), Optional.of(new Guid(6)), Optional.empty()),
                        new RecordedDataset("a/clone", new Guid(9), Optional.empty(), Optional.of(new Guid(6)))));
    }

    /** Reads a document and gives what it means. */
    private interface Meaning {
        Object of(byte[] bytes) throws IOException;
    }

    /** The flips of single bits that are taken, and mean something else: there must be none. */
    private static List<String> flipsThatPass(byte[] bytes, Meaning meaning) throws IOException {
        Object right = meaning.of(bytes);
        List<String> passed = new ArrayList<>();
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                if (!meaning.of(flipped).equals(right)) {
                    passed.add("bit " + bit);
                }
            } catch (DamagedMapException e) {
                // refused, as it should be
            }
        }
        return passed;
    }

    @Test
    void anyBitOfOurMap_isRefusedOrMeansTheSame() throws IOException {
        assertThat(flipsThatPass(MapJson.write(ours()), MapJson::read)).isEmpty();
    }

    @Test
    void anyBitOfARecord_isRefusedOrMeansTheSame() throws IOException {
        assertThat(flipsThatPass(RecordJson.write(record()), RecordJson::read)).isEmpty();
    }

    @Test
    void anyBitOfTheOriginalsMap_isRefusedOnceWeHaveWrittenIt() throws IOException {
        assertThat(flipsThatPass(MapJson.write(MapJson.read(OriginalMini.map())), bytes -> known(MapJson.read(bytes))))
                .isEmpty();
    }

    /** What we read of the original's entries; a digest under another name is a key that means nothing. */
    private static List<List<Object>> known(BackupMap map) {
        List<List<Object>> entries = new ArrayList<>();
        map.datasets().forEach((dataset, backups) -> backups.entries()
                .forEach(entry -> entries.add(List.of(
                        dataset,
                        entry.snapshot(),
                        entry.parent(),
                        entry.content(),
                        entry.created(),
                        entry.details().recursive(),
                        entry.details().sizeEstimate()))));
        return entries;
    }

    @Test
    void record_comesBackWithItsDatasets() throws IOException {
        assertThat(RecordJson.read(RecordJson.write(record()))).isEqualTo(record());
    }

    @Test
    void orderOfKeysAndWhiteSpace_areFree() throws IOException {
        ObjectNode root = (ObjectNode) JSON.readTree(MapJson.write(ours()));
        ObjectNode turned = JSON.createObjectNode();
        root.path("tank/home").path("snapshots").forEach(entry -> {
            ObjectNode other = JSON.createObjectNode();
            List<String> keys = new ArrayList<>();
            entry.fieldNames().forEachRemaining(keys::add);
            for (int i = keys.size() - 1; i >= 0; i--) {
                other.set(keys.get(i), entry.get(keys.get(i)));
            }
            turned.withObject("/tank~1home").withArray("/snapshots").add(other);
        });

        assertThat(MapJson.read(JSON.writeValueAsBytes(turned))).isEqualTo(ours());
    }

    @Test
    void entryOfAnotherDataset_isRefused() {
        String json = new String(MapJson.write(ours()), UTF_8).replace("tank/home", "tank/hope");

        assertThatExceptionOfType(DamagedMapException.class)
                .isThrownBy(() -> MapJson.read(json.getBytes(UTF_8)))
                .withMessageContaining("tank/hope@s1 was changed after it was written");
    }

    @Test
    void format2_needsNoDigestAndFormat3Does() throws IOException {
        ObjectNode root = (ObjectNode) JSON.readTree(MapJson.write(ours()));
        root.path("tank/home").path("snapshots").forEach(entry -> ((ObjectNode) entry).remove("digest"));

        assertThatExceptionOfType(DamagedMapException.class)
                .isThrownBy(() -> MapJson.read(JSON.writeValueAsBytes(root)))
                .withMessageContaining("'digest' of tank/home@s1 is not there");

        root.path("tank/home").path("snapshots").forEach(entry -> ((ObjectNode) entry).put("format", 2));
        assertThat(MapJson.read(JSON.writeValueAsBytes(root))).isEqualTo(ours());
    }
}
