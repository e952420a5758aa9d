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
 * The secrets that an endpoint names: by a file, or by a reference that Camel resolves as it does placeholders.
 *
 * <p>The reference has no braces, because Camel would put the secret itself into the endpoint's URI, and from there into
 * logs and JMX. It is resolved each time that the secret is needed.
 */
public final class CamelSecrets {

    private CamelSecrets() {}

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
                reference == null ? null : new SecretReference(reference, name -> resolve(name, context)));
    }

    /**
     * What the resolver's exceptions say is neither told nor kept as a cause, only their names: it may hold the secret, for
     * example where a vault's value is not the JSON that its reference asks for, and the parser quotes it.
     */
    private static byte[] resolve(String reference, CamelContext context) throws IOException {
        String lost = "the reference " + reference + " to a secret leads nowhere: ";
        String value;
        try {
            value = value(reference, context.getPropertiesComponent());
        } catch (RuntimeException e) {
            throw new IOException(lost + "nothing is there, or it is not given (" + names(e)
                    + "; what that says is not shown, because it may hold the secret)");
        }
        if (value == null) {
            throw new IOException(lost + "nothing is there. A vault's needs Camel's component for that vault");
        }
        return value.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Asks the function itself. Camel's way by placeholders logs what it has found, takes what stands behind the name of a
     * function that it does not know for the value, and looks for placeholders in the secret.
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
        return Causes.of(thrown).map(one -> one.getClass().getSimpleName()).collect(Collectors.joining(", by "));
    }
}
