package org.zfsbackup.pipe.openssl;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import org.zfsbackup.pipe.secret.Secret;
import org.zfsbackup.stream.Streams;

/** Reads and writes the format of {@code openssl enc}: {@code Salted__}, eight bytes of salt, the ciphertext. */
final class OpensslStreams {
    private static final byte[] MAGIC = "Salted__".getBytes(StandardCharsets.US_ASCII);
    private static final int SALT = 8;
    private static final int BUFFER = 64 * 1024;
    private static final long ZFS_MAGIC = 0x2F5bacbacL;
    private static final SecureRandom RANDOM = new SecureRandom();

    private OpensslStreams() {}

    static void encrypt(
            InputStream plain, OutputStream out, OpensslCipher cipher, KeyDerivation derivation, Secret password)
            throws IOException {
        byte[] salt = new byte[SALT];
        RANDOM.nextBytes(salt);
        out.write(MAGIC);
        out.write(salt);
        run(keyed(Cipher.ENCRYPT_MODE, cipher, derivation, password, salt), plain, new byte[0], out);
    }

    static void decrypt(
            InputStream stored, OutputStream out, OpensslCipher cipher, KeyDerivation derivation, Secret password)
            throws IOException {
        byte[] salt = salt(stored);
        long bytes = run(keyed(Cipher.DECRYPT_MODE, cipher, derivation, password, salt), stored, new byte[0], out);
        if (bytes == 0 && cipher.isPadded()) {
            // The JDK accepts an empty input as the encryption of nothing.
            throw new EOFException("the encrypted data are cut off after their salt");
        }
    }

    /**
     * Decrypts what openssl wrote without PBKDF2: with SHA-256 since 1.1.0, with MD5 before. The first plain bytes show
     * which it was.
     */
    static void decryptOriginal(InputStream stored, OutputStream out, OpensslCipher cipher, Secret password)
            throws IOException {
        byte[] salt = salt(stored);
        byte[] head = stored.readNBytes(BUFFER);
        for (String digest : List.of("SHA-256", "MD5")) {
            KeyDerivation derivation = KeyDerivation.original(digest);
            if (looksPlain(begin(keyed(Cipher.DECRYPT_MODE, cipher, derivation, password, salt), head))) {
                run(keyed(Cipher.DECRYPT_MODE, cipher, derivation, password, salt), stored, head, out);
                return;
            }
        }
        throw new IOException("the password is wrong, or the data are damaged: what they decrypt to is neither gzip nor"
                + " a ZFS send stream");
    }

    private static byte[] begin(OpensslCipher.Running cipher, byte[] head) throws IOException {
        try {
            byte[] first = new byte[head.length + OpensslCipher.Running.BLOCK];
            return Arrays.copyOf(first, cipher.update(head, 0, head.length, first));
        } catch (GeneralSecurityException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static boolean looksPlain(byte[] head) {
        boolean gzip = head.length >= 3 && (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b && head[2] == 8;
        return gzip
                || (head.length >= 16 && (magic(head, ByteOrder.LITTLE_ENDIAN) || magic(head, ByteOrder.BIG_ENDIAN)));
    }

    private static boolean magic(byte[] head, ByteOrder order) {
        return ByteBuffer.wrap(head).order(order).getLong(8) == ZFS_MAGIC;
    }

    private static byte[] salt(InputStream stored) throws IOException {
        byte[] head = stored.readNBytes(MAGIC.length + SALT);
        if (head.length < MAGIC.length + SALT || !Arrays.equals(Arrays.copyOf(head, MAGIC.length), MAGIC)) {
            throw new IOException("it is not the output of openssl enc: it does not begin with Salted__");
        }
        return Arrays.copyOfRange(head, MAGIC.length, head.length);
    }

    private static OpensslCipher.Running keyed(
            int mode, OpensslCipher cipher, KeyDerivation derivation, Secret password, byte[] salt) throws IOException {
        byte[] derived = new byte[0];
        try {
            derived = derivation.derive(password.bytes(), salt, cipher.keyLength() + OpensslCipher.IV);
            return cipher.keyed(mode, derived);
        } catch (GeneralSecurityException e) {
            throw new IOException("this JDK does not support " + cipher.name() + ": " + e.getMessage(), e);
        } finally {
            Arrays.fill(derived, (byte) 0);
        }
    }

    /** Runs the cipher to the end of the input and returns the bytes read. */
    private static long run(OpensslCipher.Running cipher, InputStream in, byte[] head, OutputStream out)
            throws IOException {
        try {
            byte[] target = new byte[BUFFER + OpensslCipher.Running.BLOCK];
            out.write(target, 0, cipher.update(head, 0, head.length, target));
            long total = Streams.copy(
                    in, BUFFER, (buffer, count) -> out.write(target, 0, cipher.update(buffer, 0, count, target)));
            out.write(target, 0, cipher.finish(target));
            return total;
        } catch (GeneralSecurityException e) {
            throw new IOException("the password is wrong, or the data are damaged or cut off: " + e.getMessage(), e);
        }
    }
}
