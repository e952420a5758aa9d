package org.zfsbackup.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.pipe.Pipes;

/**
 * Does a little of everything without ZFS, so that {@code bin/zfsbackup} can have an archive made of the classes that are
 * then loaded. What it does fails half of the time, and is thrown away.
 */
final class Rehearsal {
    private static final String RECIPIENT = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

    private static final String MAP =
            "{\"tank\":{\"snapshots\":[{\"Name\":\"a\",\"CreationTime\":1,\"incremental\":false,\"chunks\":[\"x\"]}]}}";

    private Rehearsal() {}

    public static void main(String[] arguments) throws IOException {
        Path stage = Files.createTempDirectory("zfsbackup-rehearsal");
        try {
            perform(stage);
        } finally {
            clear(stage);
        }
    }

    private static void perform(Path stage) throws IOException {
        Files.writeString(Files.createDirectory(stage.resolve("p")).resolve("map.json"), MAP);
        List<String> method = List.of("directory", "--dest", stage.toString(), "--prefix", "p");
        List<String> options = List.of(
                "--zfs", "false", "--dataset", "tank", "--compress=zstd", "--encrypt=age", "--recipient", RECIPIENT);
        run(options, method, List.of());
        run(List.of(), method, List.of("list", "--verbose"));
        run(List.of(), method, List.of("verify"));
        run(List.of("--dataset", "tank", "--zfs", "false"), method, List.of("restore", "--to", "tank/b"));
        run(List.of("--dataset", "tank/a", "--zfs", "false"), List.of("zfs", "--dest", "tank/b"), List.of());
        bucket(options);
        for (PipeSpec pipe : List.of(
                PipeSpec.of("gzip"), PipeSpec.of("zstd"), new PipeSpec("age", Map.of("recipients", RECIPIENT)))) {
            try (InputStream in = Pipes.kind(pipe.name())
                    .apply(pipe, new ByteArrayInputStream(new byte[100_000]), PipeContext.plain())) {
                in.readAllBytes();
            }
        }
    }

    /** A server that has a map, and nothing else. */
    private static void bucket(List<String> options) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", Rehearsal::answer);
        server.start();
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort();
            List<String> method = List.of(
                    "s3", "--bucket", "rehearsal", "--server", address, "--prefix", "p", "--key", "k", "--secret", "s");
            run(List.of(), method, List.of("list", "--verbose"));
            run(options, method, List.of("--no-glacier"));
            run(List.of("--dataset", "tank"), method, List.of("restore", "--to-file", "-"));
        } finally {
            server.stop(0);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            boolean list = path.equals("/rehearsal") || path.equals("/rehearsal/");
            boolean known = list || path.endsWith("map.json");
            String text = list ? "<ListBucketResult/>" : known ? MAP : "<Error><Code>NoSuchKey</Code></Error>";
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("ETag", "\"e\"");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(known ? 200 : 404, head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private static void run(List<String> options, List<String> method, List<String> operation) {
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        Main.run(
                nowhere,
                nowhere,
                Stream.of(options, method, operation).flatMap(List::stream).toArray(String[]::new));
    }

    private static void clear(Path stage) throws IOException {
        try (Stream<Path> files = Files.walk(stage)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
