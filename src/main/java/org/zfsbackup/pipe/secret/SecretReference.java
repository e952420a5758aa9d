package org.zfsbackup.pipe.secret;

import java.io.IOException;

/**
 * A secret that a vault or another keeper returns for a reference.
 *
 * @param reference what the keeper is asked for
 * @param keeper who is asked
 */
public record SecretReference(String reference, Keeper keeper) implements SecretSource {
    /** Resolves references to secrets. */
    @FunctionalInterface
    public interface Keeper {
        /** Returns the secret, which the caller overwrites after use. */
        byte[] resolve(String reference) throws IOException;
    }

    @Override
    public Secret read() throws IOException {
        try {
            return new Secret(keeper.resolve(reference));
        } catch (SecretException e) {
            throw e;
        } catch (IOException e) {
            throw new SecretException(String.valueOf(e.getMessage())); // the cause might hold the secret
        }
    }

    @Override
    public String place() {
        return "the reference " + reference;
    }

    @Override
    public String toString() {
        return place();
    }
}
