package org.zfsbackup.s3server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.zfsbackup.fixture.OriginalMini;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * {@link OriginalMini} as the original's S3 mode would have left it in a bucket: the map beside the chunks, whose names in the
 * map are whole keys. {@link #PHANTOM_SNAPSHOT}'s stream is a multiple of its chunk size, and so the map names an empty last
 * chunk that the bucket does not have.
 */
public final class OriginalBucket {
    public static final String PREFIX = OriginalMini.PREFIX;
    public static final String MAP_KEY = PREFIX + "/map.json";
    public static final String PHANTOM_SNAPSHOT = "m1";
    /** The chunk size of the snapshot with the phantom, in bytes; the others were cut at 64 KiB. */
    public static final int PHANTOM_CHUNK_SIZE = 116_888 / 2;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, byte[]> objects = new LinkedHashMap<>();
    private final String phantom;

    private OriginalBucket() throws IOException {
        ObjectNode map = (ObjectNode) JSON.readTree(OriginalMini.map());
        String missing = "";
        for (var entry : map.get(OriginalMini.DATASET).get("snapshots")) {
            String snapshot = entry.get("Name").textValue();
            List<byte[]> chunks = chunks((ArrayNode) entry.get("chunks"));
            boolean exact = snapshot.equals(PHANTOM_SNAPSHOT);
            List<byte[]> cut = exact ? cut(joined(chunks)) : chunks;
            ArrayNode keys = ((ObjectNode) entry).putArray("chunks");
            for (int number = 0; number < cut.size(); number++) {
                keys.add(key(snapshot, number));
                objects.put(key(snapshot, number), cut.get(number));
            }
            if (exact) {
                missing = key(snapshot, cut.size());
                keys.add(missing);
            }
        }
        phantom = missing;
        objects.put(MAP_KEY, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(map));
    }

    public static OriginalBucket read() throws IOException {
        return new OriginalBucket();
    }

    /** The key of a chunk, counted from 0, as the map has it. */
    public static String key(String snapshot, int number) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((number + " " + snapshot).getBytes(StandardCharsets.UTF_8));
            return "chunks/" + PREFIX + "/" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is in the bucket, by its keys; the arrays are not copies. */
    public Map<String, byte[]> objects() {
        return Collections.unmodifiableMap(objects);
    }

    /** The key that the map names and the bucket does not have. */
    public String phantom() {
        return phantom;
    }

    public byte[] map() {
        return objects.get(MAP_KEY).clone();
    }

    public void putInto(S3Client client, String bucket) {
        objects.forEach(
                (key, content) -> client.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(content)));
    }

    private static List<byte[]> chunks(ArrayNode paths) throws IOException {
        Path backup = OriginalMini.directory().resolve("backup");
        List<byte[]> chunks = new ArrayList<>();
        for (var path : paths) {
            chunks.add(Files.readAllBytes(backup.resolve(path.textValue())));
        }
        return chunks;
    }

    private static byte[] joined(List<byte[]> chunks) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        chunks.forEach(stream::writeBytes);
        return stream.toByteArray();
    }

    private static List<byte[]> cut(byte[] stream) {
        if (stream.length % PHANTOM_CHUNK_SIZE != 0) {
            throw new IllegalStateException(stream.length + " bytes are no multiple of " + PHANTOM_CHUNK_SIZE);
        }
        List<byte[]> chunks = new ArrayList<>();
        for (int from = 0; from < stream.length; from += PHANTOM_CHUNK_SIZE) {
            chunks.add(Arrays.copyOfRange(stream, from, from + PHANTOM_CHUNK_SIZE));
        }
        return chunks;
    }
}
