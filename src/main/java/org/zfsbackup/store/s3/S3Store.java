package org.zfsbackup.store.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.store.Availability;
import org.zfsbackup.store.NoSuchObjectException;
import org.zfsbackup.store.ObjectStore;
import org.zfsbackup.store.StoredDocument;
import org.zfsbackup.store.StoredObject;
import org.zfsbackup.store.Thaw;
import org.zfsbackup.store.UnansweredException;
import org.zfsbackup.store.UnfinishedUpload;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * A bucket. Objects from {@link #put} get the storage class of the URI; documents do not, so that they can always be
 * read.
 */
public final class S3Store implements ObjectStore {
    private final S3Client client;
    private final S3Uri place;
    private final PartSettings transfer;
    private final boolean closesClient;
    private final ObjectListing listing;
    private final ArchiveRequests archive;
    private final PutCondition absent = new PutCondition();
    private final PutCondition same = new PutCondition();

    /**
     * A store with a client of its own, which is closed with the store. Does not contact the bucket yet.
     *
     * @param credentials the credentials; null to let the SDK find them
     */
    public static S3Store open(S3Uri uri, @Nullable AwsCredentialsProvider credentials) {
        S3ClientConfig config = uri.access();
        config.setCredentials(credentials);
        return new S3Store(config.client(), uri, true);
    }

    /**
     * @param client the connection to the server
     * @param place the bucket and its options
     * @param closesClient whether closing the store closes the client
     */
    public S3Store(S3Client client, S3Uri place, boolean closesClient) {
        this.client = client;
        this.place = place;
        this.transfer = place.transfer();
        this.listing = new ObjectListing(client, place.bucket());
        this.archive = new ArchiveRequests(client, place.bucket());
        this.closesClient = closesClient;
    }

    /** A request whose failure is reported with its object. */
    @FunctionalInterface
    interface Request<T> {
        T send() throws IOException;
    }

    record Key(String bucket, String key) {}

    private <T> T asking(String doing, Request<T> request) throws IOException {
        try {
            return request.send();
        } catch (SdkException e) {
            throw S3Failure.of(e, doing, uri());
        }
    }

    @Override
    public void checkReachable() throws IOException {
        asking(
                "cannot use the bucket",
                () -> client.listObjectsV2(
                        request -> request.bucket(place.bucket()).maxKeys(1)));
    }

    @Override
    public void put(String name, InputStream content) throws IOException {
        asking(name + " could not be stored at", () -> {
            new PartUpload(client, place.bucket(), name, place.storageClass(), place.checksums(), transfer)
                    .run(content);
            return name;
        });
    }

    @Override
    public void write(String name, byte[] content) throws IOException {
        write(name, content, request -> {});
    }

    @Override
    public boolean putIfAbsent(String name, byte[] content) throws IOException {
        return absent.write(
                uri() + name,
                () -> writeIf(name, content, request -> request.ifNoneMatch("*")),
                () -> head(name).isEmpty(),
                () -> writePlain(name, content));
    }

    private boolean writePlain(String name, byte[] content) throws IOException {
        write(name, content);
        return true;
    }

    @Override
    public boolean replace(String name, byte[] content, String etag) throws IOException {
        return same.write(
                uri() + name,
                () -> replaceIf(name, content, etag),
                () -> isOf(name, etag),
                () -> writePlain(name, content));
    }

    private boolean isOf(String name, String etag) throws IOException {
        return read(name).map(StoredDocument::etag).filter(etag::equals).isPresent();
    }

    private boolean replaceIf(String name, byte[] content, String etag) throws IOException {
        if (writeIf(name, content, request -> request.ifMatch(etag))) {
            return true;
        }
        // Ceph returns an ETag with quotes, but accepts it only without them.
        String bare = etag.replace("\"", "");
        return !bare.equals(etag) && isOf(name, etag) && writeIf(name, content, request -> request.ifMatch(bare));
    }

    /**
     * Whether the condition held. If the answer was lost and the request was repeated, the object that makes the
     * condition fail may be our own; then it has our bytes.
     */
    private boolean writeIf(String name, byte[] content, Consumer<PutObjectRequest.Builder> condition)
            throws IOException {
        try {
            write(name, content, condition);
            return true;
        } catch (ConditionFailedException e) {
            return e.wasRetried()
                    && read(name)
                            .filter(found -> Arrays.equals(found.content(), content))
                            .isPresent();
        }
    }

    private void write(String name, byte[] content, Consumer<PutObjectRequest.Builder> condition) throws IOException {
        UploadChecksum proof = UploadChecksum.of(content, content.length, place.checksums());
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(place.bucket())
                .key(name)
                .checksumCRC32(proof.crc32())
                .contentMD5(proof.md5Header());
        condition.accept(request);
        try {
            PutObjectResponse answer = client.putObject(
                    request.build(),
                    RequestBody.fromContentProvider(
                            () -> new ByteArrayInputStream(content), content.length, "application/octet-stream"));
            if (proof.isContradictedBy(answer)) {
                throw new IOException(
                        "the server reports a checksum for " + name + " that differs from the bytes that were sent");
            }
        } catch (SdkException e) {
            if (S3Failure.isCondition(e)) {
                throw new ConditionFailedException(name, e.numAttempts() > 1);
            }
            IOException failure = S3Failure.of(e, name + " could not be written at", uri());
            boolean conditional =
                    request.build().ifMatch() != null || request.build().ifNoneMatch() != null;
            if (conditional && S3Failure.mayBeUnknownHeader(e)) {
                throw new PutCondition.RefusedException(failure);
            }
            throw S3Failure.isDefinite(e) ? failure : new UnansweredException(failure);
        }
    }

    @Override
    public boolean supportsConditionalWrites(String name, byte[] content) throws IOException {
        return !absent.isRefused()
                && !same.isRefused()
                && !writeUnretried(name, content, request -> request.ifNoneMatch("*"))
                && !writeUnretried(name, content, request -> request.ifMatch("\"00000000000000000000000000000000\""));
    }

    private boolean writeUnretried(String name, byte[] content, Consumer<PutObjectRequest.Builder> condition)
            throws IOException {
        try {
            write(name, content, condition);
            return true;
        } catch (PutCondition.RefusedException e) {
            return true;
        } catch (ConditionFailedException e) {
            return false;
        }
    }

    @Override
    public Optional<StoredDocument> read(String name) throws IOException {
        return asking(name + " could not be read at", () -> {
            try (ResponseInputStream<GetObjectResponse> in =
                    client.getObject(request -> request.bucket(place.bucket()).key(name))) {
                if (in.response().contentLength() > LONGEST_DOCUMENT) {
                    throw new IOException(name + " at " + uri() + " is longer than " + LONGEST_DOCUMENT + " bytes");
                }
                byte[] content = in.readAllBytes();
                if (content.length != in.response().contentLength()) {
                    throw new IOException(name + " at " + uri() + " arrived incomplete: run it again");
                }
                return Optional.of(new StoredDocument(
                        content, Objects.requireNonNullElse(in.response().eTag(), "")));
            } catch (SdkException e) {
                if (S3Failure.is(e, "NoSuchKey")) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    @Override
    public void makeDurable(String name) {
        // An object is durable once the server has acknowledged it.
    }

    @Override
    public InputStream get(String name) throws IOException {
        HeadObjectResponse head = head(name).orElseThrow(() -> new NoSuchObjectException(name, uri()));
        return new PartDownload(
                client,
                new Key(place.bucket(), name),
                Objects.requireNonNullElse(head.eTag(), ""),
                head.contentLength(),
                transfer);
    }

    @Override
    public Optional<StoredObject> stat(String name) throws IOException {
        return head(name)
                .map(head -> new StoredObject(
                        name,
                        head.contentLength(),
                        head.lastModified(),
                        ArchiveClasses.availability(head),
                        ArchiveClasses.lapse(head.restore())));
    }

    private Optional<HeadObjectResponse> head(String name) throws IOException {
        return asking(name + " could not be looked up at", () -> {
            try {
                return Optional.of(client.headObject(
                        request -> request.bucket(place.bucket()).key(name)));
            } catch (SdkException e) {
                if (S3Failure.status(e) == 404) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    @Override
    public List<StoredObject> list(String folder) throws IOException {
        return asking(folder + " could not be listed at", () -> listing.of(folder + "/"));
    }

    @Override
    public List<String> folders(String folder) throws IOException {
        String beginning = folder.isEmpty() ? "" : folder + "/";
        return asking("the folders in " + folder + " could not be listed at", () -> client
                .listObjectsV2Paginator(request ->
                        request.bucket(place.bucket()).prefix(beginning).delimiter("/"))
                .commonPrefixes()
                .stream()
                .map(found -> found.prefix().substring(beginning.length()))
                .map(name -> name.substring(0, Math.max(0, name.length() - 1)))
                .filter(name -> !name.isEmpty())
                .toList());
    }

    @Override
    public void delete(String name) throws IOException {
        asking(
                name + " could not be deleted at",
                () -> client.deleteObject(
                        request -> request.bucket(place.bucket()).key(name)));
    }

    @Override
    public boolean isReadExpensive() {
        return true;
    }

    @Override
    public void prepare(String folder) throws IOException {
        Optional<Boolean> wanted = place.glacier();
        if (wanted.isPresent()) {
            boolean glacier = wanted.get();
            asking("the lifecycle rules could not be set at", () -> {
                new ArchiveRule(client, place.bucket(), folder).set(glacier);
                return folder;
            });
        }
    }

    @Override
    public Availability thaw(String name, Thaw how) throws IOException {
        HeadObjectResponse head = head(name).orElseThrow(() -> new NoSuchObjectException(name, uri()));
        return asking(name + " could not be requested from the archive at", () -> archive.request(name, head, how));
    }

    @Override
    public List<UnfinishedUpload> unfinished(String folder) throws IOException {
        return asking("unfinished uploads could not be listed at", () -> {
            List<UnfinishedUpload> uploads = new ArrayList<>();
            client.listMultipartUploadsPaginator(
                            request -> request.bucket(place.bucket()).prefix(folder + "/"))
                    .uploads()
                    .forEach(upload ->
                            uploads.add(new UnfinishedUpload(upload.key(), upload.uploadId(), upload.initiated())));
            return uploads;
        });
    }

    @Override
    public void abort(UnfinishedUpload upload) throws IOException {
        asking("the unfinished upload of " + upload.name() + " could not be aborted at", () -> {
            try {
                client.abortMultipartUpload(request ->
                        request.bucket(place.bucket()).key(upload.name()).uploadId(upload.id()));
            } catch (SdkException e) {
                if (!S3Failure.is(e, "NoSuchUpload")) {
                    throw e;
                }
            }
            return upload;
        });
    }

    @Override
    public String uri() {
        return place.toString();
    }

    @Override
    public String place() {
        return place.place();
    }

    @Override
    public void close() {
        if (closesClient) {
            client.close();
        }
    }

    /** Another object exists, or the object has another version than the condition requires. */
    private static final class ConditionFailedException extends IOException {
        private static final long serialVersionUID = 1L;
        private final boolean retried;

        ConditionFailedException(String name, boolean retried) {
            super(name + " does not meet the condition");
            this.retried = retried;
        }

        boolean wasRetried() {
            return retried;
        }
    }
}
