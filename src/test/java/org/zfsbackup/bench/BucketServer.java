package org.zfsbackup.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;

/** An S3 server in a process of its own, whose buckets are the folders of a folder: S3Proxy alone, nothing before it. */
final class BucketServer implements AutoCloseable {
    private static final String KEY = "benchkey";
    private static final String SECRET = "benchsecret";
    private static final int SKEW = 900;

    private final Process process;
    private final URI address;

    private BucketServer(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /** Ready when it returns. */
    static BucketServer over(Path folder) throws IOException {
        URI address = URI.create("http://127.0.0.1:" + freePort());
        Process process = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BucketServer.class.getName(),
                        folder.toString(),
                        address.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.getInputStream().read() < 0) {
            throw new IOException("the S3 server of the bench did not start");
        }
        return new BucketServer(process, address);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** What scripts find it by: ours, rclone and the AWS CLI, with parts of the same size and as many at once. */
    Map<String, String> variables() {
        return Map.ofEntries(
                Map.entry("S3", address.toString()),
                Map.entry("AWS_ACCESS_KEY_ID", KEY),
                Map.entry("AWS_SECRET_ACCESS_KEY", SECRET),
                Map.entry("AWS_DEFAULT_REGION", "us-east-1"),
                Map.entry("RCLONE_CONFIG_S3_TYPE", "s3"),
                Map.entry("RCLONE_CONFIG_S3_PROVIDER", "Other"),
                Map.entry("RCLONE_CONFIG_S3_ENV_AUTH", "true"),
                Map.entry("RCLONE_CONFIG_S3_ENDPOINT", address.toString()),
                Map.entry("RCLONE_CONFIG_S3_CHUNK_SIZE", "8M"),
                Map.entry("RCLONE_CONFIG_S3_UPLOAD_CONCURRENCY", "4"));
    }

    @Override
    public void close() {
        process.destroy();
    }

    /** The process itself: a folder and an address. */
    public static void main(String[] arguments) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("jclouds.filesystem.basedir", arguments[0]);
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(BlobStores.create("filesystem-nio2", properties))
                .endpoint(URI.create(arguments[1]))
                .awsAuthentication(AuthenticationType.AWS_V4, KEY, SECRET)
                .ignoreUnknownHeaders(true)
                .maximumTimeSkew(SKEW)
                .build();
        proxy.start();
        System.out.write('\n');
        System.out.flush();
        Thread.currentThread().join();
    }
}
