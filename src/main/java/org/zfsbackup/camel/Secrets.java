package org.zfsbackup.camel;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.pipe.SecretFile;
import org.zfsbackup.pipe.SecretReference;
import org.zfsbackup.pipe.SecretSource;

/**
 * The secrets that an endpoint names: by a file, or by a reference that Camel resolves as it does placeholders.
 *
 * <p>The reference has no braces, because Camel would put the secret itself into the endpoint's URI, and from there into
 * logs and JMX. It is resolved each time that the secret is needed.
 */
public final class Secrets {
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
                reference == null ? null : new SecretReference(reference, name -> resolve(name, context)));
    }

    private static String resolve(String reference, CamelContext context) throws IOException {
        try {
            return context.resolvePropertyPlaceholders("{{" + reference + "}}");
        } catch (RuntimeException e) {
            throw new IOException("the reference " + reference + " to a secret leads nowhere: " + e.getMessage(), e);
        }
    }
}
