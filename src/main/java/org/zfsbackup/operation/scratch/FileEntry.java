package org.zfsbackup.operation.scratch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;

/**
 * What a file system says about one file, directory, link or device. Links are not followed.
 *
 * @param mode type and permissions, as in stat(2)
 * @param uid the number of its owner
 * @param gid the number of its group
 * @param size in bytes
 * @param modified when its contents were changed
 * @param links how many names it has
 * @param device which device it is; 0 if it is none
 */
record FileEntry(int mode, int uid, int gid, long size, FileTime modified, int links, long device) {
    private static final int TYPE = 0170000;
    private static final int PERMISSIONS = 07777;
    private static final int DIRECTORY = 0040000;
    private static final int REGULAR = 0100000;
    private static final int LINK = 0120000;
    private static final String ATTRIBUTES = "unix:mode,uid,gid,size,lastModifiedTime,nlink,rdev";

    static FileEntry of(Path file) throws IOException {
        Map<String, Object> values = Files.readAttributes(file, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        int mode = (int) number(values, "mode");
        return new FileEntry(
                mode,
                (int) number(values, "uid"),
                (int) number(values, "gid"),
                number(values, "size"),
                (FileTime) Objects.requireNonNull(values.get("lastModifiedTime")),
                (int) number(values, "nlink"),
                isDevice(mode) ? number(values, "rdev") : 0);
    }

    private static long number(Map<String, Object> values, String name) {
        return ((Number) Objects.requireNonNull(values.get(name), name)).longValue();
    }

    private static boolean isDevice(int mode) {
        return (mode & TYPE) == 0020000 || (mode & TYPE) == 0060000;
    }

    boolean isDirectory() {
        return (mode & TYPE) == DIRECTORY;
    }

    boolean isRegular() {
        return (mode & TYPE) == REGULAR;
    }

    boolean isLink() {
        return (mode & TYPE) == LINK;
    }

    /** The permissions with the bits for set-uid, set-gid and sticky. */
    int permissions() {
        return mode & PERMISSIONS;
    }

    /** Returns what differs, in words; empty if nothing does. The size of a directory and its names do not count. */
    String difference(FileEntry other) {
        if ((mode & TYPE) != (other.mode & TYPE) || device != other.device) {
            return "its type";
        }
        if (mode != other.mode) {
            return "its mode";
        }
        if (uid != other.uid || gid != other.gid) {
            return "its owner";
        }
        if (!modified.equals(other.modified)) {
            return "its time";
        }
        return isDirectory() ? "" : differenceOfFile(other);
    }

    private String differenceOfFile(FileEntry other) {
        if (size != other.size) {
            return "its size";
        }
        return links == other.links ? "" : "the number of its names";
    }
}
