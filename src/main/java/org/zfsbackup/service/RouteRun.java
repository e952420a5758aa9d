package org.zfsbackup.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.zfsbackup.camel.component.backup.BackupComponent;
import org.zfsbackup.camel.component.chunk.ChunkComponent;
import org.zfsbackup.camel.component.pipe.BoundFunctions;
import org.zfsbackup.camel.component.pipe.PipeComponent;
import org.zfsbackup.camel.component.zfs.ZfsComponent;
import org.zfsbackup.camel.component.zfs.ZfsEndpoint;
import org.zfsbackup.library.OptionalLibrary;
import org.zfsbackup.pipe.Functions;
import org.zfsbackup.store.Stores;
import org.zfsbackup.store.camel.ContextStores;

/**
 * Runs routes of the shipped templates once, for the command line and the Java API. For one thread. The caller closes
 * it.
 *
 * <p>Only the templates that are added are read, and only their components are started.
 */
public final class RouteRun implements AutoCloseable {
    private static final long SHUTDOWN_SECONDS = 5;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Settings settings;

    /** Prepares a Camel context; nothing is started yet. */
    public RouteRun(Settings settings) {
        this.settings = settings;
        Placeholders.fromFilesOnly(context);
        context.getShutdownStrategy().setTimeout(SHUTDOWN_SECONDS);
        context.getShutdownStrategy().setTimeUnit(TimeUnit.SECONDS);
        settings.functions().forEach((name, function) -> context.getRegistry().bind(name, function));
        // Of no type of the AWS SDK's, which an application may lack.
        Optional<?> credentials = settings.credentials();
        credentials.ifPresent(found -> context.getRegistry().bind("zfsbackupCredentials", found));
        ZfsComponent zfs = new ZfsComponent();
        zfs.setZfsCommand(settings.zfsCommand());
        zfs.setStallTimeout(settings.stallTimeout().toMillis());
        zfs.setFinishTimeout(settings.finishTimeout().toMillis());
        zfs.setListener(settings.listener());
        context.addComponent("zfs", zfs);
        BackupComponent backup = new BackupComponent();
        backup.setZfsCommand(settings.zfsCommand());
        backup.setStallTimeout(settings.stallTimeout().toMillis());
        backup.setListener(settings.listener());
        backup.setUndoCommands(new HashMap<>(settings.undoCommands()));
        context.addComponent("backup", backup);
        PipeComponent pipe = new PipeComponent();
        pipe.setStallTimeout(settings.stallTimeout().toMillis());
        context.addComponent("pipe", pipe);
        ChunkComponent chunk = new ChunkComponent();
        chunk.setStallTimeout(settings.stallTimeout().toMillis());
        context.addComponent("chunk", chunk);
    }

    /**
     * Creates a route from a template; it starts with the run.
     *
     * @param template the name of the template, without a file extension
     * @return this run
     * @throws Exception if there is no such template, or a parameter is unknown or missing
     * @throws IllegalArgumentException if Camel's YAML DSL is missing
     */
    public RouteRun add(String template, Map<String, Object> parameters) throws Exception {
        Resource found = resource(template);
        if (found.getLocation().endsWith(".yaml")) {
            OptionalLibrary.YAML_ROUTES.require("the route template " + template + ".yaml");
        }
        PluginHelper.getRoutesLoader(context).loadRoutes(found);
        TemplatedRouteBuilder route = TemplatedRouteBuilder.builder(context, template);
        parameters.forEach(route::parameter);
        route.routeId(template + "-" + parameters.get("name"));
        route.add();
        return this;
    }

    private Resource resource(String template) throws IOException {
        if (settings.routes().isEmpty()) {
            return ResourceHelper.resolveMandatoryResource(
                    context, "classpath:org/zfsbackup/routes/" + template + ".yaml");
        }
        Path folder = settings.routes().get();
        for (String ending : new String[] {".yaml", ".xml"}) {
            Path file = folder.resolve(template + ending);
            if (Files.isRegularFile(file)) {
                return ResourceHelper.resolveMandatoryResource(context, "file:" + file);
            }
        }
        throw new IOException("there is no route template " + template + ".yaml or " + template + ".xml in " + folder);
    }

    /**
     * Starts the routes, one of which uses this strategy, and waits for its first poll.
     *
     * @return the number of exchanges that were processed successfully
     * @throws Exception what starting or the poll failed with
     */
    public int awaitPoll(OnePoll poll) throws Exception {
        start();
        return poll.await();
    }

    private void start() throws Exception {
        if (!context.isStarted()) {
            for (Path file : settings.routesFiles()) {
                load(file);
            }
            context.start();
        }
    }

    private void load(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                    "there is no file " + file + ": correct the name of the file with routes");
        }
        try {
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.resolveMandatoryResource(context, "file:" + file));
        } catch (Exception e) {
            throw new IllegalArgumentException("the routes in " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Opens stores as a route of this run does. The user's routes run from then on. Closing the run closes the stores.
     *
     * @throws IllegalArgumentException if the routes cannot be started
     */
    public Stores stores() {
        try {
            start();
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalArgumentException(
                    "the routes in " + settings.routesFiles() + " cannot be started: " + e.getMessage(), e);
        }
        return ContextStores.of(context);
    }

    /** The dataset of a {@code zfs:} URI, on this host or another. Closing the run closes its connections. */
    public ZfsEndpoint dataset(String uri) {
        return context.getEndpoint(uri, ZfsEndpoint.class);
    }

    /** Finds functions as a route of this run does. */
    public Functions functions() {
        return new BoundFunctions(context);
    }

    /** The number of bytes that the {@code pipe:count} with this name has counted so far. */
    public long counted(String name) {
        return context.getComponent("pipe", PipeComponent.class).counted(name);
    }

    /** Registers the strategy, and returns the reference for a template's parameter. */
    public String bind(OnePoll poll) {
        context.getRegistry().bind("onePoll", poll);
        return "#onePoll";
    }

    /**
     * Starts the routes, sends an empty message to one, and returns the body of its answer.
     *
     * @throws Exception what starting or the route failed with
     */
    public <T> T request(String endpoint, Class<T> type) throws Exception {
        start();
        try (ProducerTemplate template = context.createProducerTemplate()) {
            Exchange exchange = template.request(endpoint, message -> {});
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
            return exchange.getMessage().getMandatoryBody(type);
        }
    }

    @Override
    public void close() {
        context.stop();
    }
}
