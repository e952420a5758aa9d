package org.zfsbackup.pipe.age;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.UnsupportedRecipientStanzaException;
import com.exceptionfactory.jagged.framework.codec.CanonicalBase64;
import com.exceptionfactory.jagged.framework.crypto.CipherKey;
import com.exceptionfactory.jagged.framework.crypto.EncryptedFileKey;
import com.exceptionfactory.jagged.framework.crypto.FileKeyDecryptorFactory;
import com.exceptionfactory.jagged.framework.crypto.FileKeyEncryptorFactory;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Iterator;
import java.util.List;
import org.bouncycastle.crypto.generators.SCrypt;
import org.zfsbackup.pipe.secret.Secret;

/**
 * The scrypt recipient of the age v1 format (age-encryption.org/v1): a passphrase in place of a key pair. The library
 * jagged has it in a separate module that is not available everywhere.
 *
 * <p>Deriving a key takes 2 to the power of the work factor steps, and that many KiB of memory.
 *
 * @param secret the passphrase; not closed here
 * @param workFactor the base-2 logarithm of scrypt's N
 */
record Passphrase(Secret secret, int workFactor) implements RecipientStanzaWriter, RecipientStanzaReader {
    static final int DEFAULT_WORK_FACTOR = 16;
    static final int HIGHEST_WORK_FACTOR = 22;

    private static final String TYPE = "scrypt";
    private static final byte[] LABEL = "age-encryption.org/v1/scrypt".getBytes(StandardCharsets.US_ASCII);
    private static final int SALT = 16;
    private static final int BLOCK_SIZE = 8;
    private static final Object ONE_AT_A_TIME = new Object();
    private static final SecureRandom RANDOM = new SecureRandom();

    private record Stanza(List<String> arguments, byte[] body) implements RecipientStanza {
        @Override
        public String getType() {
            return TYPE;
        }

        @Override
        public List<String> getArguments() {
            return arguments;
        }

        @Override
        public byte[] getBody() {
            return body;
        }
    }

    @Override
    public Iterable<RecipientStanza> getRecipientStanzas(FileKey fileKey) throws GeneralSecurityException {
        byte[] salt = new byte[SALT];
        RANDOM.nextBytes(salt);
        CipherKey wrap = derive(salt, workFactor);
        EncryptedFileKey body =
                new FileKeyEncryptorFactory().newFileKeyEncryptor().getEncryptedFileKey(fileKey, wrap);
        wrap.destroy();
        String encodedSalt = CanonicalBase64.getEncoder().encodeToString(salt);
        return List.of(new Stanza(List.of(encodedSalt, Integer.toString(workFactor)), body.getEncoded()));
    }

    /** Accepts no other stanza beside the passphrase's, as the format requires. */
    @Override
    public FileKey getFileKey(Iterable<RecipientStanza> stanzas) throws GeneralSecurityException {
        Iterator<RecipientStanza> all = stanzas.iterator();
        RecipientStanza stanza = all.hasNext() ? all.next() : null;
        if (stanza == null || !stanza.getType().equals(TYPE) || all.hasNext()) {
            throw new UnsupportedRecipientStanzaException("not encrypted with a passphrase only");
        }
        List<String> arguments = stanza.getArguments();
        if (arguments.size() != 2 || !arguments.get(1).matches("[1-9]\\d?")) {
            throw new GeneralSecurityException("the passphrase's stanza is not understood");
        }
        byte[] salt = CanonicalBase64.getDecoder().decode(arguments.get(0).getBytes(StandardCharsets.US_ASCII));
        if (salt.length != SALT) {
            throw new GeneralSecurityException("the passphrase's salt has " + salt.length + " bytes");
        }
        CipherKey wrap = derive(salt, Integer.parseInt(arguments.get(1)));
        try {
            return new FileKeyDecryptorFactory()
                    .newFileKeyDecryptor()
                    .getFileKey(new EncryptedFileKey(stanza.getBody()), wrap);
        } catch (GeneralSecurityException e) {
            throw new UnsupportedRecipientStanzaException("the passphrase is wrong");
        } finally {
            wrap.destroy();
        }
    }

    private CipherKey derive(byte[] salt, int factor) throws GeneralSecurityException {
        if (factor > HIGHEST_WORK_FACTOR) {
            throw new GeneralSecurityException("its work factor of " + factor + " is beyond " + HIGHEST_WORK_FACTOR
                    + ", the highest that is accepted");
        }
        long needed = (128L * BLOCK_SIZE) << factor;
        if (needed > Runtime.getRuntime().maxMemory() / 4 * 3) {
            throw new GeneralSecurityException("its work factor of " + factor + " takes " + (needed >> 20)
                    + " MiB of memory. Give Java more: ZFSBACKUP_JAVA_OPTIONS=-Xmx" + ((needed * 2) >> 20) + "m");
        }
        byte[] labelled = new byte[LABEL.length + salt.length];
        System.arraycopy(LABEL, 0, labelled, 0, LABEL.length);
        System.arraycopy(salt, 0, labelled, LABEL.length, salt.length);
        synchronized (ONE_AT_A_TIME) {
            return new CipherKey(SCrypt.generate(secret.bytes(), labelled, 1 << factor, BLOCK_SIZE, 1, 32));
        }
    }

    @Override
    public String toString() {
        return "Passphrase";
    }
}
