package org.zfsbackup.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.zfsbackup.api.ZfsBackup;
import org.zfsbackup.camel.component.zfs.ZfsComponent;
import org.zfsbackup.service.OnePoll;

/**
 * A program that sends one stream through every pipe, a direct: sub-route and a Kamelet, with Camel's stream caching
 * left as it is by default, and reads it back.
 */
final class LongStream {
    private LongStream() {}

    public static void main(String[] arguments) throws Exception {
        String target = "file:" + arguments[1];
        backUp(arguments[0], target, arguments[2]);
        Counter counter = new Counter();
        ZfsBackup.of("tank/a").to(target).prefix("h").undoCommand("cat", "cat").writeTo(counter);
        System.out.println("stored and read back " + counter.bytes + " bytes");
        System.out.println("peak resident " + peak());
        System.exit(0);
    }

    private static void backUp(String zfs, String target, String spool) throws Exception {
        OnePoll poll = new OnePoll();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getRegistry().bind("poll", poll);
            context.getComponent("zfs", ZfsComponent.class).setZfsCommand(zfs);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    routeTemplate("counted")
                            .from("kamelet:source")
                            .to("pipe:count?name=inside")
                            .to("kamelet:sink");
                    from("zfs:tank/a?prefix=h&initialDelay=0&repeatCount=1&pollStrategy=#poll&target=" + target)
                            .to("pipe:count?name=sent")
                            .to("pipe:exec?command=cat&undo=cat")
                            .to("direct:rest");
                    from("direct:rest")
                            .kamelet("counted")
                            .to("chunk:direct:chunk?size=256MiB")
                            .to("backup:commit");
                    from("direct:chunk")
                            .to("pipe:gzip?level=1")
                            .to("pipe:spool?directory=" + spool)
                            .to(target + "?tempPrefix=.part-&fileExist=Fail");
                }
            });
            context.start();
            poll.await();
        }
    }

    /** The kernel's word for the most memory that this process has had. */
    private static String peak() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .findFirst()
                .orElse("unknown");
    }

    private static final class Counter extends OutputStream {
        private long bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] source, int offset, int length) {
            bytes += length;
        }
    }
}
