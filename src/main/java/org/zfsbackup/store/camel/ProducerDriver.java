package org.zfsbackup.store.camel;

import java.io.ByteArrayInputStream;
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
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.store.StoredObject;
import org.zfsbackup.stream.Causes;

/**
 * Uses a component whose producer has operations and headers, as its {@link ComponentDescriptor} describes them.
 *
 * <p>An object is written to a temporary file before it is stored, because most components hold a stream of unknown
 * length in memory. The size of an object is looked up by listing its name, because few components have an operation
 * for that.
 */
final class ProducerDriver implements StoreDriver {
    private static final String PROBE = "is-it-there/zfsbackup";

    private final CamelContext context;
    private final Endpoint endpoint;
    private final ComponentDescriptor kind;
    private final String uri;
    private final ProducerTemplate template;
    private final FolderListing listing;

    ProducerDriver(CamelContext context, Endpoint endpoint, ComponentDescriptor kind, String uri) {
        this.context = context;
        this.endpoint = endpoint;
        this.kind = kind;
        this.uri = uri;
        this.template = context.createProducerTemplate();
        this.listing = new FolderListing(
                context, kind.word("result.name"), kind.word("result.size"), kind.word("result.modified"));
    }

    @Override
    public void checkReachable() throws IOException {
        try {
            listed(PROBE);
        } catch (IOException e) {
            throw new IOException(
                    uri + " cannot be listed: " + e.getMessage()
                            + ". If it does not exist, create it, because it is never created automatically;"
                            + " otherwise check the credentials",
                    e);
        }
    }

    @Override
    public void put(String name, InputStream content) throws IOException {
        store(name, content, Map.of());
    }

    private void store(String name, InputStream content, Map<String, Object> condition) throws IOException {
        try (SpoolFile spool = SpoolFile.of(content)) {
            Map<String, Object> headers = new HashMap<>(condition);
            headers.put(kind.word("header.length"), spool.file().length());
            call("put", name, headers, spool.file()).close();
        }
    }

    @Override
    public Optional<Content> get(String name) throws IOException {
        EndpointCall call;
        try {
            call = call("get", name, Map.of(), null);
        } catch (IOException e) {
            if (stat(name).isEmpty()) {
                return Optional.empty();
            }
            throw e;
        }
        Message answer = call.answer();
        InputStream in = answer.getBody(InputStream.class);
        if (in == null) {
            call.close();
            throw new IOException("getting " + name + " from " + uri + " returned no stream");
        }
        String version = kind.optional("header.version")
                .map(header -> answer.getHeader(header, String.class))
                .orElse(null);
        return Optional.of(new Content(call.closing(in), version));
    }

    @Override
    public Optional<StoredObject> stat(String name) throws IOException {
        return listed(name).stream()
                .filter(object -> object.name().equals(name))
                .findFirst();
    }

    @Override
    public List<StoredObject> list(String folder) throws IOException {
        return listed(folder + "/");
    }

    private List<StoredObject> listed(String prefix) throws IOException {
        Map<String, Object> headers =
                Map.of(kind.word("header.operation"), kind.word("list"), kind.word("header.prefix"), prefix);
        try (EndpointCall call = EndpointCall.send(template, endpoint, headers, null)) {
            List<Object> items = new ArrayList<>();
            listing.each(call.answer().getBody(), items::add);
            List<StoredObject> objects = new ArrayList<>();
            for (Object item : items) {
                StoredObject object = listing.object(item);
                if (object.name().startsWith(prefix)) {
                    objects.add(object);
                }
            }
            return objects;
        }
    }

    @Override
    public void delete(String name) throws IOException {
        try {
            call("delete", name, Map.of(), null).close();
        } catch (IOException e) {
            if (stat(name).isPresent()) {
                throw e;
            }
        }
    }

    @Override
    public boolean hasConditions() {
        return kind.optional("condition.header").isPresent();
    }

    @Override
    public boolean putIf(String name, byte[] content, @Nullable String version) throws IOException {
        try {
            store(name, new ByteArrayInputStream(content), Map.of(kind.word("condition.header"), condition(version)));
            return true;
        } catch (EndpointCall.FailedCallException e) {
            if (isRefusal(e)) {
                return false;
            }
            throw e;
        }
    }

    private Object condition(@Nullable String version) {
        try {
            Class<?> type = context.getClassResolver().resolveMandatoryClass(kind.word("condition.type"));
            Object condition = context.getInjector().newInstance(type);
            String property = kind.word(version == null ? "condition.absent" : "condition.same");
            PluginHelper.getBeanIntrospection(context)
                    .setProperty(context, condition, property, version == null ? "*" : version);
            return condition;
        } catch (Exception e) {
            throw new IllegalStateException("the description of " + kind.scheme() + ": has an invalid condition", e);
        }
    }

    private boolean isRefusal(Throwable failure) {
        List<String> refused = List.of(kind.word("refused.values").split(" "));
        return Causes.of(failure)
                .map(cause -> PluginHelper.getBeanIntrospection(context)
                        .getOrElseProperty(cause, kind.word("refused.property"), "", false))
                .anyMatch(found -> found != null && refused.contains(found.toString()));
    }

    private EndpointCall call(String verb, String name, Map<String, Object> more, @Nullable Object body)
            throws EndpointCall.FailedCallException {
        Map<String, Object> headers = new HashMap<>(more);
        headers.put(kind.word("header.operation"), kind.word(verb));
        headers.put(kind.word("header.name"), name);
        return EndpointCall.send(template, endpoint, headers, body);
    }

    @Override
    public void close() {
        template.stop();
    }
}
