package org.zfsbackup.store.s3;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.stream.BlockReadingStream;
import org.zfsbackup.stream.Interrupts;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Downloads one object, in one request as long as that is fast enough, otherwise in several parts at the same time. A
 * part is requested again if its connection breaks. The number of buffers is bounded. All parts belong to the same
 * version of the object, even if it is replaced in the meantime. For one thread; closing it ends the requests.
 */
final class PartDownload extends BlockReadingStream {
    private static final int TRIES = 5;
    private static final long PAUSE_MILLIS = 200;

    private final S3Client client;
    private final S3Store.Key object;
    private final String etag;
    private final long size;
    private final PartSettings transfer;
    private final PartBuffers buffers;
    /** One thread at first, which reads the response to the single request. */
    private final ThreadPoolExecutor threads;

    private final StreamingGet whole;
    private final Deque<Future<Part>> coming = new ArrayDeque<>();
    private volatile boolean unconditional;
    private long asked;
    private @Nullable Part current;
    private int position;

    private record Part(byte[] buffer, int length) {}

    PartDownload(S3Client client, S3Store.Key object, String etag, long size, PartSettings transfer) {
        this.client = client;
        this.object = object;
        this.etag = etag;
        this.size = size;
        this.transfer = transfer;
        this.buffers = transfer.buffers();
        this.threads = transfer.threads("download of " + object.key());
        this.whole =
                answer(size, transfer.parallel() == 1 ? StreamingGet.ENDLESS_PATIENCE : StreamingGet.PATIENCE_NANOS);
        threads.setCorePoolSize(1);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        Part part = current;
        if (part == null || position == part.length()) {
            part = next();
        }
        if (part == null) {
            return -1;
        }
        int count = Math.min(length, part.length() - position);
        System.arraycopy(part.buffer(), position, target, offset, count);
        position += count;
        return count;
    }

    /** The next part, which reuses the buffer of the current one; null at the end. */
    private @Nullable Part next() throws IOException {
        if (threads.isShutdown()) {
            throw new IOException(
                    object.key() + " cannot be read any further: it was closed, or reading failed before");
        }
        Part done = current;
        if (done != null) {
            buffers.give(done.buffer());
            current = null;
        }
        try {
            while (asked < size && coming.size() < transfer.parallel() && ask()) {
                // More parts are requested as long as there are buffers for them.
            }
            // A failed part stays at the head, so that a reader that tries again cannot skip its bytes.
            Future<Part> first = coming.peek();
            current = first == null ? null : first.get();
            coming.poll();
            position = 0;
            return current;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Interrupts.asIo("interrupted while " + object.key() + " was read", e);
        } catch (CancellationException e) {
            throw new IOException(object.key() + " cannot be read any further: it was closed", e);
        } catch (ExecutionException e) {
            close();
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IOException(object.key() + " could not be read: " + e.getCause(), e.getCause());
        }
    }

    /** Without a buffer, the parts that are on their way have to be read first. The first part always has one. */
    private boolean ask() throws InterruptedException {
        byte[] buffer = coming.isEmpty() ? buffers.take() : buffers.poll();
        if (buffer == null) {
            return false;
        }
        long from = asked;
        int length = (int) Math.min(buffer.length, size - from);
        asked += length;
        coming.add(threads.submit(() -> fetch(buffer, from, length)));
        return true;
    }

    /** Keeps the bytes that have arrived before a connection broke. Attempts are counted from the last byte. */
    private Part fetch(byte[] buffer, long from, int length) throws IOException, InterruptedException {
        int have = 0;
        int fruitless = 0;
        while (have < length) {
            int before = have;
            try {
                have = more(buffer, have, from, length);
            } catch (SdkException e) {
                throw S3Failure.of(e, object.key() + " could not be read from", object.bucket());
            } catch (OtherBytesException e) {
                throw e;
            } catch (IOException e) {
                fruitless++;
                if (fruitless == TRIES) {
                    throw new IOException(
                            object.key() + " could not be read from " + object.bucket() + ": the connection broke "
                                    + TRIES + " times without a byte: " + e.getMessage(),
                            e);
                }
                Thread.sleep(PAUSE_MILLIS << fruitless);
            }
            fruitless = have > before ? 0 : fruitless;
        }
        return new Part(buffer, length);
    }

    /**
     * Reads until the part is full or its connection is given up. Fails if the connection breaks before the first byte.
     */
    private int more(byte[] buffer, int have, long from, int length) throws IOException {
        if (!whole.goesOn()) {
            try (StreamingGet part = answer(from + length, StreamingGet.ENDLESS_PATIENCE)) {
                return have + part.read(buffer, have, length - have, from + have);
            }
        }
        try {
            return have + whole.read(buffer, have, length - have, from + have);
        } finally {
            if (!whole.goesOn()) {
                whole.close();
                threads.setCorePoolSize(transfer.parallel());
            }
        }
    }

    private StreamingGet answer(long end, long patienceNanos) {
        return new StreamingGet(from -> get(from, end), end, patienceNanos, System::nanoTime);
    }

    private ResponseInputStream<GetObjectResponse> get(long from, long end) throws OtherBytesException {
        ResponseInputStream<GetObjectResponse> answer = ask(from, end);
        if (unconditional && isOther(answer.response())) {
            answer.abort();
            throw new OtherBytesException(object.key() + " could not be read from " + object.bucket()
                    + ": it was replaced while it was read. Run it again");
        }
        String range = answer.response().contentRange();
        // For a range from 0, a response with the whole object has the right bytes as well.
        if (from > 0 && (range == null || !range.startsWith("bytes " + from + "-"))) {
            answer.abort();
            throw new OtherBytesException(object.key() + " could not be read from " + object.bucket()
                    + ": the server, or a proxy before it, ignores the Range header and sends other bytes than"
                    + " requested");
        }
        return answer;
    }

    private boolean isOther(GetObjectResponse found) {
        return !etag.isEmpty()
                && found.eTag() != null
                && !found.eTag().replace("\"", "").equals(etag.replace("\"", ""));
    }

    /** Requires that the object is unchanged, unless the server does not support that header. */
    private ResponseInputStream<GetObjectResponse> ask(long from, long end) {
        if (!unconditional) {
            try {
                return ask(from, end, etag.isEmpty() ? null : etag);
            } catch (SdkException e) {
                if (etag.isEmpty() || !S3Failure.mayBeUnknownHeader(e)) {
                    throw e;
                }
            }
        }
        ResponseInputStream<GetObjectResponse> answer = ask(from, end, null);
        unconditional = true;
        return answer;
    }

    private ResponseInputStream<GetObjectResponse> ask(long from, long end, @Nullable String condition) {
        return client.getObject(request -> request.bucket(object.bucket())
                .key(object.key())
                .ifMatch(condition)
                .range("bytes=" + from + "-" + (end - 1)));
    }

    /** Cancels queued parts, so that nobody waits for them. */
    @Override
    public void close() {
        threads.shutdownNow().forEach(waiting -> ((Future<?>) waiting).cancel(false));
        whole.close();
        buffers.close();
    }

    /** A failure that another attempt would not change. */
    private static final class OtherBytesException extends IOException {
        private static final long serialVersionUID = 1L;

        OtherBytesException(String message) {
            super(message);
        }
    }
}
