package org.zfsbackup.pipe.openssl;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Derives key and IV from a password and a salt, as {@code openssl enc} does. */
@FunctionalInterface
interface KeyDerivation {
    /** Returns so many bytes of key material: the key, then the IV. */
    byte[] derive(byte[] password, byte[] salt, int length) throws GeneralSecurityException;

    /**
     * Returns {@code -pbkdf2 -iter N -md sha256} (RFC 8018, 5.2). Implemented here, because the JDK's takes characters
     * and openssl's takes bytes.
     */
    static KeyDerivation pbkdf2(int iterations) {
        return (password, salt, length) -> {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(password, "HmacSHA256"));
            byte[] derived = new byte[length];
            for (int block = 0; block * 32 < length; block++) {
                mac.update(salt);
                byte[] round = mac.doFinal(new byte[] {0, 0, 0, (byte) (block + 1)});
                byte[] sum = round.clone();
                for (int i = 1; i < iterations; i++) {
                    round = mac.doFinal(round);
                    for (int j = 0; j < sum.length; j++) {
                        sum[j] ^= round[j];
                    }
                }
                System.arraycopy(sum, 0, derived, block * 32, Math.min(32, length - block * 32));
            }
            return derived;
        };
    }

    /** Returns {@code EVP_BytesToKey} with one iteration, as openssl derives keys without {@code -pbkdf2}. */
    static KeyDerivation original(String digest) {
        return (password, salt, length) -> {
            MessageDigest hash = MessageDigest.getInstance(digest);
            byte[] derived = new byte[0];
            byte[] last = new byte[0];
            while (derived.length < length) {
                hash.update(last);
                hash.update(password);
                last = hash.digest(salt);
                int old = derived.length;
                derived = Arrays.copyOf(derived, old + last.length);
                System.arraycopy(last, 0, derived, old, last.length);
            }
            return Arrays.copyOf(derived, length);
        };
    }
}
