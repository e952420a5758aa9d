package org.zfsbackup.zfs.sendstream;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.stream.BlockFilterStream;

/**
 * Checks, while it is read, that a stream is a complete ZFS send stream.
 *
 * <p>Bytes are passed on as they arrive. The end of the stream is reported only if the last record was an END and every
 * checksum was right; otherwise the reader gets a {@link DamagedStreamException}. After a read has failed, every later
 * read fails. Closing closes the source.
 */
public final class CheckedSendStream extends BlockFilterStream {
    private final SendStreamParser parser;
    private boolean atEnd;
    private @Nullable IOException failure;

    /**
     * Checks a stream against the snapshot and base that are expected.
     *
     * @param source closed with this stream
     * @param name the stream's name in error messages, for example the command that writes it
     * @param expected what must be in it
     */
    public CheckedSendStream(InputStream source, String name, StreamExpectation expected) {
        this(source, name, expected, PartCheck.NONE);
    }

    /**
     * Also checks each part of the stream.
     *
     * @param check is asked about each snapshot in the stream, in the reading thread
     */
    public CheckedSendStream(InputStream source, String name, StreamExpectation expected, PartCheck check) {
        super(source);
        this.parser = new SendStreamParser(name, expected, check);
    }

    /** Returns the datasets that were found in the stream so far, in its order; all of them after its end. */
    public List<StreamedDataset> datasets() {
        return parser.datasets();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (failure != null) {
            throw failure;
        }
        try {
            return checked(target, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    private int checked(byte[] target, int offset, int length) throws IOException {
        int count = in.read(target, offset, length);
        if (count > 0) {
            parser.accept(target, offset, count);
        } else if (count < 0 && !atEnd) {
            parser.finish();
            atEnd = true;
        }
        return count;
    }
}
