package org.zfsbackup.stream;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The hashes that every Java platform has. */
public final class Hashes {
    private Hashes() {}

    /** A SHA-256 that has seen no byte yet. */
    public static MessageDigest sha256() {
        return of("SHA-256");
    }

    /** An MD5 that has seen no byte yet: some S3 requests need it; it protects nothing. */
    public static MessageDigest md5() {
        return of("MD5");
    }

    /** The SHA-256 of all these bytes, in hexadecimal digits. */
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
