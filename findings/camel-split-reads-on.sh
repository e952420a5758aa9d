#!/bin/bash
# What: the split step of Camel 4.18.0 with streaming() and stopOnException() over an Iterator.
# Documented: stopOnException stops further processing immediately when an exception occurs.
# Seen: no further part is processed, but before the exception comes back the splitter calls next() until the iterator ends.
# To a backup: if the iterator cuts chunks from "zfs send", a store that is full at the second chunk is reported only after
#   the whole dataset was read; an iterator that puts its chunks in files fills the disk meanwhile.
. "$(dirname "$0")/run.bash"
jars org.apache.camel:camel-core:4.18.0 org.slf4j:slf4j-simple:2.0.17
program Parts <<'J'
import java.util.*;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

public class Parts {
    static int processed, taken;

    public static void main(String[] args) throws Exception {
        var camel = new DefaultCamelContext();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:parts").split(body()).streaming().stopOnException().process(exchange -> {
                    if (++processed == 2) {
                        throw new java.io.IOException("the store is full");
                    }
                });
            }
        });
        camel.start();
        var parts = new Iterator<Integer>() {
            @Override
            public boolean hasNext() {
                return taken < 1000;
            }

            @Override
            public Integer next() {
                return ++taken;
            }
        };
        var exchange = camel.createProducerTemplate().request("direct:parts", sent -> sent.getIn().setBody(parts));
        System.out.println("failed " + (exchange.getException() != null) + ", parts processed " + processed
                + ", parts taken " + taken + " of 1000");
        camel.stop();
    }
}
J
still <<'S'
failed true, parts processed 2, parts taken 1000 of 1000
S
