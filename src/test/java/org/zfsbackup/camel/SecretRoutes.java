package org.zfsbackup.camel;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.PropertiesFunction;
import org.apache.camel.support.PluginHelper;
import org.zfsbackup.camel.component.zfs.ZfsComponent;
import org.zfsbackup.fixture.Exposure;
import org.zfsbackup.fixture.FakeZfs;
import org.zfsbackup.operation.VerifyReport;
import org.zfsbackup.service.OnePoll;

/** Routes with a secret: one that backs up, one that verifies and one that restores; with all that Camel can tell of them. */
final class SecretRoutes implements AutoCloseable {
    final Path backups;
    final FakeZfs zfs;
    private final Path directory;
    private final Exposure exposure;
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final OnePoll poll = new OnePoll();

    /** @param vault what stands behind {@code vault:NAME} */
    SecretRoutes(Path directory, Exposure exposure, UnaryOperator<String> vault) throws IOException {
        this.directory = directory;
        this.exposure = exposure;
        backups = Files.createDirectories(directory.resolve("backups"));
        zfs = FakeZfs.in(Files.createDirectories(directory.resolve("zfs")), 1, 1_000_000);
        context.getRegistry().bind("poll", poll);
        context.getComponent("zfs", ZfsComponent.class).setZfsCommand(zfs.command());
        context.getShutdownStrategy().setTimeout(1);
        context.getPropertiesComponent().addPropertiesFunction(new Vault(vault));
    }

    private record Vault(UnaryOperator<String> secrets) implements PropertiesFunction {
        @Override
        public String getName() {
            return "vault";
        }

        @Override
        public String apply(String name) {
            return secrets.apply(name);
        }

        @Override
        public String toString() {
            return "a vault";
        }
    }

    /** All that Camel has to tell of a run's course is told. */
    SecretRoutes traced() {
        context.setBacklogTracing(true);
        context.setMessageHistory(true);
        context.setSourceLocationEnabled(true);
        context.setLoadTypeConverters(true);
        return this;
    }

    /** The send does not end before a chunk was looked at. */
    int backUp(String pipe) throws Exception {
        zfs.sending("cat $stream; while [ ! -e $here/seen ]; do sleep 0.05; done");
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("zfs:tank/a?prefix=h&initialDelay=0&repeatCount=1&pollStrategy=#poll&target=file:" + backups)
                        .to("chunk:direct:one?size=200KiB")
                        .to("backup:commit");
                from("direct:one")
                        .process(SecretRoutes.this::look)
                        .to("pipe:" + pipe)
                        .to("file:" + backups + "?tempPrefix=.part-&fileExist=Fail");
            }
        });
        context.start();
        return poll.await();
    }

    private void look(Exchange exchange) throws Exception {
        Path seen = directory.resolve("zfs/seen");
        if (!Files.exists(seen)) {
            exposure.addProcesses(ProcessHandle.current());
        }
        if (exchange.getMessage().getHeader(ZfsConstants.CHUNK_NUMBER, int.class) == 2) {
            exposure.addFiles(backups);
            Management.addTo(exposure);
        }
        exposure.add("headers", exchange.getMessage().getHeaders());
        exposure.add("properties", exchange.getProperties());
        Files.write(seen, new byte[0]);
    }

    VerifyReport verify(String secret) throws Exception {
        return request("verify", "backup:verify?" + place(secret), "", VerifyReport.class);
    }

    /** Gives what was received. */
    byte[] restore(String secret) throws Exception {
        request("restore", "backup:read?source=tank/a@s1&" + place(secret), "zfs:tank/b", Object.class);
        return zfs.received();
    }

    private String place(String secret) {
        return "prefix=h&target=file:" + backups + "&" + secret;
    }

    private <T> T request(String name, String first, String second, Class<T> type) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                RouteDefinition route = from("direct:" + name).routeId(name).to(first);
                if (!second.isEmpty()) {
                    route.to(second);
                }
            }
        });
        context.start();
        try (ProducerTemplate template = context.createProducerTemplate()) {
            return template.requestBody("direct:" + name, null, type);
        }
    }

    /** Endpoints, routes and their parts, the dumped definitions, the management beans, and the files. */
    void tellAll() throws Exception {
        context.getEndpoints().forEach(endpoint -> {
            exposure.add("endpoint", URLDecoder.decode(endpoint.getEndpointUri(), StandardCharsets.UTF_8));
            exposure.add("endpoint", endpoint.getEndpointUri() + " " + endpoint.getEndpointBaseUri());
            exposure.add("endpoint", endpoint + " " + endpoint.getEndpointKey());
        });
        context.getRoutes().forEach(route -> {
            exposure.add("route", route + " " + route.getProperties() + route.getProcessor() + route.getServices());
            exposure.add("consumer", route.getConsumer() + " " + route.getEndpoint());
        });
        for (RouteDefinition route : context.getRouteDefinitions()) {
            for (boolean resolved : List.of(false, true)) {
                exposure.add(
                        "xml",
                        PluginHelper.getModelToXMLDumper(context).dumpModelAsXml(context, route, resolved, true, true));
                exposure.add(
                        "yaml",
                        PluginHelper.getModelToYAMLDumper(context)
                                .dumpModelAsYaml(context, route, resolved, resolved, true, true));
            }
        }
        exposure.add("context", context + " " + context.getGlobalOptions() + context.getPropertiesComponent());
        exposure.add("loaded properties", context.getPropertiesComponent().loadProperties());
        Management.addTo(exposure);
        exposure.addFiles(backups);
        exposure.add("calls", zfs.calls());
    }

    @Override
    public void close() {
        context.stop();
    }
}
