package org.zfsbackup.cli.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.zfsbackup.chunk.Chunk;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.plan.Chains;
import org.zfsbackup.repository.ChunkLookup;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.store.Availability;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.SendOptions;

/** The lines of {@code list}, as the original program printed them. */
final class BackupListing {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss Z", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final ChunkLookup chunks;
    private final List<String> lines = new ArrayList<>();

    private BackupListing(Repository target) {
        this.chunks = new ChunkLookup(target);
    }

    /** The backup's ID and its chain, by which it can be deleted; empty for backups of the original program. */
    private static String place(BackupEntry entry, Chains chains) {
        if (entry.id().isEmpty()) {
            return "";
        }
        String chain = chains.firstOf(entry)
                .map(first -> first.id().orElse("of the original"))
                .orElse("incomplete");
        return "\tid=" + entry.id().get() + "\tchain=" + chain + "\t"
                + (entry.parent().isPresent() ? "incremental" : "full");
    }

    /**
     * The lines.
     *
     * @param map what to list
     * @param whole all backups at the target, to find the chains in
     */
    static List<String> of(BackupMap map, BackupMap whole, Repository target, boolean verbose) throws IOException {
        BackupListing listing = new BackupListing(target);
        for (Map.Entry<DatasetName, BackupMap.Backups> dataset : map.datasets().entrySet()) {
            Chains chains = Chains.of(whole, dataset.getKey());
            for (BackupEntry entry : dataset.getValue().entries()) {
                listing.lines.add(
                        "Snapshot " + dataset.getKey() + "@" + entry.snapshot().name() + place(entry, chains));
                if (verbose) {
                    listing.details(entry);
                }
            }
        }
        return listing.lines;
    }

    private void details(BackupEntry entry) throws IOException {
        lines.add("\tCreated " + TIME.format(entry.created()));
        entry.parent().ifPresent(parent -> lines.add("\tincremental parent=" + parent.name()));
        if (entry.details().format().map(SendOptions::raw).orElse(false)) {
            lines.add("\tSent raw: encrypted datasets stay encrypted with their own keys");
        }
        JsonNode filters = entry.details().unknown().get("filters");
        if (filters != null) {
            filters.forEach(filter -> lines.add("\tFilter: " + words(filter)));
        }
        if (entry.id().isPresent()) {
            pipes("Pipe over the stream", entry.content().pipes());
            pipes("Pipe over each chunk", entry.content().chunkPipes());
        }
        lines.add("\tChunks:");
        for (Chunk chunk : entry.content().chunks()) {
            String state = chunks.find(chunk.path())
                    .map(object -> state(object.availability()))
                    .orElse("Missing");
            lines.add("\t\t" + chunk.path() + " (" + state + ")");
        }
        lines.add("\tRecursive = " + (entry.details().recursive() ? "True" : "False"));
        entry.details().sizeEstimate().ifPresent(size -> lines.add("\tSizeEstimate = " + size));
        entry.content().plain().ifPresent(plain -> lines.add("\tSize = " + plain.size()));
    }

    private static String state(Availability availability) {
        return switch (availability) {
            case AVAILABLE -> "Available";
            case OFFLINE -> "Offline";
            case TRANSFERRING -> "Transferring";
        };
    }

    private void pipes(String title, List<PipeSpec> pipes) {
        pipes.forEach(pipe -> lines.add("\t" + title + ": " + pipe));
    }

    private static String words(JsonNode filter) {
        List<String> words = new ArrayList<>();
        filter.forEach(word -> words.add(word.asText()));
        return String.join(" ", words);
    }
}
