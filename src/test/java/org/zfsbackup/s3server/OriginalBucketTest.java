package org.zfsbackup.s3server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zfsbackup.fixture.OriginalMini;

@Timeout(300)
class OriginalBucketTest extends S3Case {
    private final OriginalBucket original = read();

    private static OriginalBucket read() {
        try {
            return OriginalBucket.read();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> keys(String snapshot) throws IOException {
        List<String> keys = new ArrayList<>();
        for (JsonNode entry : new ObjectMapper()
                .readTree(original.map())
                .get(OriginalMini.DATASET)
                .get("snapshots")) {
            if (entry.get("Name").textValue().equals(snapshot)) {
                entry.get("chunks").forEach(key -> keys.add(key.textValue()));
            }
        }
        return keys;
    }

    @Test
    void theKeysOfTheMapAreWholeAndThereButForThePhantom() throws IOException {
        List<String> keys = new ArrayList<>();
        for (String snapshot : List.of("m1", "m2", "m3", "m4")) {
            keys.addAll(keys(snapshot));
        }

        assertThat(keys).hasSize(9).allMatch(key -> key.matches("chunks/host1/[0-9a-f]{64}"));
        assertThat(keys).filteredOn(key -> !original.objects().containsKey(key)).containsExactly(original.phantom());
        assertThat(original.objects().keySet())
                .containsAll(keys.stream()
                        .filter(key -> !key.equals(original.phantom()))
                        .toList())
                .contains("host1/map.json")
                .hasSize(9);
    }

    @Test
    void theStreamWithThePhantomIsAMultipleOfItsChunks() throws IOException {
        List<String> keys = keys(OriginalBucket.PHANTOM_SNAPSHOT);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (String key : keys.subList(0, keys.size() - 1)) {
            assertThat(original.objects().get(key)).hasSize(OriginalBucket.PHANTOM_CHUNK_SIZE);
            stream.write(original.objects().get(key));
        }

        assertThat(keys).last().isEqualTo(original.phantom());
        assertThat(stream.toByteArray()).isEqualTo(OriginalMini.m1());
    }

    @Test
    void theBucketHasWhatTheOriginalWrote() {
        original.putInto(client, BUCKET);

        for (Map.Entry<String, byte[]> object : original.objects().entrySet()) {
            assertThat(held(object.getKey())).isEqualTo(object.getValue());
        }
        assertThat(holds(original.phantom())).isFalse();
    }
}
