package org.zfsbackup.pipe.openssl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.ChaCha20ParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * ChaCha20 as openssl has it: a 16-byte IV, of which the first four are the counter's begin and the rest the nonce. Where
 * the counter comes round, openssl counts on in the nonce's first word; the JDK's begins anew, so that it is keyed again
 * there.
 */
final class ChaCha20 implements OpensslCipher.Running {
    private static final long BLOCK = 64;
    private static final long ROUND = 1L << 32;

    private final SecretKey key;
    private final byte[] nonce = new byte[12];
    private final int mode;
    private Cipher cipher;
    private long left;

    ChaCha20(int mode, SecretKey key, byte[] iv) throws GeneralSecurityException {
        this.mode = mode;
        this.key = key;
        ByteBuffer words = ByteBuffer.wrap(iv).order(ByteOrder.LITTLE_ENDIAN);
        int counter = words.getInt();
        words.get(nonce);
        this.cipher = from(counter);
        this.left = (ROUND - Integer.toUnsignedLong(counter)) * BLOCK;
    }

    private Cipher from(int counter) throws GeneralSecurityException {
        Cipher keyed = Cipher.getInstance("ChaCha20");
        keyed.init(mode, key, new ChaCha20ParameterSpec(nonce, counter));
        return keyed;
    }

    @Override
    public byte @Nullable [] update(byte[] bytes, int offset, int length) throws GeneralSecurityException {
        if (length <= left) {
            left -= length;
            return cipher.update(bytes, offset, length);
        }
        int before = (int) left;
        byte[] result = new byte[length];
        cipher.update(bytes, offset, before, result, 0);
        ByteBuffer words = ByteBuffer.wrap(nonce).order(ByteOrder.LITTLE_ENDIAN);
        words.putInt(0, words.getInt(0) + 1);
        cipher = from(0);
        left = ROUND * BLOCK - (length - before);
        cipher.update(bytes, offset + before, length - before, result, before);
        return result;
    }

    @Override
    public byte @Nullable [] finish() throws GeneralSecurityException {
        return cipher.doFinal();
    }
}
