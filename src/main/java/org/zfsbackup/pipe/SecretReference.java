package org.zfsbackup.pipe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A secret that somebody else keeps, such as a vault, and gives for a reference. */
public record SecretReference(String reference, Keeper keeper) implements SecretSource {
    /** Gives what stands behind a reference. */
    @FunctionalInterface
    public interface Keeper {
        String resolve(String reference) throws IOException;
    }

    @Override
    public Secret read() throws IOException {
        return new Secret(keeper.resolve(reference).getBytes(StandardCharsets.UTF_8));
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
