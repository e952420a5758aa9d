package org.zfsbackup.repository.map;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.zfsbackup.chunk.Chunk;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.zfs.DatasetName;

/**
 * Writes an entry as JSON. What the original program wrote stays as it was, with a digest added; our entries have more
 * keys.
 */
final class EntryWriter {
    private EntryWriter() {}

    static ObjectNode write(DatasetName dataset, BackupEntry entry) {
        return sealed(dataset, unsealed(entry));
    }

    /** Adds the digest to a complete entry. */
    static ObjectNode sealed(DatasetName dataset, ObjectNode node) {
        return node.put(EntryDigest.KEY, EntryDigest.of(dataset, node));
    }

    static ObjectNode unsealed(BackupEntry entry) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        entry.id().ifPresent(id -> node.put("format", EntryReader.FORMAT).put("id", id));
        node.put("Name", entry.snapshot().name());
        entry.snapshot().guid().ifPresent(guid -> node.put("guid", guid.toString()));
        node.put("CreationTime", entry.created().getEpochSecond());
        entry.details().birth().ifPresent(birth -> node.put("createtxg", birth.createtxg())
                .put("datasetGuid", birth.dataset().toString()));
        node.put("incremental", entry.parent().isPresent());
        entry.parent().ifPresent(parent -> {
            node.put("parent", parent.name());
            parent.guid().ifPresent(guid -> node.put("parentGuid", guid.toString()));
            entry.details().parentId().ifPresent(id -> node.put("parentId", id));
            entry.details().parentDataset().ifPresent(dataset -> node.put("parentDataset", dataset.value()));
            if (entry.details().newClone()) {
                node.put("newClone", true);
            }
        });
        node.put("Recursive", entry.details().recursive());
        entry.details().format().ifPresent(format -> node.set(SendFormatJson.KEY, SendFormatJson.write(format)));
        entry.details().sizeEstimate().ifPresent(size -> node.put("SizeEstimate", size));
        content(node, entry.content(), entry.id().isPresent());
        entry.details().unknown().forEach(node::set);
        return node;
    }

    private static void content(ObjectNode node, BackupContent content, boolean ours) {
        content.plain().ifPresent(plain -> node.put("size", plain.size()).put("sha256", plain.sha256()));
        ArrayNode paths = node.putArray("chunks");
        content.chunks().forEach(chunk -> paths.add(chunk.path()));
        if (ours) {
            ArrayNode details = node.putArray("chunkDetails");
            content.chunks().forEach(chunk -> details.add(details(chunk)));
            pipes(node, "pipes", content.pipes());
            pipes(node, "chunkPipes", content.chunkPipes());
        }
    }

    private static ObjectNode details(Chunk chunk) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        chunk.stored().ifPresent(digest -> node.put("size", digest.size()).put("sha256", digest.sha256()));
        chunk.plain().ifPresent(digest -> node.put("plainSize", digest.size()).put("plainSha256", digest.sha256()));
        return node;
    }

    private static void pipes(ObjectNode node, String key, List<PipeSpec> pipes) {
        ArrayNode array = node.putArray(key);
        for (PipeSpec pipe : pipes) {
            ObjectNode item = array.addObject().put("name", pipe.name());
            ObjectNode options = item.putObject("options");
            pipe.options().forEach(options::put);
        }
    }
}
