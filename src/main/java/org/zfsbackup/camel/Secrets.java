package org.zfsbackup.camel;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesFunction;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.pipe.SecretFile;
import org.zfsbackup.pipe.SecretReference;
import org.zfsbackup.pipe.SecretSource;
import org.zfsbackup.pipe.SecretVariable;

/**
 * The secrets that an endpoint names: by a file, or by a reference to what Camel knows as functions in placeholders.
 *
 * <p>The reference has no braces, because Camel would put the secret itself into the endpoint's URI, and from there into
 * logs and JMX. It is resolved each time that the secret is needed.
 */
public final class Secrets {
    private static final String VARIABLE = "env:";

    private Secrets() {}

    /**
     * The place of a secret, where one is named.
     *
     * @param what it is, for errors
     * @param reference for example {@code env:NAME}, {@code aws:name} or {@code hashicorp:engine:name}
     */
    public static Optional<SecretSource> of(
            String what,
            @Nullable String file,
            @Nullable String reference,
            boolean allowReadable,
            CamelContext context) {
        return SecretSource.oneOf(
                what,
                file == null ? null : new SecretFile(Path.of(file), allowReadable),
                reference == null ? null : referred(reference, context));
    }

    /** What a vault's function says of a failure may hold what it found: it is not repeated. */
    private static SecretSource referred(String reference, CamelContext context) {
        return reference.startsWith(VARIABLE)
                ? new SecretVariable(reference.substring(VARIABLE.length()))
                : new SecretReference(reference, name -> resolve(name, context));
    }

    /** What is found is taken as it is: a password may hold braces, and is no text with placeholders. */
    private static String resolve(String reference, CamelContext context) throws IOException {
        String[] parts = reference.split(":", 2);
        PropertiesFunction function = context.getPropertiesComponent().getPropertiesFunction(parts[0]);
        if (function == null || parts.length < 2) {
            throw new IOException("the reference " + reference + " to a secret leads nowhere: there is no '" + parts[0]
                    + "' here. References are env:NAME, or those of a vault whose Camel component is installed");
        }
        String value = null;
        try {
            value = function.apply(parts[1]);
        } catch (RuntimeException e) {
            // told below, without its message
        }
        if (value == null) {
            throw new IOException("the reference " + reference
                    + " to a secret leads nowhere: is there such a secret, and" + " may this host read it?");
        }
        return value;
    }
}
