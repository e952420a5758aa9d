package org.zfsbackup.zfs.sendstream;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.stream.BlockFilterStream;

/**
 * A stream that is checked, while it is read, to be a whole ZFS send stream.
 *
 * <p>Bytes pass on as they come; the end of the stream is given only where the last record was an END and every checksum
 * in the stream was right, else a {@link DamagedStreamException}. A read that failed once fails always. Closing closes
 * the source.
 */
public final class CheckedSendStream extends BlockFilterStream {
    private final SendStreamParser parser;
    private boolean atEnd;
    private @Nullable IOException failure;

    /** @param name what the stream is called in errors, for example the command that writes it */
    public CheckedSendStream(InputStream source, String name, StreamExpectation expected) {
        this(source, name, expected, PartCheck.NONE);
    }

    /** @param check is asked about each snapshot in the stream, by the thread that reads */
    public CheckedSendStream(InputStream source, String name, StreamExpectation expected, PartCheck check) {
        super(source);
        this.parser = new SendStreamParser(name, expected, check);
    }

    /** The datasets that were found in the stream so far, in its order; all of them after its end. */
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
