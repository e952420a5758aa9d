package org.zfsbackup.camel.component.pipe;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.zfsbackup.stream.BlockFilterStream;

/** Reads a zip file of exactly one entry as it comes, by the JDK; its end must be there too. */
final class ZipEntryReader {
    private static final int BUFFER = 64 * 1024;

    private ZipEntryReader() {}

    static void copy(InputStream in, OutputStream out) throws IOException {
        Tail tail = new Tail(in);
        BufferedInputStream buffered = new BufferedInputStream(tail, BUFFER);
        ZipInputStream zip = new ZipInputStream(buffered);
        if (zip.getNextEntry() == null) {
            throw new ZipException("it is no zip file, or one without an entry");
        }
        zip.transferTo(out);
        if (zip.getNextEntry() != null) {
            throw new ZipException("the zip file has more than one entry");
        }
        buffered.transferTo(OutputStream.nullOutputStream());
        if (!tail.isEndOfZip()) {
            throw new ZipException("the zip file is cut off");
        }
        zip.close();
    }

    /** Remembers the last bytes: those of the record with which a zip file without a comment ends. */
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
