package org.zfsbackup.pipe.secret;

import java.io.IOException;

/** A secret that somebody else keeps, such as a vault, and gives for a reference. */
public record SecretReference(String reference, Keeper keeper) implements SecretSource {
    /** Gives what stands behind a reference; the bytes are taken over, and wiped when they were used. */
    @FunctionalInterface
    public interface Keeper {
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
