package org.zfsbackup.cli.rehearsal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A stand-in for a bucket: objects can be put, got and listed, and an upload has one part. */
final class PropBucket implements AutoCloseable {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final HttpServer server;
    private final Map<String, byte[]> objects = new TreeMap<>();

    private PropBucket(HttpServer server) {
        this.server = server;
    }

    static PropBucket open() throws IOException {
        PropBucket bucket =
                new PropBucket(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        bucket.server.createContext("/", bucket::answer);
        bucket.server.start();
        return bucket;
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] sent = exchange.getRequestBody().readAllBytes();
            URI asked = exchange.getRequestURI();
            String method = exchange.getRequestMethod();
            String key = asked.getPath().replaceFirst("^/[^/]*/?", "");
            byte[] known = answer(method, key, String.valueOf(asked.getQuery()), sent);
            byte[] body = known == null ? text("<Error><Code>NoSuchKey</Code></Error>") : known;
            exchange.getResponseHeaders().set("ETag", "\"" + tag(objects.getOrDefault(key, body)) + "\"");
            if (method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
            }
            exchange.sendResponseHeaders(
                    known == null ? NOT_FOUND : OK, method.equals("HEAD") || body.length == 0 ? -1 : body.length);
            if (!method.equals("HEAD")) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    /** The body of the answer; null if the object does not exist. */
    private byte @Nullable [] answer(String method, String key, String query, byte[] sent) {
        return switch (method) {
            case "PUT" -> {
                objects.put(key, sent);
                yield new byte[0];
            }
            case "DELETE" -> {
                objects.remove(key);
                yield new byte[0];
            }
            case "POST" ->
                text(
                        query.startsWith("uploads")
                                ? "<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>"
                                : "<CompleteMultipartUploadResult/>");
            default -> key.isEmpty() ? list(query) : objects.get(key);
        };
    }

    private byte[] list(String query) {
        if (query.startsWith("uploads")) {
            return text("<ListMultipartUploadsResult/>");
        }
        String prefix = query.replaceFirst("^(?:.*&)?prefix=([^&]*).*$", "$1");
        StringBuilder list = new StringBuilder("<ListBucketResult>");
        objects.forEach((key, bytes) -> {
            if (key.startsWith(prefix)) {
                list.append("<Contents><Key>" + key + "</Key><Size>" + bytes.length
                        + "</Size><LastModified>2026-01-01T00:00:00Z</LastModified></Contents>");
            }
        });
        return text(list.append("</ListBucketResult>").toString());
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String tag(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
