package org.zfsbackup.estate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.zfsbackup.cli.Cli;

/** The command lines that an estate is backed up and restored with: into two repositories of a folder, and into two replicas. */
record Product(Site site) {
    /** What is asked for: the whole tree, with a chain for each dataset or in one stream; in a repository or as a replica. */
    enum Way {
        EACH("--recursive=each", false),
        WHOLE("-R", false),
        REPLICA_EACH("--recursive=each", true),
        REPLICA_WHOLE("-R", true);

        private final String recursion;
        private final boolean isReplica;

        Way(String recursion, boolean isReplica) {
            this.recursion = recursion;
            this.isReplica = isReplica;
        }

        boolean isReplica() {
            return isReplica;
        }

        boolean isWhole() {
            return recursion.equals("-R");
        }

        String place() {
            return isWhole() ? "whole" : "each";
        }
    }

    /** Where a replica's root is. */
    String replica(Way way) {
        return site.replicas(way.place())
                + site.source().substring(site.source().indexOf('/'));
    }

    /** Creates the folders in which the repositories are made. */
    void makeFolders() {
        for (Way way : Way.values()) {
            if (!way.isReplica()) {
                try {
                    Files.createDirectory(Path.of(folder(way)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private String folder(Way way) {
        return site.folder() + "/" + way.place();
    }

    Cli backup(Way way, String... more) {
        List<String> words = new ArrayList<>(List.of("--dataset", site.source(), way.recursion));
        words.addAll(List.of(more));
        if (way.isReplica()) {
            words.addAll(List.of("zfs", "--dest", site.replicas(way.place())));
        } else {
            words.addAll(repository(way));
        }
        return site.zfsbackup(words.toArray(String[]::new));
    }

    Cli restore(Way way, String to) {
        List<String> words = new ArrayList<>(List.of("--dataset", site.source(), way.recursion));
        words.addAll(repository(way));
        words.addAll(List.of("restore", "--to", to));
        return site.zfsbackup(words.toArray(String[]::new));
    }

    Cli restoreOne(EstateSnapshot snapshot, String to) {
        List<String> words = new ArrayList<>(List.of("--dataset", snapshot.toString()));
        words.addAll(repository(Way.EACH));
        words.addAll(List.of("restore", "--to", to));
        return site.zfsbackup(words.toArray(String[]::new));
    }

    Cli verify(Way way) {
        List<String> words = new ArrayList<>(repository(way));
        words.add("verify");
        return site.zfsbackup(words.toArray(String[]::new));
    }

    private List<String> repository(Way way) {
        return List.of("directory", "--dest", folder(way), "--prefix", "host");
    }
}
