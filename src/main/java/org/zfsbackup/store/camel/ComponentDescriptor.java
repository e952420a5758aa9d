package org.zfsbackup.store.camel;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.util.URISupport;

/**
 * Describes how a Camel component stores objects. The description is the file {@code SCHEME.properties} beside this
 * class, or a file with the same path in another jar.
 *
 * <p>{@code style} is {@code files} (a file server of Camel's ftp or smb component), {@code objects} (a producer with
 * operations, described by the other keys), or {@code none}, with the {@code reason} why backups cannot be restored
 * from it. {@code default.OPTION} is set unless the URI sets it; {@code fixed.OPTION} is always set.
 */
final class ComponentDescriptor {
    private final String scheme;
    private final Map<String, String> words;

    private ComponentDescriptor(String scheme, Map<String, String> words) {
        this.scheme = scheme;
        this.words = words;
    }

    /** Empty if there is no description of the scheme. */
    static Optional<ComponentDescriptor> of(String scheme, CamelContext context) throws IOException {
        if (!scheme.matches("[a-z][a-z0-9+-]*")) {
            return Optional.empty();
        }
        String path = ComponentDescriptor.class.getPackageName().replace('.', '/') + "/" + scheme + ".properties";
        try (InputStream in = context.getClassResolver().loadResourceAsStream(path)) {
            if (in == null) {
                return Optional.empty();
            }
            Properties properties = new Properties();
            properties.load(in);
            Map<String, String> words = new TreeMap<>();
            properties.stringPropertyNames().forEach(name -> words.put(name, properties.getProperty(name)));
            return Optional.of(new ComponentDescriptor(scheme, words));
        }
    }

    String scheme() {
        return scheme;
    }

    /** @throws IllegalArgumentException if the description does not have the key */
    String word(String name) {
        return optional(name)
                .orElseThrow(() -> new IllegalArgumentException("the description of " + scheme + ": lacks " + name));
    }

    Optional<String> optional(String name) {
        return Optional.ofNullable(words.get(name));
    }

    /** The URI of the endpoint with the options that its kind needs. */
    String completed(String uri) {
        StringBuilder completed = new StringBuilder(uri);
        Map<String, Object> given = options(uri);
        words.forEach((word, value) -> {
            int dot = word.indexOf('.');
            String option = word.substring(dot + 1);
            boolean fixed = dot > 0 && word.startsWith("fixed.");
            if (fixed && given.containsKey(option) && !value.equals(given.get(option))) {
                throw new IllegalArgumentException(
                        "a target of " + scheme + ": requires " + option + "=" + value + "; leave that option out");
            }
            if ((fixed || word.startsWith("default.")) && !given.containsKey(option)) {
                completed.append(completed.indexOf("?") < 0 ? '?' : '&').append(option + "=" + value);
            }
        });
        return completed.toString();
    }

    /** The decoded options of a URI: RAW(value) is value. */
    static Map<String, Object> options(String uri) {
        try {
            String query = URISupport.extractQuery(uri);
            Map<String, Object> options =
                    query == null ? new TreeMap<>() : new TreeMap<>(URISupport.parseQuery(query, true, true));
            URISupport.resolveRawParameterValues(options);
            return options;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("the part after \"?\" in the target URI is not a valid list of options");
        }
    }
}
