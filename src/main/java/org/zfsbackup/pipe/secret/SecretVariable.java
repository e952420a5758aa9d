package org.zfsbackup.pipe.secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A secret in an environment variable, which the JDK keeps in memory for as long as the program runs.
 *
 * @param name the name of the variable
 */
public record SecretVariable(String name) implements SecretSource {
    @Override
    public Secret read() throws IOException {
        String value = System.getenv(name);
        if (value == null) {
            throw new SecretException(place() + " is not set: it should hold a password or a key");
        }
        return new Secret(value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String place() {
        return "the environment variable " + name;
    }

    @Override
    public String toString() {
        return place();
    }
}
