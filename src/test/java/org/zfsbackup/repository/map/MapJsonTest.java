package org.zfsbackup.repository.map;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.chunk.Chunk;
import org.zfsbackup.fixture.BackupEntries;
import org.zfsbackup.fixture.OriginalMini;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.SendOptions;

class MapJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DatasetName MINI = new DatasetName(OriginalMini.DATASET);

    private static final String ORIGINAL =
            """
            {"tank/home": {"snapshots": [{"Name": "s1", "CreationTime": 1, "incremental": false, "chunks": ["h/chunks/a"]}]}}
            """;

    private static BackupMap read(String json) throws DamagedMapException {
        return MapJson.read(json.getBytes(UTF_8));
    }

    private static BackupEntry ours() {
        BackupEntry entry = BackupEntries.withPipes(
                BackupEntries.withChunks(BackupEntries.on(1, 2), "host1/chunks/id2.000001", "host1/chunks/id2.000002"),
                List.of(PipeSpec.of("gzip"), new PipeSpec("openssl", Map.of("cipher", "aes-256-cbc"))),
                List.of(new PipeSpec("gzip", Map.of("level", "9"))));
        return new BackupEntry(
                entry.id(),
                entry.snapshot(),
                entry.parent(),
                entry.content(),
                new BackupDetails(
                        Instant.ofEpochSecond(1_700_000_000L),
                        true,
                        OptionalLong.of(1L << 50),
                        Map.of("Comment", JSON.getNodeFactory().textNode("kept"))));
    }

    private static byte[] written(BackupEntry entry) {
        return MapJson.write(BackupMap.EMPTY.with(BackupEntries.HOME, entry));
    }

    private static BackupEntry clone(SendOptions format) {
        BackupEntry entry = ours();
        return new BackupEntry(
                entry.id(),
                entry.snapshot(),
                entry.parent(),
                entry.content(),
                entry.details()
                        .withParentId(Optional.of("id0"))
                        .withParentDataset(Optional.of(new DatasetName("tank/template")))
                        .withNewClone(true)
                        .withFormat(Optional.of(format)));
    }

    @Test
    void cloneAndFormOfItsStream_areKept() throws DamagedMapException {
        for (SendOptions format : List.of(
                SendOptions.PLAIN,
                new SendOptions(true, false, true, false, false),
                new SendOptions(false, true, false, true, true))) {
            assertThat(MapJson.read(written(clone(format))).of(BackupEntries.HOME))
                    .containsExactly(clone(format));
        }
        String json = new String(written(clone(new SendOptions(true, false, true, false, false))), UTF_8);
        assertThat(json).contains("\"parentDataset\" : \"tank/template\"", "\"newClone\" : true");
    }

    private static void refused(byte[] json, String reason) {
        assertThatExceptionOfType(DamagedMapException.class)
                .isThrownBy(() -> MapJson.read(json))
                .withMessageContaining(reason);
    }

    @Test
    void theOriginalsMapIsUnderstood() throws IOException {
        List<BackupEntry> entries = MapJson.read(OriginalMini.map()).of(MINI);

        assertThat(entries).extracting(entry -> entry.snapshot().name()).containsExactly("m1", "m2", "m3", "m4");
        assertThat(entries).extracting(BackupEntry::id).containsOnly(Optional.empty());
        assertThat(entries)
                .extracting(BackupEntry::parent)
                .containsExactly(
                        Optional.empty(),
                        Optional.of(BackupEntries.named("m1")),
                        Optional.of(BackupEntries.named("m2")),
                        Optional.of(BackupEntries.named("m3")));
        assertThat(entries.get(0).content().paths())
                .containsExactly("host1/chunks/tmp8a_mujse", "host1/chunks/tmpj59xzw2r");
        assertThat(entries.get(0).created()).isEqualTo(Instant.ofEpochSecond(1795441296L));
        assertThat(entries.get(0).details().sizeEstimate()).hasValue(116888);
    }

    @Test
    void theOriginalsFiltersArePipesInTheOrderOfTheirApplication() throws IOException {
        List<BackupEntry> entries = MapJson.read(OriginalMini.map()).of(MINI);

        assertThat(entries)
                .extracting(entry -> entry.content().pipes())
                .containsExactly(
                        List.of(),
                        List.of(PipeSpec.of("gzip")),
                        List.of(new PipeSpec("openssl", Map.of("cipher", "aes-256-cbc", "derivation", "original"))),
                        List.of(
                                PipeSpec.of("gzip"),
                                new PipeSpec("openssl", Map.of("cipher", "aes-128-cbc", "derivation", "original"))));
    }

    @Test
    void whatTheOriginalWroteComesOutWithTheSameValues() throws IOException {
        byte[] original = OriginalMini.map();

        byte[] again = MapJson.write(MapJson.read(original));

        assertThat(withoutDigests(JSON.readTree(again))).isEqualTo(JSON.readTree(original));
        assertThat(JSON.readTree(again).findValues("digest")).hasSize(4);
    }

    @Test
    void whatTheOriginalWroteStaysWhenOursIsAdded() throws IOException {
        JsonNode before = JSON.readTree(OriginalMini.map());

        JsonNode after = withoutDigests(
                JSON.readTree(MapJson.write(MapJson.read(OriginalMini.map()).with(MINI, ours()))));

        for (int i = 0; i < 4; i++) {
            assertThat(after.path(MINI.value()).path("snapshots").path(i))
                    .isEqualTo(before.path(MINI.value()).path("snapshots").path(i));
        }
        assertThat(after.path(MINI.value()).path("snapshots")).hasSize(5);
    }

    @Test
    void unknownKeysAreKeptInEntriesAndDatasets() throws IOException {
        String json =
                """
                {"tank/home": {"owner": {"name": "x", "list": [1, 2.5, null]},
                  "snapshots": [{"Name": "s1", "CreationTime": 1, "incremental": false, "Recursive": false,
                    "chunks": ["h/chunks/a"], "note": ["a", {"b": true}], "rate": 1.25}]}}
                """;

        assertThat(withoutDigests(JSON.readTree(MapJson.write(read(json))))).isEqualTo(JSON.readTree(json));
        BackupMap changed = read(json).with(BackupEntries.HOME, BackupEntries.full(2));
        assertThat(JSON.readTree(MapJson.write(changed)).path("tank/home").path("owner"))
                .isEqualTo(JSON.readTree(json).path("tank/home").path("owner"));
    }

    @Test
    void ourEntriesComeBackEqual() throws IOException {
        BackupMap map = BackupMap.EMPTY
                .with(BackupEntries.HOME, BackupEntries.full(1))
                .with(BackupEntries.HOME, ours())
                .with(new DatasetName("tank/other data"), BackupEntries.full(3));

        assertThat(MapJson.read(MapJson.write(map))).isEqualTo(map);
    }

    @Test
    void anEmptyMapIsAMap() throws IOException {
        assertThat(MapJson.read(MapJson.write(BackupMap.EMPTY))).isEqualTo(BackupMap.EMPTY);
        assertThat(read("{}").datasets()).isEmpty();
        assertThat(read("{\"tank\": {\"snapshots\": []}}").of(new DatasetName("tank")))
                .isEmpty();
    }

    @Test
    void aMapCutOffAtAnyByteIsRefused() {
        byte[] json = written(ours());
        for (int length = 0; length < json.length; length++) {
            try {
                MapJson.read(Arrays.copyOf(json, length));
                fail("a map of " + json.length + " bytes cut off after " + length + " was read");
            } catch (DamagedMapException e) {
                assertThat(e).hasMessageMatching("(?s).*(empty file|not JSON|not a JSON object).*");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\n",
                "\0\0\0\0\0\0\0\0",
                "null",
                "[]",
                "1",
                "\"text\"",
                "not json",
                "{'tank': {}}",
                "{} {}",
                "{}x",
                "{}]",
                "{\"tank\": null}",
                "{\"tank\": []}",
                "{\"tank\": {}}",
                "{\"tank\": {\"snapshots\": null}}",
                "{\"tank\": {\"snapshots\": {}}}",
                "{\"tank\": {\"snapshots\": [null]}}",
                "{\"tank\": {\"snapshots\": [[]]}}",
                "{\"tank\": {\"snapshots\": []}, \"tank\": {\"snapshots\": []}}",
                "{\"tank\": {\"snapshots\": [], \"snapshots\": []}}",
                "{\"-tank\": {\"snapshots\": []}}",
                "{\"tank/..\": {\"snapshots\": []}}",
                "{\"\": {\"snapshots\": []}}"
            })
    void whatIsNoMapIsRefusedAndNeverTakenForAnEmptyOne(String json) {
        assertThatExceptionOfType(DamagedMapException.class).isThrownBy(() -> read(json));
    }

    @Test
    void badUtf8IsRefused() {
        byte[] json = ORIGINAL.getBytes(UTF_8);
        json[ORIGINAL.indexOf("s1")] = (byte) 0xff;

        assertThatExceptionOfType(DamagedMapException.class).isThrownBy(() -> MapJson.read(json));
    }

    @Test
    void aDuplicateKeyInAnEntryIsRefused() {
        refused(
                ORIGINAL.replace("\"CreationTime\": 1", "\"CreationTime\": 1, \"CreationTime\": 2")
                        .getBytes(UTF_8),
                "Duplicate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Name:null",
                "Name:1",
                "Name:''",
                "Name:'a/b'",
                "Name:'a@b'",
                "Name:'..'",
                "Name:'-R'",
                "Name:'a\\nrm -rf /'",
                "CreationTime:null",
                "CreationTime:'1'",
                "CreationTime:1.5",
                "CreationTime:-1",
                "CreationTime:true",
                "CreationTime:9223372036854775807",
                "CreationTime:9223372036854775808",
                "incremental:'false'",
                "incremental:true",
                "incremental:0",
                "parent:'s0'",
                "parent:5",
                "Recursive:1",
                "SizeEstimate:-1",
                "SizeEstimate:'1'",
                "chunks:'h/chunks/a'",
                "chunks:[1]",
                "chunks:[null]",
                "chunks:{}",
                "filters:'gunzip'",
                "filters:['gunzip']",
                "filters:[[]]",
                "filters:[[1]]",
                "filters:[null]",
                "filters:{}",
                "format:null",
                "format:'2'",
                "format:4",
                "format:0",
                "format:-1",
                "guid:'x'",
                "guid:1",
                "guid:'-1'"
            })
    void aWrongValueInAnOriginalEntryIsRefused(String change) throws IOException {
        refusedWith(read(ORIGINAL), change);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "format:4",
                "format:1",
                "format:2.0",
                "id:null",
                "id:1",
                "id:''",
                "id:'../../other/map'",
                "id:'a/b'",
                "id:'a\\nb'",
                "guid:'x'",
                "guid:'18446744073709551616'",
                "parentGuid:'x'",
                "parent:null",
                "parent:'..'",
                "incremental:false",
                "size:-1",
                "size:null",
                "size:'1'",
                "size:1.0",
                "sha256:null",
                "sha256:'abc'",
                "sha256:'E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855'",
                "chunks:[]",
                "chunks:null",
                "chunks:['a']",
                "chunks:['h/a','h/b','h/c']",
                "chunkDetails:null",
                "chunkDetails:[]",
                "chunkDetails:[1,2]",
                "chunkDetails:[{},{}]",
                "pipes:{}",
                "pipes:['gzip']",
                "pipes:[{}]",
                "pipes:[{'name':1}]",
                "chunkPipes:[{'name':'gzip','options':[]}]",
                "chunkPipes:[{'name':'gzip','options':{'level':9}}]",
                "chunkPipes:[{'name':'gzip','options':{'level':null}}]"
            })
    void aWrongValueInOurEntryIsRefused(String change) throws IOException {
        refusedWith(BackupMap.EMPTY.with(BackupEntries.HOME, ours()), change);
    }

    private static JsonNode withoutDigests(JsonNode map) {
        map.findParents("digest").forEach(entry -> ((ObjectNode) entry).remove("digest"));
        return map;
    }

    private static void refusedWith(BackupMap map, String change) throws IOException {
        ObjectNode root = (ObjectNode) JSON.readTree(MapJson.write(map));
        ObjectNode entry = (ObjectNode) root.path("tank/home").path("snapshots").path(0);
        int colon = change.indexOf(':');
        entry.set(
                change.substring(0, colon),
                JSON.readTree(change.substring(colon + 1).replace('\'', '"')));
        DocumentSeal.seal(root);

        assertThatExceptionOfType(DamagedMapException.class)
                .isThrownBy(() -> MapJson.read(JSON.writeValueAsBytes(root)));
    }

    @Test
    void aNewerFormatSaysWhatToDo() {
        refused(
                new String(written(ours()), UTF_8)
                        .replace("\"format\" : 3", "\"format\" : 4")
                        .getBytes(UTF_8),
                "has format 4, and this program only knows formats up to 3: use the newer program");
    }

    @Test
    void aDamagedChunkSizeIsRefused() throws IOException {
        String json = new String(written(ours()), UTF_8);
        assertThat(json).contains("\"plainSize\" : 23");

        for (String wrong : List.of("-23", "1e3")) {
            ObjectNode root =
                    (ObjectNode) JSON.readTree(json.replace("\"plainSize\" : 23", "\"plainSize\" : " + wrong));
            DocumentSeal.seal(root);
            refused(JSON.writeValueAsBytes(root), "plainSize");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"other/map.json", "host1/map.json.old", "host1/lock/owner.json", "host1/RESTORE.txt"})
    void aRecordIsNoChunk(String path) throws IOException {
        ObjectNode root = (ObjectNode) JSON.readTree(ORIGINAL);
        ((ObjectNode) root.path("tank/home").path("snapshots").path(0))
                .putArray("chunks")
                .add(path);

        refused(JSON.writeValueAsBytes(root), "which is a record and not a chunk");
    }

    static List<String> pathsOutOfTheTarget() {
        return List.of(
                "../x",
                "..",
                ".",
                "",
                " ",
                "/etc/x",
                "a//b",
                "a/./b",
                "a/../b",
                "a/..",
                "a/",
                "${x}",
                "a/${file:name}",
                "$simple{x}",
                "a\\b",
                "..\\x",
                "a\nb",
                "a\rb",
                "a\tb",
                "a\0b",
                "a\u007fb",
                "a\u009bb",
                "x".repeat(1025));
    }

    @ParameterizedTest
    @MethodSource("pathsOutOfTheTarget")
    void aChunkOutsideTheTargetIsRefused(String path) throws IOException {
        for (BackupMap map : List.of(read(ORIGINAL), BackupMap.EMPTY.with(BackupEntries.HOME, BackupEntries.full(1)))) {
            ObjectNode root = (ObjectNode) JSON.readTree(MapJson.write(map));
            ((ObjectNode) root.path("tank/home").path("snapshots").path(0))
                    .putArray("chunks")
                    .add(path);
            DocumentSeal.seal(root);

            refused(JSON.writeValueAsBytes(root), "is not a path inside the target");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "host 1/chunks/tmp_x", "glacier/host1/chunks/x", "a/..b", "a/...", "\u00e4/x", "a$b", "-a"})
    void anyOtherPathIsTakenAsItStands(String path) throws IOException {
        ObjectNode root = (ObjectNode) JSON.readTree(ORIGINAL);
        ((ObjectNode) root.path("tank/home").path("snapshots").path(0))
                .putArray("chunks")
                .add(path);

        assertThat(MapJson.read(JSON.writeValueAsBytes(root))
                        .of(BackupEntries.HOME)
                        .get(0)
                        .content()
                        .chunks())
                .containsExactly(new Chunk(path, Optional.empty(), Optional.empty()));
    }
}
