package org.zfsbackup.pipe;

import java.util.Locale;
import java.util.Map;

/** A cipher under openssl's name for it, with the JDK's; key and block lengths in bytes. */
record OpensslCipher(String name, String transformation, String algorithm, int keyLength, int ivLength) {
    private static final Map<String, OpensslCipher> BY_NAME = Map.of(
            "aes-128-cbc", new OpensslCipher("aes-128-cbc", "AES/CBC/PKCS5Padding", "AES", 16, 16),
            "aes-192-cbc", new OpensslCipher("aes-192-cbc", "AES/CBC/PKCS5Padding", "AES", 24, 16),
            "aes-256-cbc", new OpensslCipher("aes-256-cbc", "AES/CBC/PKCS5Padding", "AES", 32, 16),
            "aes-128-ctr", new OpensslCipher("aes-128-ctr", "AES/CTR/NoPadding", "AES", 16, 16),
            "aes-192-ctr", new OpensslCipher("aes-192-ctr", "AES/CTR/NoPadding", "AES", 24, 16),
            "aes-256-ctr", new OpensslCipher("aes-256-ctr", "AES/CTR/NoPadding", "AES", 32, 16));

    /** Whether the last block is padded, so that even nothing is encrypted to a block. */
    boolean isPadded() {
        return transformation.endsWith("Padding") && !transformation.endsWith("NoPadding");
    }

    static OpensslCipher named(String name) {
        OpensslCipher cipher = BY_NAME.get(name.toLowerCase(Locale.ROOT));
        if (cipher == null) {
            throw new IllegalArgumentException(
                    "cipher '" + name + "' is not known: aes-128, aes-192 or aes-256, each" + " with -cbc or -ctr");
        }
        return cipher;
    }
}
