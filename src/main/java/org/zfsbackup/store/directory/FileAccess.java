package org.zfsbackup.store.directory;

import java.nio.file.FileSystem;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Who may read new files and folders. Chunks are worth protecting even if they are encrypted. */
public enum FileAccess {
    /** Only their owner. */
    OWNER("rw-------", "rwx------"),
    /** Their owner and their group. */
    GROUP("rw-r-----", "rwxr-x---");

    private static final Set<PosixFilePermission> OF_OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private final String file;
    private final String folder;

    FileAccess(String file, String folder) {
        this.file = file;
        this.folder = folder;
    }

    /**
     * The attributes to create a new file with, so that it is never open to others; empty if the file system has no
     * permissions.
     */
    public FileAttribute<?>[] ofNewFile(FileSystem system) {
        return attributes(system, file);
    }

    FileAttribute<?>[] ofNewFolder(FileSystem system) {
        return attributes(system, folder);
    }

    private static FileAttribute<?>[] attributes(FileSystem system, String permissions) {
        return isKnownTo(system)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    static boolean isKnownTo(FileSystem system) {
        return system.supportedFileAttributeViews().contains("posix");
    }

    Set<PosixFilePermission> permissions(boolean isFolder) {
        return PosixFilePermissions.fromString(isFolder ? folder : file);
    }

    /** Whether group and others have exactly the right permissions; the owner's own are ignored. */
    boolean isThat(Set<PosixFilePermission> found, boolean isFolder) {
        return othersOf(found).equals(othersOf(permissions(isFolder)));
    }

    private static Set<PosixFilePermission> othersOf(Set<PosixFilePermission> permissions) {
        EnumSet<PosixFilePermission> others = EnumSet.noneOf(PosixFilePermission.class);
        others.addAll(permissions);
        others.removeAll(OF_OWNER);
        return others;
    }
}
