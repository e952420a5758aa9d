package org.zfsbackup.operation;

import java.io.IOException;
import org.zfsbackup.pipe.Protection;
import org.zfsbackup.pipe.WrongKeyException;
import org.zfsbackup.pipe.secret.SecretException;
import org.zfsbackup.store.NoSuchObjectException;
import org.zfsbackup.stream.Causes;

/**
 * Explains why a backup cannot be decoded. A format without authentication decrypts with any key, to meaningless bytes;
 * the next step then reports damage, although the key is wrong.
 *
 * @param name the name of the backup in errors
 * @param protection the protection by its pipes
 */
record DecodingFailure(String name, Protection protection) {
    /** Compares the chunks that were read with their stored digests. */
    @FunctionalInterface
    interface StoredCheck {
        void run() throws IOException;
    }

    /** The failure to report instead: damage of the stored bytes, a wrong key, or the failure as it is. */
    IOException explained(IOException failure, StoredCheck stored) {
        boolean reportsKey = Causes.has(failure, WrongKeyException.class);
        boolean mayBeTheKey = reportsKey || protection == Protection.ENCRYPTED;
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
                        + " cannot be decrypted with the given key. Its chunks are not damaged: use another"
                        + " password or identity (" + why + ")",
                failure);
    }
}
