package org.zfsbackup.repository.map;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.zfsbackup.chunk.Chunk;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.stream.Digest;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.IllegalNameException;

/** Reads an entry from JSON, in the original program's form (without {@code format}) or in ours. */
final class EntryReader {
    /** The format that this program writes. */
    static final int FORMAT = 3;

    /** The last format whose entries need no digest. */
    private static final int WITHOUT_DIGEST = 2;

    /** The key that only a record has, and not an entry in a map. */
    static final String DATASETS = "datasets";

    /** Another key that only a record has. */
    static final String HOST = "host";

    /** The original program's key for pipes. It is read, and also kept among the unknown keys. */
    static final String FILTERS = "filters";

    static final Set<String> KEYS = Set.of(
            "format",
            "id",
            "Name",
            "guid",
            "CreationTime",
            "createtxg",
            "datasetGuid",
            "incremental",
            "parent",
            "parentGuid",
            "parentId",
            "parentDataset",
            "newClone",
            SendFormatJson.KEY,
            "Recursive",
            "SizeEstimate",
            "size",
            "sha256",
            "chunks",
            "chunkDetails",
            "pipes",
            "chunkPipes",
            EntryDigest.KEY,
            DATASETS,
            HOST);

    private final JsonFields fields;
    private final boolean original;
    private final boolean pending;

    private EntryReader(JsonFields fields, boolean original, boolean pending) {
        this.fields = fields;
        this.original = original;
        this.pending = pending;
    }

    static BackupEntry read(DatasetName dataset, JsonNode node) throws DamagedMapException {
        return read(dataset, node, false);
    }

    /** @param pending whether it is of a running backup: it has the chunks so far, which may be none, and no digest */
    static BackupEntry read(DatasetName dataset, JsonNode node, boolean pending) throws DamagedMapException {
        JsonFields fields = JsonFields.of("an entry of " + dataset, node);
        String name = snapshot(dataset, fields.mustText("Name"));
        JsonFields named = JsonFields.of(dataset + "@" + name, node);
        boolean original = !named.has("format");
        long format = original ? 0 : named.mustNumber("format");
        if (!original && (format < WITHOUT_DIGEST || format > FORMAT)) {
            throw new NewerFormatException("the entry of " + dataset + "@" + name + " has format " + format
                    + ", and this program only knows formats up to " + FORMAT
                    + ": use the newer program that wrote it");
        }
        checkDigest(dataset, named, node, format > WITHOUT_DIGEST);
        return new EntryReader(named, original, pending).entry(dataset, name);
    }

    private static void checkDigest(DatasetName dataset, JsonFields fields, JsonNode node, boolean needed)
            throws DamagedMapException {
        Optional<String> digest = fields.text(EntryDigest.KEY);
        if (digest.isEmpty() && needed) {
            throw fields.wrong(EntryDigest.KEY, "there");
        }
        if (digest.isPresent() && !digest.get().equals(EntryDigest.of(dataset, node))) {
            throw new DamagedMapException(fields + " was changed after it was written: its digest does not match");
        }
    }

    private static String snapshot(DatasetName dataset, String name) throws DamagedMapException {
        try {
            return dataset.at(name).name();
        } catch (IllegalNameException e) {
            throw new DamagedMapException(String.valueOf(e.getMessage()));
        }
    }

    private BackupEntry entry(DatasetName dataset, String name) throws DamagedMapException {
        boolean incremental = fields.flag("incremental");
        Optional<String> parent = fields.text("parent");
        if (incremental != parent.isPresent()) {
            throw fields.wrong(
                    "parent", incremental ? "present, but the entry is incremental" : "allowed in a full entry");
        }
        Optional<SnapshotRef> base = Optional.empty();
        if (parent.isPresent()) {
            base = Optional.of(new SnapshotRef(snapshot(dataset, parent.get()), guid("parentGuid")));
        }
        BackupDetails details = new BackupDetails(
                created(),
                birth(),
                fields.text("parentId"),
                parentDataset(),
                fields.flag("newClone"),
                fields.flag("Recursive"),
                SendFormatJson.read(fields),
                fields.number("SizeEstimate"),
                fields.except(KEYS));
        return new BackupEntry(
                original ? Optional.empty() : Optional.of(id()),
                new SnapshotRef(name, guid("guid")),
                base,
                original ? originalContent() : content(),
                details);
    }

