package org.zfsbackup.operation;

import java.io.IOException;
import org.zfsbackup.pipe.Protection;
import org.zfsbackup.pipe.WrongKeyException;
import org.zfsbackup.pipe.secret.SecretException;
import org.zfsbackup.store.NoSuchObjectException;
import org.zfsbackup.stream.Causes;

/**
 * Why a backup cannot be decoded. A format without authentication decrypts with any key, to bytes that mean nothing: then
 * the next step calls them damaged, although it is the key that is wrong.
 *
 * @param name the backup's, for errors
 * @param protection what its pipes give
 */
record DecodingFailure(String name, Protection protection) {
    /** Compares the chunks with what was stored, as far as they were read. */
    @FunctionalInterface
    interface StoredCheck {
        void run() throws IOException;
    }

    /** What to tell instead of this failure: the damage of the stored bytes, the wrong key, or the failure as it is. */
    IOException explained(IOException failure, StoredCheck stored) {
        boolean saysSo = Causes.has(failure, WrongKeyException.class);
        boolean mayBeTheKey = saysSo || protection == Protection.ENCRYPTED;
        if (!mayBeTheKey
                || Causes.has(failure, SecretException.class)
                || Causes.has(failure, NoSuchObjectException.class)) {
            return failure;
        }
        try {
            stored.run();
        } catch (IOException e) {
            return e;
        }
        String why = String.valueOf(Causes.find(failure, WrongKeyException.class)
                .<Throwable>map(found -> found)
                .orElse(failure)
                .getMessage());
        return new WrongKeyException(
                name
                        + " cannot be decrypted with the key that was named. Its chunks are what was stored, so they are not"
                        + " damaged: name another password or identity (" + why + ")",
                failure);
    }
}
