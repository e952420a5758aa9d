#!/bin/bash
# What: the producer of camel-aws2-s3 4.18.0 with the output of a process as its body, stream caching off.
# Documented: a body may be an InputStream; without a length in CamelAwsS3ContentLength Camel finds the length.
# Seen: it counts the stream with available() and skip(). While the process has written nothing yet, available() is 0: Camel
#   puts an object of 0 bytes and reports success. The server's answer is right; the content was never read.
# To a backup: an empty object under the name of a chunk of "zfs send", without an error.
. "$(dirname "$0")/run.bash"
. "$(dirname "$0")/s3.bash"
camel=org.apache.camel
jars $s3proxy $camel:camel-core:4.18.0 $camel:camel-aws2-s3:4.18.0 -software.amazon.awssdk \
    software.amazon.awssdk:apache-client:2.41.28 software.amazon.awssdk:sts:2.41.28
s3server <<'J' | program Pipe
import java.io.*;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

public class Pipe {
    public static void main(String[] args) throws Exception {
        var s3 = Server.start();
        var camel = new DefaultCamelContext();
        camel.setStreamCaching(false);
        camel.getRegistry().bind("s3", s3);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:put").to("aws2-s3:backup?amazonS3Client=#s3");
            }
        });
        camel.start();
        Process process = new ProcessBuilder("sh", "-c", "sleep 3; head -c 1000 /dev/zero").start();
        var exchange = camel.createProducerTemplate().request("direct:put", sent -> {
            sent.getIn().setHeader("CamelAwsS3Key", "chunk");
            sent.getIn().setBody(process.getInputStream());
        });
        System.out.println("error " + exchange.getException() + ", bytes stored "
                + s3.headObject(head -> head.bucket("backup").key("chunk")).contentLength());
        System.exit(0);
    }
}
J
still <<'S'
error null, bytes stored 0
S
