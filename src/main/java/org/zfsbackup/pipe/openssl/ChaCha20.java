package org.zfsbackup.pipe.openssl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.ChaCha20ParameterSpec;

/**
 * ChaCha20 as openssl implements it, with a 16-byte IV: the first four bytes are the initial counter, the rest is the
 * nonce. When the counter overflows, openssl carries into the first word of the nonce. The JDK's counter restarts at 0,
 * so the cipher is initialised again there.
 */
final class ChaCha20 implements OpensslCipher.Running {
    private static final long BYTES = 64;
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
        this.left = (ROUND - Integer.toUnsignedLong(counter)) * BYTES;
    }

    private Cipher from(int counter) throws GeneralSecurityException {
        Cipher keyed = Cipher.getInstance("ChaCha20");
        keyed.init(mode, key, new ChaCha20ParameterSpec(nonce, counter));
        return keyed;
    }

    @Override
    public int update(byte[] bytes, int offset, int length, byte[] target) throws GeneralSecurityException {
        int before = (int) Math.min(length, left);
        int done = cipher.update(bytes, offset, before, target, 0);
        left -= before;
        int after = length - before;
        if (after > 0) {
            comeRound();
            left -= after;
            done += cipher.update(bytes, offset + before, after, target, done);
        }
        return done;
    }

    private void comeRound() throws GeneralSecurityException {
        ByteBuffer words = ByteBuffer.wrap(nonce).order(ByteOrder.LITTLE_ENDIAN);
        words.putInt(0, words.getInt(0) + 1);
        cipher = from(0);
        left = ROUND * BYTES;
    }

    @Override
    public int finish(byte[] target) throws GeneralSecurityException {
        return cipher.doFinal(target, 0);
    }
}
