package org.zfsbackup.store.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.stream.Interrupts;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Uploads one object of unknown length: in several parts at the same time, each of which is sent again if it fails, or
 * in one request if it is not longer than a part. The number of buffers is bounded. For one thread.
 *
 * <p>When the upload returns, the object has the size and the checksum of what was read. An upload that fails is
 * aborted at the server, so that nothing of it is kept or charged for.
 */
final class PartUpload {
    private static final long PATIENCE_SECONDS = 30;
    private static final int TRIES = 3;

    private final S3Client client;
    private final String bucket;
    private final String key;
    private final Optional<String> storageClass;
    private final boolean checksums;
    private final PartBuffers buffers;
    private final ExecutorService threads;
    private final AtomicBoolean failed = new AtomicBoolean();
    private final List<Future<CompletedPart>> parts = new ArrayList<>();
    private long size;

    PartUpload(
            S3Client client,
            String bucket,
            String key,
            Optional<String> storageClass,
            boolean checksums,
            PartSettings transfer) {
        this.client = client;
        this.bucket = bucket;
        this.key = key;
        this.storageClass = storageClass;
        this.checksums = checksums;
        this.buffers = transfer.buffers();
        this.threads = transfer.threads("upload of " + key);
    }

    /** Reads the stream to its end and stores it. */
    void run(InputStream content) throws IOException {
        try {
            byte[] buffer = buffers.take();
            int length = content.readNBytes(buffer, 0, buffer.length);
            if (length < buffer.length) {
                // In another thread, because an interrupt does not end a write to a server that does not read.
                result(threads.submit(() -> single(buffer, length)));
            } else {
                inParts(content, buffer);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Interrupts.asIo("interrupted while " + key + " was stored", e);
        } finally {
            threads.shutdownNow();
            buffers.close();
        }
    }

    private String single(byte[] buffer, int length) throws IOException {
        UploadChecksum proof = UploadChecksum.of(buffer, length, checksums);
        PutObjectResponse answer = client.putObject(
                request -> request.bucket(bucket)
                        .key(key)
                        .storageClass(storageClass.orElse(null))
                        .checksumCRC32(proof.crc32())
                        .contentMD5(proof.md5Header()),
                body(buffer, length));
        if (proof.isContradictedBy(answer)) {
            throw contradiction();
        }
        size = length;
        checkStored(answer.eTag(), proof.crc32());
        return key;
    }

    private void inParts(InputStream content, byte[] first) throws IOException, InterruptedException {
        String id = client.createMultipartUpload(request -> request.bucket(bucket)
                        .key(key)
                        .storageClass(storageClass.orElse(null))
                        .checksumAlgorithm(checksums ? ChecksumAlgorithm.CRC32 : null))
                .uploadId();
        try {
            byte[] buffer = first;
            int length = first.length;
            while (length > 0 && !failed.get()) {
                submit(id, buffer, length);
                boolean more = length == buffer.length;
                buffer = buffers.take();
                length = more && !failed.get() ? content.readNBytes(buffer, 0, buffer.length) : 0;
            }
            complete(id);
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            abort(id, e);
            throw e;
        }
    }

    private void submit(String id, byte[] buffer, int length) throws IOException {
        int number = parts.size() + 1;
        if (number > PartSettings.MOST_PARTS) {
            throw new IOException(
                    key + " needs more than " + PartSettings.MOST_PARTS + " parts, which no server accepts: use"
                            + " a larger --part-size (partSize=MIB) or a smaller chunk size");
        }
        size += length;
        parts.add(threads.submit(() -> {
            try {
                return part(id, number, buffer, length);
            } catch (IOException | RuntimeException | Error e) {
                failed.set(true);
                throw e;
            } finally {
                buffers.give(buffer);
            }
        }));
    }

    private CompletedPart part(String id, int number, byte[] buffer, int length) throws IOException {
        UploadChecksum proof = UploadChecksum.of(buffer, length, checksums);
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            UploadPartResponse answer = client.uploadPart(
                    request -> request.bucket(bucket)
                            .key(key)
                            .uploadId(id)
                            .partNumber(number)
                            .checksumCRC32(proof.crc32())
                            .contentMD5(proof.md5Header()),
                    body(buffer, length));
            if (!proof.isContradictedBy(answer)) {
                return CompletedPart.builder()
                        .partNumber(number)
                        .eTag(answer.eTag())
                        .checksumCRC32(proof.crc32())
                        .build();
            }
        }
        throw contradiction();
    }

    private IOException contradiction() {
        return new IOException(
                "the server reports a checksum for " + key + " that differs from the bytes that were sent");
    }

    private static RequestBody body(byte[] buffer, int length) {
        return RequestBody.fromContentProvider(
                () -> new ByteArrayInputStream(buffer, 0, length), length, "application/octet-stream");
    }

    private void complete(String id) throws IOException, InterruptedException {
        List<CompletedPart> done = new ArrayList<>();
        for (Future<CompletedPart> part : parts) {
            done.add(result(part));
        }
        String etag = null;
        try {
            etag = client.completeMultipartUpload(request ->
                            request.bucket(bucket).key(key).uploadId(id).multipartUpload(upload -> upload.parts(done)))
                    .eTag();
        } catch (SdkException e) {
            // If the answer to the first request was lost, the repeated request finds the upload completed.
            if (!S3Failure.is(e, "NoSuchUpload")) {
                throw e;
            }
        }
        checkStored(
                etag,
                checksums
                        ? UploadChecksum.ofParts(
                                done.stream().map(CompletedPart::checksumCRC32).toList())
                        : null);
    }

    private static <T> T result(Future<T> part) throws IOException, InterruptedException {
        try {
            return part.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    /** Asks the server what it has stored. */
    private void checkStored(@Nullable String etag, @Nullable String checksum) throws IOException {
        HeadObjectResponse held = client.headObject(
                request -> request.bucket(bucket).key(key).checksumMode(checksums ? ChecksumMode.ENABLED : null));
        boolean other = held.contentLength() != size
                || (isGiven(etag) && !bare(etag).equals(bare(held.eTag())))
                || (checksum != null && isOther(checksum, held.checksumCRC32()));
        if (other) {
            throw new IOException("the server has stored another object as " + key + " (" + held.contentLength()
                    + " bytes, ETag " + held.eTag() + ") than the one that was sent (" + size + " bytes, ETag"
                    + " " + etag + ")");
        }
    }

    /** Some servers quote the ETag only in some answers. */
    private static String bare(@Nullable String etag) {
        return etag == null ? "" : etag.replace("\"", "");
    }

    private static boolean isGiven(@Nullable String etag) {
        return !bare(etag).isEmpty();
    }

    /**
     * For an object in parts, a server may return the checksum of the whole object, which cannot be compared with ours.
     */
    private static boolean isOther(String ours, @Nullable String theirs) {
        return theirs != null && theirs.contains("-") == ours.contains("-") && !theirs.equals(ours);
    }

    /** Also after an interrupt, because parts that remain would be charged for. */
    private void abort(String id, Throwable cause) {
        boolean interrupted = Thread.interrupted();
        try {
            threads.shutdownNow();
            interrupted |= !threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
            client.abortMultipartUpload(
                    request -> request.bucket(bucket).key(key).uploadId(id));
        } catch (SdkException e) {
            if (!S3Failure.is(e, "NoSuchUpload")) {
                cause.addSuppressed(e);
            }
        } catch (InterruptedException e) {
            interrupted = true;
            cause.addSuppressed(e);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
