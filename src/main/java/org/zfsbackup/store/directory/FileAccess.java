package org.zfsbackup.store.directory;

import java.nio.file.FileSystem;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Who may read the files and folders that are made: chunks are worth protecting, even if they are encrypted. */
public enum FileAccess {
    /** Their owner alone. */
    OWNER("rw-------", "rwx------"),
    /** The group of the files, too. */
    GROUP("rw-r-----", "rwxr-x---");

    private static final Set<PosixFilePermission> OF_OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private final String file;
    private final String folder;

    FileAccess(String file, String folder) {
        this.file = file;
        this.folder = folder;
    }

    /** What a new file is made with, so that it is never open to others; nothing if a file system knows no such thing. */
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

    /** Whether group and others have what they should have, and no more; the owner's own rights do not matter. */
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
