package org.zfsbackup.zfs;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.process.CommandFailedException;

/**
 * Mounts what was received, and takes nothing over: nothing is mounted over another file system or over a directory that
 * holds files. What is not mounted is named in a warning.
 */
final class Mounting {
    private static final Logger LOG = LoggerFactory.getLogger(Mounting.class);

    private final ZfsCommand zfs;

    Mounting(ZfsCommand zfs) {
        this.zfs = zfs;
    }

    /** Mounts the file system and those below it, if they should be mounted and are not, parents first. */
    void mount(DatasetName dataset) throws IOException {
        String table = zfs.run("get", "-rH", "-o", "name,property,value", MountTable.PROPERTIES, dataset.value());
        List<MountTable.Place> places = MountTable.unmounted(table);
        String taken = places.isEmpty() ? "" : zfs.run("list", "-H", "-t", "filesystem", "-o", "mounted,mountpoint");
        for (MountTable.Place place : places) {
            if (taken.lines().anyMatch(line -> line.equals("yes\t" + place.mountpoint()))) {
                LOG.warn(
                        "{} was not mounted: another file system is mounted at {}. Set its mountpoint, then mount it",
                        place.name(),
                        place.mountpoint());
            } else if (zfs.host().isLocal() && holdsFiles(Path.of(place.mountpoint()))) {
                leaveUnmounted(place);
            } else {
                mount(place);
            }
        }
    }

    /** The next import of the pool would mount it over the files, so it is not to be mounted automatically any more. */
    private void leaveUnmounted(MountTable.Place place) throws IOException {
        zfs.run("set", "canmount=noauto", place.name());
        LOG.warn(
                "{} was not mounted, and its canmount was set to noauto: the directory {} holds files that it would hide."
                        + " Set another mountpoint or move the files away, then run `zfs set canmount=on {}` and"
                        + " `zfs mount {}`",
                place.name(),
                place.mountpoint(),
                place.name(),
                place.name());
    }

    private void mount(MountTable.Place place) throws IOException {
        try {
            zfs.run("mount", place.name());
        } catch (CommandFailedException e) {
            if (!e.errors().contains("key not loaded")) {
                throw e;
            }
            LOG.warn(
                    "{} was received encrypted and is not mounted, because its key is not loaded: run `zfs load-key -r {}`"
                            + " and `zfs mount {}`",
                    place.name(),
                    place.name(),
                    place.name());
        }
    }

    /** Returns whether the file system holds files; true if that cannot be seen. */
    boolean holdsFiles(DatasetName dataset) throws IOException {
        List<String> values = zfs.run("get", "-H", "-o", "value", "mounted,mountpoint", dataset.value())
                .lines()
                .toList();
        return !zfs.host().isLocal()
                || values.size() != 2
                || !values.get(0).equals("yes")
                || holdsFiles(Path.of(values.get(1)));
    }

    private static boolean holdsFiles(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            return files.iterator().hasNext();
        }
    }
}