    private Optional<DatasetName> parentDataset() throws DamagedMapException {
        try {
            return fields.text("parentDataset").map(DatasetName::new);
        } catch (IllegalNameException e) {
            throw fields.wrong("parentDataset", "the name of a dataset");
        }
    }

    private Optional<SnapshotOrder> birth() throws DamagedMapException {
        Optional<Guid> dataset = guid("datasetGuid");
        OptionalLong createtxg = fields.number("createtxg");
        return dataset.isPresent() && createtxg.isPresent()
                ? Optional.of(new SnapshotOrder(dataset.get(), createtxg.getAsLong()))
                : Optional.empty();
    }

    private Instant created() throws DamagedMapException {
        try {
            return Instant.ofEpochSecond(fields.mustNumber("CreationTime"));
        } catch (DateTimeException e) {
            throw fields.wrong("CreationTime", "a time");
        }
    }

    /** Reads the ID strictly, because it becomes a part of the names of objects. */
    private String id() throws DamagedMapException {
        String id = fields.mustText("id");
        if (!BackupMap.isId(id)) {
            throw fields.wrong("id", "a text of letters, digits, - and _");
        }
        return id;
    }

    private BackupContent originalContent() throws DamagedMapException {
        List<Chunk> chunks = new ArrayList<>();
        for (String path : fields.texts("chunks")) {
            chunks.add(new Chunk(ChunkPath.checked(path), Optional.empty(), Optional.empty()));
        }
        List<PipeSpec> pipes = OriginalFilters.pipes(fields.textLists(FILTERS));
        return new BackupContent(chunks, pipes, List.of(), Optional.empty());
    }

    private BackupContent content() throws DamagedMapException {
        List<String> paths = fields.texts("chunks");
        List<JsonNode> details = fields.list("chunkDetails");
        if ((paths.isEmpty() && !pending) || paths.size() != details.size()) {
            throw fields.wrong("chunkDetails", "a list with an element for each chunk");
        }
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            JsonFields chunk = JsonFields.of("chunk " + paths.get(i), details.get(i));
            chunks.add(new Chunk(
                    ChunkPath.checked(paths.get(i)),
                    Optional.of(digest(chunk, "size", "sha256")),
                    Optional.of(digest(chunk, "plainSize", "plainSha256"))));
        }
        Optional<Digest> plain = pending ? Optional.empty() : Optional.of(digest(fields, "size", "sha256"));
        return new BackupContent(chunks, pipes("pipes"), pipes("chunkPipes"), plain);
    }

    private static Digest digest(JsonFields fields, String size, String sha256) throws DamagedMapException {
        try {
            return new Digest(fields.mustNumber(size), fields.mustText(sha256));
        } catch (IllegalArgumentException e) {
            throw fields.wrong(sha256, "a SHA-256");
        }
    }

    private List<PipeSpec> pipes(String key) throws DamagedMapException {
        List<PipeSpec> pipes = new ArrayList<>();
        for (JsonNode node : fields.list(key)) {
            JsonFields pipe = JsonFields.of("a pipe in '" + key + "'", node);
            pipes.add(new PipeSpec(pipe.mustText("name"), pipe.textMap("options")));
        }
        return pipes;
    }

    private Optional<Guid> guid(String key) throws DamagedMapException {
        Optional<String> text = fields.text(key);
        try {
            return text.map(Guid::parse);
        } catch (NumberFormatException e) {
            throw fields.wrong(key, "a GUID");
        }
    }
}
