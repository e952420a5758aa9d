package org.example;

import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.ComponentCustomizer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.zfsbackup.camel.component.zfs.ZfsComponent;

/** Backs a dataset up once: {@code --zfs=COMMAND --folder=FOLDER}. */
@SpringBootApplication
public class BackupApplication {
    private static final int SNAPSHOTS = 2;

    public static void main(String[] arguments) {
        System.exit(SpringApplication.exit(SpringApplication.run(BackupApplication.class, arguments)));
    }

    @Bean
    ComponentCustomizer zfsCustomizer(@Value("${zfs}") String command) {
        return ComponentCustomizer.builder(ZfsComponent.class).build(zfs -> zfs.setZfsCommand(command));
    }

    @Bean
    RouteBuilder backup(@Value("${folder}") String folder) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("zfs:tank/a?target=file:" + folder + "&prefix=host&initialDelay=0&repeatCount=1")
                        .routeId("backup")
                        .autoStartup(false)
                        .to("chunk:direct:store?size=1MiB")
                        .to("backup:commit");
                from("direct:store").to("pipe:gzip").to("file:" + folder + "?tempPrefix=.part-&fileExist=Fail");
            }
        };
    }

    @Bean
    CommandLineRunner once(CamelContext context) {
        return arguments -> {
            NotifyBuilder backups =
                    new NotifyBuilder(context).fromRoute("backup").whenCompleted(SNAPSHOTS).create();
            context.getRouteController().startRoute("backup");
            System.out.println("committed: " + backups.matches(60, TimeUnit.SECONDS));
            System.out.println("stall timeout: "
                    + context.getComponent("zfs", ZfsComponent.class).getStallTimeout());
        };
    }
}
