package org.zfsbackup.camel;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A stream as the body of a Camel message: opened once, by the step that needs its bytes.
 *
 * <p>It is no {@link InputStream}, so that Camel's stream caching, which would copy it into memory, leaves it alone; a
 * type converter opens it for any endpoint that asks for an {@code InputStream}. A second opening throws. Closing is
 * possible from any thread and at any time; it closes the stream that was opened, with its threads and processes.
 */
public final class StreamBody implements Closeable {
    /** Opens the bytes; called once at most. */
    @FunctionalInterface
    public interface Opener {
        InputStream open() throws IOException;
    }

    /** Makes one stream of another, lazily. */
    @FunctionalInterface
    public interface Transformation {
        InputStream apply(InputStream upstream) throws IOException;
    }

    /** Watches what the last step reads, which is what is stored. */
    @FunctionalInterface
    public interface Meter {
        /** @param transformed whether some pipe has made these bytes of others */
        InputStream watch(InputStream stored, boolean transformed) throws IOException;
    }

    private final String name;
    private final Opener opener;
    private final @Nullable Meter meter;
    private final boolean transformed;
    private final @Nullable StreamBody origin;
    private final AtomicBoolean taken = new AtomicBoolean();
    private volatile boolean closed;
    private volatile @Nullable InputStream stream;

    private StreamBody(
            String name, Opener opener, @Nullable Meter meter, boolean transformed, @Nullable StreamBody origin) {
        this.name = name;
        this.opener = opener;
        this.meter = meter;
        this.transformed = transformed;
        this.origin = origin;
    }

    /** @param name what the stream is called in errors, for example "the stream of tank/home@monday" */
    public static StreamBody of(String name, Opener opener) {
        return new StreamBody(name, opener, null, false, null);
    }

    public static StreamBody metered(String name, Opener opener, Meter meter) {
        return new StreamBody(name, opener, meter, false, null);
    }

    /** The bytes, for the step that uses them up. */
    public InputStream open() throws IOException {
        InputStream inner = openInner();
        return meter == null ? inner : meter.watch(inner, transformed);
    }

    /** This stream on its way through a pipe; from now on only the result can be opened. */
    public StreamBody through(Transformation transformation) {
        return new StreamBody(name, () -> transformation.apply(openInner()), meter, true, this);
    }

    /** This stream, looked at but not changed. */
    public StreamBody observed(Transformation observation) {
        return new StreamBody(name, () -> observation.apply(openInner()), meter, transformed, this);
    }

    /** Whether these are the bytes of another body, as they are and in the same reads. */
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

    /** Whether what is stored of it is watched: it is a chunk. */
    public boolean isMetered() {
        return meter != null;
    }

    /** Whether somebody has opened it. */
    public boolean isTaken() {
        return taken.get();
    }

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
