package org.zfsbackup.camel;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A stream as the body of a Camel message, which the step that needs its bytes opens once.
 *
 * <p>It is not an {@link InputStream}, so that Camel's stream caching, which would copy it into memory, does not touch
 * it. A type converter opens it for any endpoint that asks for an {@code InputStream}. A second opening fails. Any
 * thread may close it at any time; this closes the opened stream with its threads and processes.
 */
public final class StreamBody implements Closeable {
    /** Opens the bytes; called at most once, unless the body is repeatable. */
    @FunctionalInterface
    public interface Opener {
        /**
         * Opens the stream, which the body closes.
         *
         * @throws IOException if it cannot be opened
         */
        InputStream open() throws IOException;
    }

    /** Derives one stream from another, lazily. */
    @FunctionalInterface
    public interface Transformation {
        /**
         * The stream that reads from {@code upstream} and closes it when it is closed.
         *
         * @throws IOException if it cannot be started
         */
        InputStream apply(InputStream upstream) throws IOException;
    }

    /** Observes the bytes that the last step reads, which are the stored ones. */
    @FunctionalInterface
    public interface Meter {
        /**
         * The stream that the last step reads instead of {@code stored}.
         *
         * @param transformed whether a pipe has changed the bytes
         * @throws IOException if the bytes must not be stored
         */
        InputStream watch(InputStream stored, boolean transformed) throws IOException;
    }

    private final String name;
    private final Opener opener;
    private final @Nullable Meter meter;
    private final boolean transformed;
    private final @Nullable StreamBody origin;
    private final boolean repeatable;
    private final AtomicBoolean taken = new AtomicBoolean();
    private volatile boolean closed;
    private volatile @Nullable InputStream stream;

    private StreamBody(
            String name,
            Opener opener,
            @Nullable Meter meter,
            boolean transformed,
            boolean repeatable,
            @Nullable StreamBody origin) {
        this.name = name;
        this.opener = opener;
        this.meter = meter;
        this.transformed = transformed;
        this.repeatable = repeatable;
        this.origin = origin;
    }

    /**
     * A body that is not observed.
     *
     * @param name the name of the stream in errors, for example "the stream of tank/home@monday"
     */
    public static StreamBody of(String name, Opener opener) {
        return new StreamBody(name, opener, null, false, false, null);
    }

    /** A body whose bytes the opener can begin again. */
    public static StreamBody repeatable(String name, Opener opener) {
        return new StreamBody(name, opener, null, false, true, null);
    }

    /** The body of a chunk: the meter observes the bytes that are stored. */
    public static StreamBody metered(String name, Opener opener, Meter meter) {
        return new StreamBody(name, opener, meter, false, false, null);
    }

    /**
     * Opens the bytes for the step that consumes them. The body closes the stream too.
     *
     * @throws StreamAlreadyReadException if it was opened before
     * @throws IOException if the body is closed, or the stream cannot be opened
     */
    public InputStream open() throws IOException {
        InputStream inner = openInner();
        return meter == null ? inner : meter.watch(inner, transformed);
    }

    /** Whether the step that has opened the bytes may {@link #reopen} them. */
    public boolean isRepeatable() {
        return repeatable;
    }

    /**
     * Closes the bytes, and opens them again from their beginning. Only the step that has opened them may call this.
     *
     * @throws StreamAlreadyReadException if the body is not repeatable
     * @throws IOException if the body is closed, or the stream cannot be closed or opened
     */
    public InputStream reopen() throws IOException {
        InputStream opened = stream;
        if (!repeatable || opened == null) {
            throw new StreamAlreadyReadException(name);
        }
        opened.close();
        for (StreamBody body = this; body != null; body = body.origin) {
            body.stream = null;
            body.taken.set(false);
        }
        return open();
    }

    /** This stream after a transformation. From now on only the result can be opened. */
    public StreamBody through(Transformation transformation) {
        return new StreamBody(name, () -> transformation.apply(openInner()), meter, true, repeatable, this);
    }

    /** This stream with an observer that does not change the bytes. From now on only the result can be opened. */
    public StreamBody observed(Transformation observation) {
        return new StreamBody(name, () -> observation.apply(openInner()), meter, transformed, repeatable, this);
    }

    /** Whether this body has the same bytes as the other one, in the same reads. */
    public boolean isSameAs(StreamBody other) {
        StreamBody body = this;
        while (body != null && body != other && !body.transformed) {
            body = body.origin;
        }
        return body == other;
    }

    private InputStream openInner() throws IOException {
        if (!taken.compareAndSet(false, true)) {
            throw new StreamAlreadyReadException(name);
        }
        if (closed) {
            throw new IOException(name + " is closed");
        }
        InputStream opened = opener.open();
        stream = opened;
        if (closed) {
            opened.close();
        }
        return opened;
    }

    /** Whether the stored bytes are observed, as those of a chunk are. */
    public boolean isMetered() {
        return meter != null;
    }

    /** Whether it was opened. */
    public boolean isTaken() {
        return taken.get();
    }

    /** The name of the stream in errors. */
    public String name() {
        return name;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        InputStream opened = stream;
        if (opened != null) {
            opened.close();
        }
    }

    @Override
    public String toString() {
        return name + (isTaken() ? " (read)" : " (not read yet)");
    }
}
