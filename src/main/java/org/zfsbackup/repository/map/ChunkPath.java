package org.zfsbackup.repository.map;

import java.util.regex.Pattern;

/** Checks paths of objects in a map: they start at the root of the store and never leave it. */
public final class ChunkPath {
    private static final int LONGEST = 1024;
    private static final Pattern FORBIDDEN = Pattern.compile("[\\p{Cc}\\\\]|\\$\\{|\\$simple\\{");

    /** Maps, locks and the like, of this prefix or another: deleting a backup must never delete them. */
    private static final Pattern RECORD = Pattern.compile("\\.(json|txt)(\\.[^/]*)?$");

    private ChunkPath() {}

    static String checked(String path) throws DamagedMapException {
        if (!isSafe(path)) {
            throw new DamagedMapException("it names a chunk '" + path + "', which is not a path inside the target");
        }
        if (RECORD.matcher(path).find()) {
            throw new DamagedMapException("it names a chunk '" + path + "', which is a record and not a chunk");
        }
        return path;
    }

    /**
     * Returns whether a path stays below its root everywhere, and has no character that a template language interprets.
     */
    public static boolean isSafe(String path) {
        if (path.isBlank() || path.length() > LONGEST || FORBIDDEN.matcher(path).find()) {
            return false;
        }
        for (String part : path.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return false;
            }
        }
        return true;
    }
}
