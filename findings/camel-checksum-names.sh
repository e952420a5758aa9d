#!/bin/bash
# What: the option checksumFileAlgorithm of the file component of Camel 4.18.0.
# Documented: thirteen values, among them SHA_1, SHA_256 and SHA_512; an editor with Camel's catalog offers these and no others.
# Seen: the values with an underscore fail, since the text goes to MessageDigest as it is; SHA-256, which is not among the
#   values, works. The route starts, and fails with each file that it is to write.
# To a backup: a route that is right by the catalog starts, and its first run at night fails.
. "$(dirname "$0")/run.bash"
camel=org.apache.camel
jars $camel:camel-core:4.18.0 $camel:camel-file:4.18.0 org.slf4j:slf4j-simple:2.0.17
program Checksum <<'J'
import java.nio.file.*;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

public class Checksum {
    public static void main(String[] args) throws Exception {
        var catalog = new String(Checksum.class.getResourceAsStream("/META-INF/org/apache/camel/component/file/file.json")
                .readAllBytes());
        for (String name : new String[] {"SHA_256", "SHA-256", "MD5"}) {
            System.out.println(name + ": in the catalog " + catalog.contains("\"" + name + "\"") + ", " + write(name));
        }
    }

    static String write(String name) throws Exception {
        try (var camel = new DefaultCamelContext()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:write").to("file:" + name + "?checksumFileAlgorithm=" + name);
                }
            });
            camel.start();
            var exchange = camel.createProducerTemplate().request("direct:write", sent -> {
                sent.getIn().setHeader("CamelFileName", "chunk");
                sent.getIn().setBody("content");
            });
            Throwable cause = exchange.getException();
            while (cause != null && cause.getCause() != null) {
                cause = cause.getCause();
            }
            return "started " + camel.isStarted() + ", file written " + Files.exists(Path.of(name, "chunk")) + ", "
                    + (cause == null ? "no error" : cause.getClass().getSimpleName());
        }
    }
}
J
still <<'S'
SHA_256: in the catalog true, started true, file written false, NoSuchAlgorithmException
SHA-256: in the catalog false, started true, file written true, no error
MD5: in the catalog true, started true, file written true, no error
S
