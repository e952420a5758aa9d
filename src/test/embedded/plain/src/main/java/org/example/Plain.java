package org.example;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.zfsbackup.api.ZfsBackup;

/** Backs a dataset up with a route of the four words: {@code Plain ZFS-COMMAND FOLDER}. */
public final class Plain {
    private static final int SNAPSHOTS = 2;

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        try (CamelContext context = new DefaultCamelContext()) {
            context.addRoutes(route(arguments[0], folder));
            NotifyBuilder backups =
                    new NotifyBuilder(context).fromRoute("backup").whenCompleted(SNAPSHOTS).create();
            context.start();
            System.out.println("committed " + backups.matches(60, TimeUnit.SECONDS));
        }
        ZfsBackup.of()
                .to("file:" + folder)
                .prefix("host")
                .list()
                .datasets()
                .forEach((dataset, backup) ->
                        backup.entries().forEach(entry -> System.out.println(dataset + "@" + entry.snapshot().name())));
    }

    private static RouteBuilder route(String zfs, Path folder) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("zfs:tank/a?target=file:" + folder + "&prefix=host&initialDelay=0&repeatCount=1&zfsCommand=" + zfs)
                        .routeId("backup")
                        .to("pipe:count?name=sent")
                        .to("pipe:gzip")
                        .to("chunk:file:" + folder + "?size=1MiB&tempPrefix=.part-&fileExist=Fail")
                        .to("backup:commit");
            }
        };
    }
}
