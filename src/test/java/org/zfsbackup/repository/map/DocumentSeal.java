package org.zfsbackup.repository.map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.IllegalNameException;

/** Gives the entries of a changed map their digests, as somebody does who knows how they are made. */
public final class DocumentSeal {
    private DocumentSeal() {}

    /** As far as the document still has the form of a map. */
    public static JsonNode seal(JsonNode root) {
        root.properties()
                .forEach(dataset -> dataset.getValue().path("snapshots").forEach(entry -> {
                    if (entry instanceof ObjectNode object) {
                        try {
                            object.put("digest", EntryDigest.of(new DatasetName(dataset.getKey()), object));
                        } catch (IllegalNameException e) {
                            // such a map is refused for the name
                        }
                    }
                }));
        return root;
    }
}
