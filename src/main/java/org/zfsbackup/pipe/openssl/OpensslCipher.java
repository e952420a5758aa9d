package org.zfsbackup.pipe.openssl;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A cipher by openssl's name. Every IV has 16 bytes.
 *
 * @param name openssl's name
 * @param transformation the JDK's name
 * @param keyLength in bytes
 */
record OpensslCipher(String name, String transformation, int keyLength) {
    static final int IV = 16;

    private static final String CBC = "AES/CBC/PKCS5Padding";
    private static final String CTR = "AES/CTR/NoPadding";
    private static final String CHACHA20 = "ChaCha20";
    private static final Map<String, OpensslCipher> BY_NAME = Map.of(
            "aes-128-cbc", new OpensslCipher("aes-128-cbc", CBC, 16),
            "aes-192-cbc", new OpensslCipher("aes-192-cbc", CBC, 24),
            "aes-256-cbc", new OpensslCipher("aes-256-cbc", CBC, 32),
            "aes-128-ctr", new OpensslCipher("aes-128-ctr", CTR, 16),
            "aes-192-ctr", new OpensslCipher("aes-192-ctr", CTR, 24),
            "aes-256-ctr", new OpensslCipher("aes-256-ctr", CTR, 32),
            "chacha20", new OpensslCipher("chacha20", CHACHA20, 32));

    /** A cipher with its key, for one stream. Each step returns the number of bytes that it wrote to the target. */
    interface Running {
        /** The most bytes by which the output of a step exceeds its input. */
        int BLOCK = 16;

        int update(byte[] bytes, int offset, int length, byte[] target) throws GeneralSecurityException;

        int finish(byte[] target) throws GeneralSecurityException;
    }

    /** Returns whether the last block is padded, so that an empty input becomes one block. */
    boolean isPadded() {
        return transformation.equals(CBC);
    }

    /**
     * Returns the cipher with its key.
     *
     * @param keyAndIv the key, then the IV
     */
    Running keyed(int mode, byte[] keyAndIv) throws GeneralSecurityException {
        SecretKey key = new SecretKeySpec(keyAndIv, 0, keyLength, transformation.replaceFirst("/.*", ""));
        if (transformation.equals(CHACHA20)) {
            return new ChaCha20(mode, key, Arrays.copyOfRange(keyAndIv, keyLength, keyLength + IV));
        }
        Cipher cipher = Cipher.getInstance(transformation);
        cipher.init(mode, key, new IvParameterSpec(keyAndIv, keyLength, IV));
        return new Running() {
            @Override
            public int update(byte[] bytes, int offset, int length, byte[] target) throws GeneralSecurityException {
                return cipher.update(bytes, offset, length, target, 0);
            }

            @Override
            public int finish(byte[] target) throws GeneralSecurityException {
                return cipher.doFinal(target, 0);
            }
        };
    }

    static OpensslCipher named(String name) {
        OpensslCipher cipher = BY_NAME.get(name.toLowerCase(Locale.ROOT));
        if (cipher == null) {
            throw new IllegalArgumentException("cipher '" + name
                    + "' is not known: aes-128, aes-192 or aes-256, each with -cbc or -ctr, or chacha20");
        }
        return cipher;
    }
}
