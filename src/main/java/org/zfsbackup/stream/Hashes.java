package org.zfsbackup.stream;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Creates the hashes that every Java platform has. */
public final class Hashes {
    private Hashes() {}

    /** Returns a new SHA-256. */
    public static MessageDigest sha256() {
        return of("SHA-256");
    }

    /** Returns a new MD5. Some S3 requests require it; it protects nothing. */
    public static MessageDigest md5() {
        return of("MD5");
    }

    /** Returns the SHA-256 of all these bytes as lower-case hexadecimal digits. */
    public static String sha256Hex(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    private static MessageDigest of(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + algorithm, e);
        }
    }
}
