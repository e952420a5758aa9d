package org.zfsbackup.camel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.zfsbackup.camel.component.zfs.ZfsComponent;
import org.zfsbackup.s3server.S3Server;
import org.zfsbackup.service.OnePoll;
import software.amazon.awssdk.services.s3.S3Client;

/** The shipped example with two targets, as it is but for its places, polled once each time. */
public final class NasAndCloud {
    private static final String RECIPIENT = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj\n";
    public static final String IDENTITY =
            "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX\n";

    private final Path directory;
    private final Path nas;
    private final S3Server server;
    private final String zfsCommand;

    /** @param nas the directory that is the target of that name; the other is the server's bucket */
    public NasAndCloud(Path directory, Path nas, S3Server server, String zfsCommand) {
        this.directory = directory;
        this.nas = nas;
        this.server = server;
        this.zfsCommand = zfsCommand;
    }

    /** Backs up; gives the number of streams that were sent. */
    public int poll(String dataset) throws Exception {
        OnePoll poll = new OnePoll();
        try (DefaultCamelContext context = new DefaultCamelContext();
                S3Client client = server.client().build()) {
            context.getRegistry().bind("poll", poll);
            context.getRegistry().bind("client", client);
            context.getComponent("zfs", ZfsComponent.class).setZfsCommand(zfsCommand);
            context.getPropertiesComponent().addInitialProperty("backup.directory", nas.toString());
            context.getPropertiesComponent().addInitialProperty("backup.bucket", bucket());
            context.getPropertiesComponent().addInitialProperty("backup.recipients", recipients());
            for (String template : new String[] {"store-chunk.yaml", "store-chunk-in-directory.yaml"}) {
                load(context, Path.of("routes", template));
            }
            load(context, Files.writeString(directory.resolve("home-to-nas-and-cloud.yaml"), example(dataset)));
            context.getShutdownStrategy().setTimeout(1);
            context.start();
            return poll.await();
        }
    }

    private String bucket() throws IOException {
        return Files.readAllLines(Path.of("config/application.properties")).stream()
                .filter(line -> line.startsWith("backup.bucket = "))
                .map(line -> line.replace("backup.bucket = ", "").replace("my-backups", server.bucket()))
                .findFirst()
                .orElseThrow();
    }

    private String recipients() throws IOException {
        return Files.writeString(directory.resolve("recipients.txt"), RECIPIENT).toString();
    }

    private String example(String dataset) throws IOException {
        return Files.readString(Path.of("config/routes/home-to-nas-and-cloud.yaml.example"))
                .replace("zfs:tank/home", "zfs:" + dataset)
                .replace("scheduler: quartz", "initialDelay: 0\n        repeatCount: 1")
                .replace("scheduler.cron: \"0 0 4 * * ?\"", "pollStrategy: \"#poll\"")
                .replace("lockTimeout: 12h", "lockTimeout: 0");
    }

    private static void load(DefaultCamelContext context, Path file) throws Exception {
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.resolveMandatoryResource(context, "file:" + file.toAbsolutePath()));
    }
}
