package org.zfsbackup.camel.component.pipe;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.zfsbackup.stream.BlockFilterStream;

/** Reads a zip file with exactly one entry as a stream, with the JDK's reader. Also checks that its end is present. */
final class ZipEntryReader {
    private static final int BUFFER = 64 * 1024;

    private ZipEntryReader() {}

    static void copy(InputStream in, OutputStream out) throws IOException {
        Tail tail = new Tail(in);
        BufferedInputStream buffered = new BufferedInputStream(tail, BUFFER);
        ZipInputStream zip = new ZipInputStream(buffered);
        if (zip.getNextEntry() == null) {
            throw new ZipException("the data is not a zip file, or has no entry");
        }
        zip.transferTo(out);
        if (zip.getNextEntry() != null) {
            throw new ZipException("the zip file has more than one entry");
        }
        buffered.transferTo(OutputStream.nullOutputStream());
        if (!tail.isEndOfZip()) {
            throw new ZipException("the end of the zip file is missing");
        }
        zip.close();
    }

    /** Keeps the last bytes, which are the end record of a zip file without a comment. */
    private static final class Tail extends BlockFilterStream {
        private static final int LENGTH = 22;

        private final byte[] last = new byte[LENGTH];

        Tail(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = in.read(target, offset, length);
            if (count > 0) {
                int kept = Math.max(0, LENGTH - count);
                System.arraycopy(last, LENGTH - kept, last, 0, kept);
                System.arraycopy(target, offset + count - (LENGTH - kept), last, kept, LENGTH - kept);
            }
            return count;
        }

        boolean isEndOfZip() {
            return last[0] == 'P' && last[1] == 'K' && last[2] == 5 && last[3] == 6;
        }
    }
}
