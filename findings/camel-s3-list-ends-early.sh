#!/bin/bash
# What: the operation listObjects of camel-aws2-s3 4.18.0.
# Documented: the operation lists the objects of a bucket; the body becomes a list of them.
# Seen: it sends one request and returns the first page, 1000 objects at most. Neither a header nor the body says that the
#   server had marked the listing as truncated, and no option asks for the next page.
# To a backup: a route that looks for chunks to check or to keep by this list treats the others as if they were not there.
. "$(dirname "$0")/run.bash"
. "$(dirname "$0")/s3.bash"
camel=org.apache.camel
jars $s3proxy $camel:camel-core:4.18.0 $camel:camel-aws2-s3:4.18.0 -software.amazon.awssdk \
    software.amazon.awssdk:apache-client:2.41.28 software.amazon.awssdk:sts:2.41.28
s3server <<'J' | program Listing
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import software.amazon.awssdk.core.sync.RequestBody;

public class Listing {
    public static void main(String[] args) throws Exception {
        var s3 = Server.start();
        for (int i = 0; i < 1100; i++) {
            String key = "chunk" + i;
            s3.putObject(put -> put.bucket("backup").key(key), RequestBody.fromString("content"));
        }
        var camel = new DefaultCamelContext();
        camel.getRegistry().bind("s3", s3);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:list").to("aws2-s3:backup?amazonS3Client=#s3&operation=listObjects");
            }
        });
        camel.start();
        var exchange = camel.createProducerTemplate().request("direct:list", sent -> {});
        System.out.println("stored " + s3.listObjectsV2Paginator(list -> list.bucket("backup")).contents().stream().count()
                + ", listed " + exchange.getMessage().getBody(List.class).size() + ", headers "
                + exchange.getMessage().getHeaders() + ", error " + exchange.getException());
        System.exit(0);
    }
}
J
still <<'S'
stored 1100, listed 1000, headers {}, error null
S
