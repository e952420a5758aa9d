package org.zfsbackup.pipe.age;

import com.exceptionfactory.jagged.PayloadException;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.UnsupportedRecipientStanzaException;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.security.GeneralSecurityException;
import java.util.List;
import org.zfsbackup.pipe.WrongKeyException;
import org.zfsbackup.stream.DiscardableOutput;
import org.zfsbackup.stream.Streams;

/**
 * Passes streams through the channels of the library jagged. Age's chunks of 64 KiB are checked before a byte of them
 * is passed on.
 */
final class AgeStreams {
    private static final int FRAME = 64 * 1024;

    private AgeStreams() {}

    static void encrypt(InputStream plain, OutputStream out, List<RecipientStanzaWriter> recipients)
            throws IOException {
        DiscardableOutput kept = new DiscardableOutput(out);
        try (WritableByteChannel channel =
                new StandardEncryptingChannelFactory().newEncryptingChannel(new Sink(kept), recipients)) {
            try {
                copy(plain, channel);
            } catch (IOException | RuntimeException | Error e) {
                kept.drop();
                throw e;
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("age cannot encrypt here: " + e.getMessage(), e);
        }
    }

    private static void copy(InputStream plain, WritableByteChannel channel) throws IOException {
        Streams.copy(plain, FRAME, (buffer, count) -> channel.write(ByteBuffer.wrap(buffer, 0, count)));
    }

    /**
     * Decrypts a stream.
     *
     * @param mismatch the message if none of the identities fits
     */
    static void decrypt(InputStream stored, OutputStream out, List<RecipientStanzaReader> identities, String mismatch)
            throws IOException {
        try (ReadableByteChannel channel =
                new StandardDecryptingChannelFactory().newDecryptingChannel(new Source(stored), identities)) {
            ByteBuffer buffer = ByteBuffer.allocate(FRAME);
            while (channel.read(buffer) >= 0) {
                out.write(buffer.array(), 0, buffer.position());
                buffer.clear();
            }
        } catch (UnsupportedRecipientStanzaException e) {
            throw new WrongKeyException(mismatch, e);
        } catch (PayloadException | GeneralSecurityException | BufferUnderflowException | IllegalArgumentException e) {
            throw new IOException("the age data are damaged or cut off: " + e.getMessage(), e);
        }
    }

    /** Writes to a stream and never closes it. */
    private record Sink(OutputStream out) implements WritableByteChannel {
        @Override
        public int write(ByteBuffer source) throws IOException {
            int count = source.remaining();
            out.write(source.array(), source.arrayOffset() + source.position(), count);
            source.position(source.limit());
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    /** Reads from a stream and never closes it. */
    private record Source(InputStream in) implements ReadableByteChannel {
        @Override
        public int read(ByteBuffer target) throws IOException {
            int count = in.read(target.array(), target.arrayOffset() + target.position(), target.remaining());
            target.position(target.position() + Math.max(count, 0));
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
