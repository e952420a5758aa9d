package org.example;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.zfsbackup.api.ZfsBackup;
import org.zfsbackup.cli.Main;
import org.zfsbackup.service.Service;

/** Asks for everything that needs an optional library, and prints what each attempt says: {@code NAME: SENTENCE}. */
public final class Missing {
    public static void main(String[] arguments) throws Exception {
        loadAll();
        Path folder = Path.of(arguments[0]);
        Files.createFile(folder.resolve("properties"));
        for (String target : List.of(
                "aws2-s3:bucket", "sftp://nas/a", "ftp://nas/a", "smb:nas/a", "azure-storage-blob:account/container")) {
            print(target, () -> route("backup:list?target=" + target));
            print("api " + target, () -> ZfsBackup.of().to(target).list());
        }
        for (String pipe : List.of("zstd", "age?recipients=age1x", "age?passwordFile=/none")) {
            print("pipe:" + pipe, () -> route("pipe:" + pipe));
        }
        print("mina", () -> route("zfs:tank/a?operation=list&host=nas&transport=mina"));
        print("quartz", () -> poll("zfs:tank/a?scheduler=quartz&scheduler.cron=0+0+2+*+*+?"));
        print("api", () -> ZfsBackup.of("tank/a").to("file:" + folder).backup());
        print("service", () -> new Service(folder, folder.resolve("properties")).run());
        print("command", () -> {
            Main.main(new String[0]);
            return "";
        });
    }

    private static Object route(String step) throws Exception {
        return run(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:once").to(step);
            }
        });
    }

    private static Object poll(String source) throws Exception {
        return run(new RouteBuilder() {
            @Override
            public void configure() {
                from(source).to("direct:once");
                from("direct:once").log("reached");
            }
        });
    }

    private static Object run(RouteBuilder routes) throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            context.addRoutes(routes);
            context.start();
            return context.createProducerTemplate().requestBody("direct:once", "");
        }
    }

    private static void print(String name, Callable<?> attempt) {
        try {
            System.out.println(name + ": done " + attempt.call());
        } catch (Throwable e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            System.out.println(name + ": " + cause.getMessage());
            if (cause instanceof LinkageError || cause instanceof ClassNotFoundException) {
                cause.printStackTrace();
            }
        }
    }

    /** Initializes each class of the components, apart from the servers of files, and prints those that cannot be. */
    private static void loadAll() throws Exception {
        String jar = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path -> Path.of(path).getFileName().toString().startsWith("zfsbackup"))
                .findFirst()
                .orElseThrow();
        int loaded = 0;
        try (JarFile file = new JarFile(jar)) {
            for (JarEntry entry : file.stream().toList()) {
                if (entry.getName().matches("org/zfsbackup/(camel|store/camel)/.*\\.class")) {
                    loaded += load(entry.getName()) ? 1 : 0;
                }
            }
        }
        System.out.println("loaded: " + loaded);
    }

    private static boolean load(String entry) throws ClassNotFoundException {
        try {
            Class.forName(entry.replace(".class", "").replace('/', '.')).getDeclaredMethods();
            return true;
        } catch (LinkageError e) {
            System.out.println("cannot load " + entry);
            return false;
        }
    }
}
