package org.zfsbackup.camel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.spi.PropertiesFunction;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.pipe.secret.SecretFile;
import org.zfsbackup.pipe.secret.SecretReference;
import org.zfsbackup.pipe.secret.SecretSource;
import org.zfsbackup.stream.Causes;

/**
 * The secrets of an endpoint, each in a file or by a reference that Camel resolves like a placeholder.
 *
 * <p>The reference has no braces, because Camel would put the secret itself into the endpoint's URI, and from there
 * into logs and JMX. It is resolved each time the secret is needed.
 */
public final class CamelSecrets {
    private CamelSecrets() {}

    /**
     * The source of a secret, if one is given.
     *
     * @param what the name of the secret in errors
     * @param file the file whose first line is the secret
     * @param reference for example {@code env:NAME}, {@code aws:name} or {@code hashicorp:engine:name}
     * @param allowReadable whether the file may be readable by others than its owner
     * @throws IllegalArgumentException if both a file and a reference are given
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
                reference == null ? null : new SecretReference(reference, name -> resolve(name, context)));
    }

    /**
     * Exceptions of the resolver may quote the secret, for example if a vault's value is not the JSON that the
     * reference expects. Only their class names are reported, and they are not kept as causes.
     */
    private static byte[] resolve(String reference, CamelContext context) throws IOException {
        String failure = "cannot resolve the secret reference " + reference + ": ";
        String value;
        try {
            value = value(reference, context.getPropertiesComponent());
        } catch (RuntimeException e) {
            throw new IOException(failure + "not found, or access denied (" + names(e)
                    + "; the message is not shown, because it may contain the secret)");
        }
        if (value == null) {
            throw new IOException(failure + "not found. A reference to a vault needs Camel's component for that vault");
        }
        return value.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Calls the properties function directly. Camel's own way of resolving placeholders logs the value, uses the text
     * after an unknown function's name as the value, and looks for placeholders inside the secret.
     */
    private static @Nullable String value(String reference, PropertiesComponent properties) {
        int colon = reference.indexOf(':');
        PropertiesFunction function =
                colon < 0 ? null : properties.getPropertiesFunction(reference.substring(0, colon));
        return function == null
                ? properties.loadProperties(reference::equals).getProperty(reference)
                : function.apply(reference.substring(colon + 1));
    }

    private static String names(Throwable thrown) {
        return Causes.of(thrown).map(cause -> cause.getClass().getSimpleName()).collect(Collectors.joining(", by "));
    }
}
