#!/bin/bash
# What: the producer of camel-aws2-s3 4.18.0 with multiPartUpload=true and the header CamelAwsS3Metadata.
# Documented: the header is a map of metadata to be stored with the object; nothing excepts an upload in parts.
# Seen: the same file and the same header: one put stores the metadata, an upload in parts stores none. No error or warning.
# To a backup: a digest or a stream's origin kept beside the object is missing for the large chunks, and only for these if
#   two routes are chosen by size.
. "$(dirname "$0")/run.bash"
. "$(dirname "$0")/s3.bash"
camel=org.apache.camel
jars $s3proxy $camel:camel-core:4.18.0 $camel:camel-aws2-s3:4.18.0 -software.amazon.awssdk \
    software.amazon.awssdk:apache-client:2.41.28 software.amazon.awssdk:sts:2.41.28
s3server <<'J' | program Metadata
import java.io.*;
import java.nio.file.*;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

public class Metadata {
    public static void main(String[] args) throws Exception {
        var s3 = Server.start();
        var camel = new DefaultCamelContext();
        camel.getRegistry().bind("s3", s3);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:whole").to("aws2-s3:backup?amazonS3Client=#s3");
                from("direct:parts").to("aws2-s3:backup?amazonS3Client=#s3&multiPartUpload=true&partSize=5242880");
            }
        });
        camel.start();
        File chunk = Files.write(Path.of("chunk"), new byte[12 << 20]).toFile();
        for (String way : new String[] {"whole", "parts"}) {
            var exchange = camel.createProducerTemplate().request("direct:" + way, sent -> {
                sent.getIn().setHeader("CamelAwsS3Key", way);
                sent.getIn().setHeader("CamelAwsS3Metadata", Map.of("origin", "tank"));
                sent.getIn().setBody(chunk);
            });
            var stored = s3.headObject(head -> head.bucket("backup").key(way));
            System.out.println(way + ": error " + exchange.getException() + ", bytes " + stored.contentLength()
                    + ", metadata " + stored.metadata());
        }
        System.exit(0);
    }
}
J
still <<'S'
whole: error null, bytes 12582912, metadata {origin=tank}
parts: error null, bytes 12582912, metadata {}
S
