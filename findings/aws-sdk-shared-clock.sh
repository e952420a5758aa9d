#!/bin/bash
# What: the AWS SDK for Java 2.41.28 with two servers in one program, one of them with a clock two hours ahead.
# Documented: after RequestTimeTooSkewed a client corrects its time for the service that it talks to, and tries again.
# Seen: the correction is kept for the whole program as well: each client that is made later begins with it. Its first
#   request to a server with the right time is dated two hours ahead and refused with 403; then it corrects itself. A client
#   that was made before is not touched.
# To a backup: a store with a wrong clock makes the first request to another store fail. If that is an upload from a stream
#   it cannot be repeated, and the run fails on the store that is well.
. "$(dirname "$0")/run.bash"
jars software.amazon.awssdk:s3:2.41.28 -io.netty org.slf4j:slf4j-simple:2.0.17
program Clocks <<'J'
import java.io.*;
import java.net.*;
import java.time.*;
import java.time.format.DateTimeFormatter;
import software.amazon.awssdk.auth.credentials.*;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

public class Clocks {
    static final DateTimeFormatter AMZ = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    public static void main(String[] args) throws Exception {
        int right = server("right", Duration.ZERO), ahead = server("ahead", Duration.ofHours(2));
        S3Client before = client(right);
        list("a client made before", before);
        list("a client of the server that is ahead", client(ahead));
        list("the client made before", before);
        list("a client made after", client(right));
    }

    static void list(String who, S3Client client) {
        System.out.println(who + ":");
        client.listBuckets();
    }

    static S3Client client(int port) {
        return S3Client.builder().endpointOverride(URI.create("http://127.0.0.1:" + port)).region(Region.US_EAST_1)
                .forcePathStyle(true).httpClientBuilder(ApacheHttpClient.builder()).credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret"))).build();
    }

    static int server(String name, Duration skew) throws Exception {
        var socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var thread = new Thread(() -> {
            while (true) {
                try (var client = socket.accept()) {
                    answer(name, Instant.now().plus(skew), client);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return socket.getLocalPort();
    }

    static void answer(String name, Instant now, Socket client) throws IOException {
        var in = new BufferedReader(new InputStreamReader(client.getInputStream()));
        Instant sent = null;
        for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
            if (line.toLowerCase().startsWith("x-amz-date:")) {
                sent = AMZ.parse(line.substring(11).trim(), Instant::from);
            }
        }
        long minutes = Math.round(Duration.between(now, sent).toSeconds() / 60.0);
        boolean late = Math.abs(minutes) > 15;
        System.out.println("    server " + name + ": dated " + minutes + " min off, " + (late ? 403 : 200));
        String body = late ? "<Error><Code>RequestTimeTooSkewed</Code></Error>" : "<ListAllMyBucketsResult/>";
        client.getOutputStream().write(("HTTP/1.1 " + (late ? "403 Forbidden" : "200 OK") + "\r\nDate: "
                + DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atZone(ZoneOffset.UTC)) + "\r\nContent-Length: "
                + body.length() + "\r\nConnection: close\r\n\r\n" + body).getBytes());
    }
}
J
still <<'S'
a client made before:
    server right: dated 0 min off, 200
a client of the server that is ahead:
    server ahead: dated -120 min off, 403
    server ahead: dated 0 min off, 200
the client made before:
    server right: dated 0 min off, 200
a client made after:
    server right: dated 120 min off, 403
    server right: dated 0 min off, 200
S
