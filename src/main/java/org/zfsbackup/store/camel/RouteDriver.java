package org.zfsbackup.store.camel;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.store.StoredObject;

/** Uses a route of the user for each operation, with the headers of {@link ObjectHeaders}. */
final class RouteDriver implements StoreDriver {
    /** The beginning of the URI of such a target. */
    static final String SCHEME = "routes";

    private static final List<String> ALL = List.of("put", "get", "list", "stat", "delete");
    private static final String PROBE = "is-it-there";

    private final CamelContext context;
    private final String name;
    private final ProducerTemplate template;

    private RouteDriver(CamelContext context, String name) {
        this.context = context;
        this.name = name;
        this.template = context.createProducerTemplate();
    }

    static RouteDriver of(CamelContext context, String name) {
        if (!name.matches("[\\w.-]+")) {
            throw new IllegalArgumentException("'" + SCHEME + ":" + name
                    + "' is not a valid target: the name of the routes may contain only letters, digits, ., _ and -");
        }
        return new RouteDriver(context, name);
    }

    @Override
    public void checkReachable() throws IOException {
        for (String verb : ALL) {
            endpoint(verb);
        }
        list(PROBE);
    }

    private Endpoint endpoint(String verb) throws IOException {
        String uri = "direct://" + name + "-" + verb;
        return context.getRoutes().stream()
                .map(route -> route.getEndpoint())
                .filter(endpoint -> endpoint.getEndpointUri().equals(uri)
                        || endpoint.getEndpointUri().startsWith(uri + "?"))
                .findFirst()
                .orElseThrow(() -> new IOException(SCHEME + ":" + name + " cannot be a target, because backups"
                        + " cannot be restored from it: no route starts at"
                        + " direct:" + name + "-" + verb + ". Add a route for each of "
                        + String.join(", ", ALL)));
    }

    private EndpointCall call(String verb, Map<String, Object> headers, @Nullable Object body) throws IOException {
        Endpoint endpoint = endpoint(verb);
        try {
            return EndpointCall.send(template, endpoint, headers, body);
        } catch (EndpointCall.FailedCallException e) {
            throw new IOException("the route at direct:" + name + "-" + verb + " has failed: " + e.getMessage(), e);
        }
    }

    private static Map<String, Object> named(String object, Map<String, Object> more) {
        int slash = object.lastIndexOf('/');
        Map<String, Object> headers = new HashMap<>(more);
        headers.put(ObjectHeaders.NAME, object);
        headers.put(ObjectHeaders.FOLDER, object.substring(0, Math.max(0, slash)));
        headers.put(ObjectHeaders.FILE, object.substring(slash + 1));
        return headers;
    }

    @Override
    public void put(String object, InputStream content) throws IOException {
        endpoint("put");
        try (SpoolFile spool = SpoolFile.of(content)) {
            long length = spool.file().length();
            call("put", named(object, Map.of(ObjectHeaders.LENGTH, length)), spool.file())
                    .close();
        }
    }

    @Override
    public Optional<Content> get(String object) throws IOException {
        EndpointCall call = call("get", named(object, Map.of()), null);
        Message answer = call.answer();
        if (isMissing(answer) || answer.getBody() == null) {
            call.close();
            return Optional.empty();
        }
        InputStream in = answer.getBody(InputStream.class);
        if (in == null) {
            call.close();
            throw new IOException("the route at direct:" + name + "-get returned a "
                    + answer.getBody().getClass().getName() + ", which Camel cannot convert to a stream");
        }
        return Optional.of(new Content(call.closing(in), null));
    }

    private static boolean isMissing(Message answer) {
        return answer.getHeader(ObjectHeaders.MISSING, false, Boolean.class);
    }

    @Override
    public Optional<StoredObject> stat(String object) throws IOException {
        try (EndpointCall call = call("stat", named(object, Map.of()), null)) {
            Message answer = call.answer();
            Object length = answer.getHeader(ObjectHeaders.LENGTH);
            Object modified = answer.getHeader(ObjectHeaders.MODIFIED);
            if (isMissing(answer) || (length == null && modified == null)) {
                return Optional.empty();
            }
            if (length == null || modified == null) {
                throw new IOException("the route at direct:" + name + "-stat must return both " + ObjectHeaders.LENGTH
                        + " and " + ObjectHeaders.MODIFIED);
            }
            FolderListing listing = new FolderListing(context, "name", "size", "modified");
            return Optional.of(listing.object(Map.of("name", object, "size", length, "modified", modified)));
        }
    }

    @Override
    public List<StoredObject> list(String folder) throws IOException {
        List<Object> items = new ArrayList<>();
        FolderListing listing;
        try (EndpointCall call = call("list", Map.of(ObjectHeaders.FOLDER, folder), null)) {
            listing = listing(call.answer());
            listing.each(call.answer().getBody(), items::add);
        }
        List<StoredObject> objects = new ArrayList<>();
        for (Object item : items) {
            if (item instanceof String object) {
                stat(object).ifPresent(objects::add);
            } else {
                objects.add(listing.object(item));
            }
        }
        objects.removeIf(object -> !object.name().startsWith(folder + "/"));
        return objects;
    }

    private FolderListing listing(Message answer) throws IOException {
        String properties = answer.getHeader(ObjectHeaders.PROPERTIES, "name,size,modified", String.class);
        String[] names = properties.split(" *, *", -1);
        if (names.length != 3) {
            throw new IOException("'" + properties + "' in " + ObjectHeaders.PROPERTIES
                    + " must name three properties: those of an object's name, size and time");
        }
        return new FolderListing(context, names[0], names[1], names[2]);
    }

    @Override
    public void delete(String object) throws IOException {
        call("delete", named(object, Map.of()), null).close();
    }

    @Override
    public void close() {
        template.stop();
    }
}
