package org.zfsbackup.s3server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.zfsbackup.s3server.http.Signature;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * An S3 server on a port of its own with one bucket: S3Proxy, which checks signatures, behind {@link S3Front}, which plays
 * archives and faults. It takes two seconds to start; {@link #clear} makes it as new between tests.
 *
 * <p>S3Proxy takes bodies that are signed as a whole, neither in pieces nor unsigned, up to 128 MiB, which it holds in memory;
 * it answers without checksums, and finds no good signature where a key has two slashes in a row.
 */
public final class S3Server implements AutoCloseable {
    public static final String BUCKET = "backups";
    public static final String REGION = "us-east-1";
    private static final String KEY_ID = "AKIAZFSBACKUPTEST";
    private static final String SECRET = "played+secret/for0the1server2of3tests4only";
    /** In seconds: wide enough for a client that sets its clock by {@link Effect#SKEWED_CLOCK}. */
    private static final int TOLERATED_SKEW = 3600;
    /** Held, so that its level is. */
    private static final Logger LOG = Logger.getLogger("org.gaul");

    private final S3Proxy proxy;
    private final S3Front front;
    private final PlayedArchive archive;
    private final Lifecycles lifecycles = new Lifecycles();
    private final Faults faults = new Faults();
    private final S3Client direct;

    private S3Server(String store, Properties properties, Clock clock) throws IOException {
        LOG.setLevel(Level.SEVERE);
        forgetClocks();
        proxy = S3Proxy.builder()
                .blobStore(BlobStores.create(store, properties))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, KEY_ID, SECRET)
                .ignoreUnknownHeaders(true)
                .maximumTimeSkew(TOLERATED_SKEW)
                .build();
        start(proxy);
        archive = new PlayedArchive(clock);
        direct = client(URI.create("http://127.0.0.1:" + proxy.getPort()), KEY_ID, SECRET)
                .build();
        direct.createBucket(request -> request.bucket(BUCKET));
        Stage stage = new Stage(new Signature(KEY_ID, SECRET), archive, lifecycles, this::exists);
        front = new S3Front(new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.getPort()), stage, faults);
    }

    /** Keeps its objects on the heap. */
    public static S3Server inMemory() throws IOException {
        return inMemory(Clock.systemUTC());
    }

    /** The clock is that of the restores. */
    public static S3Server inMemory(Clock clock) throws IOException {
        return new S3Server("transient-nio2", new Properties(), clock);
    }

    /** Keeps its objects as files in a directory that exists. */
    public static S3Server over(Path directory) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("jclouds.filesystem.basedir", directory.toString());
        return new S3Server("filesystem-nio2", properties, Clock.systemUTC());
    }

    public URI endpoint() {
        return front.endpoint();
    }

    public String bucket() {
        return BUCKET;
    }

    public String keyId() {
        return KEY_ID;
    }

    public String secret() {
        return SECRET;
    }

    /** A client with the SDK's settings but for the endpoint and the credentials; who asks closes it. */
    public S3ClientBuilder client() {
        return client(KEY_ID, SECRET);
    }

    /** The same with other credentials. */
    public S3ClientBuilder client(String keyId, String secret) {
        return client(endpoint(), keyId, secret);
    }

    @SuppressWarnings("deprecation") // The HTTP client that the store uses.
    private static S3ClientBuilder client(URI endpoint, String keyId, String secret) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.of(REGION))
                .forcePathStyle(true)
                .httpClientBuilder(ApacheHttpClient.builder())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(keyId, secret)));
    }

    /** A client past the front: nothing is recorded, played or rewritten; closed with the server. */
    public S3Client direct() {
        return direct;
    }

    private boolean exists(Request request) {
        try {
            direct.headObject(head -> head.bucket(request.bucket()).key(request.key()));
            return true;
        } catch (NoSuchKeyException e) {
            return false;
        }
    }

    /** From the next request on. */
    public Fault play(Fault fault) {
        faults.play(fault);
        return fault;
    }

    /** No more faults. */
    public void heal() {
        faults.heal();
    }

    /** What came, in the order in which it came. */
    public List<Request> requests() {
        return front.requests();
    }

    public List<Request> requests(S3Operation operation) {
        return requests().stream()
                .filter(request -> request.operation() == operation)
                .toList();
    }

    /** How many connections clients have made since the last {@link #forget}. */
    public int connections() {
        return front.connections();
    }

    /** Forgets the requests that came. */
    public void forget() {
        front.forget();
    }

    /** Puts an object into a storage class. */
    public void archive(String key, String storageClass) {
        archive.put(path(key), storageClass);
    }

    /**
     * Carries out the transitions of the bucket's lifecycle configuration at once, whatever their days, and returns the keys
     * of what moved. As Amazon's rules have it, nothing under 128 KiB moves unless the configuration says so.
     */
    public Set<String> archiveByRules() {
        Set<String> moved = new TreeSet<>();
        for (S3Object object :
                direct.listObjectsV2Paginator(list -> list.bucket(BUCKET)).contents()) {
            Optional<String> storageClass = lifecycles
                    .transition(BUCKET, object.key(), object.size())
                    .filter(found -> !found.equals(archive.storageClass(path(object.key()))));
            storageClass.ifPresent(found -> archive(object.key(), found));
            storageClass.ifPresent(found -> moved.add(object.key()));
        }
        return moved;
    }

    /** The configuration's XML as it was put. */
    public Optional<String> lifecycle() {
        return lifecycles.document(BUCKET);
    }

    public int lifecycleDeletes() {
        return lifecycles.deletes();
    }

    public String storageClass(String key) {
        return archive.storageClass(path(key));
    }

    /** What was asked for, but not what was refused. */
    public List<Restore> restores() {
        return archive.asked();
    }

    /** What was asked for is there now. */
    public void finishRestores() {
        archive.finishRestores();
    }

    /** What was restored is gone again, as after its days. */
    public void expireRestores() {
        archive.expireRestores();
    }

    /** Sets when the copy of this object lapses, as the server tells it. */
    public void letRestoreLapse(String key, Instant when) {
        archive.letLapse(path(key), when);
    }

    /** A restore is done when so many HEADs have said that it is not. */
    public void restoresTakeHeads(int heads) {
        archive.waitForHeads(heads);
    }

    /** A restore is done after this time. */
    public void restoresTake(Duration duration) {
        archive.waitFor(duration);
    }

    private static String path(String key) {
        return "/" + BUCKET + "/" + key;
    }

    /**
     * The bucket is empty and without unfinished uploads; nothing is played, recorded or kept, and clients made from now on have
     * not learnt of another clock.
     */
    public void clear() {
        forgetClocks();
        heal();
        direct.listObjectsV2Paginator(list -> list.bucket(BUCKET))
                .contents()
                .forEach(object ->
                        direct.deleteObject(delete -> delete.bucket(BUCKET).key(object.key())));
        direct.listMultipartUploads(list -> list.bucket(BUCKET))
                .uploads()
                .forEach(upload -> direct.abortMultipartUpload(
                        abort -> abort.bucket(BUCKET).key(upload.key()).uploadId(upload.uploadId())));
        archive.clear();
        lifecycles.clear();
        forget();
    }

    /** What one client learns from {@code RequestTimeTooSkewed} the SDK keeps for all that are made later in this JVM. */
    private static void forgetClocks() {
        SdkGlobalTime.setGlobalTimeOffset(0);
    }

    @Override
    public void close() throws IOException {
        front.close();
        direct.close();
        stop(proxy);
    }

    private static void start(S3Proxy proxy) throws IOException {
        try {
            proxy.start();
        } catch (Exception e) {
            throw new IOException("S3Proxy does not start", e);
        }
    }

    private static void stop(S3Proxy proxy) throws IOException {
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IOException("S3Proxy does not stop", e);
        }
    }
}
