package org.zfsbackup.pipe;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** A function of a user's: it moves each letter by half the alphabet. */
public final class Rot13 implements StreamFunction {
    @Override
    public void apply(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[1000];
        int count;
        while ((count = in.read(buffer)) >= 0) {
            for (int i = 0; i < count; i++) {
                buffer[i] = moved(buffer[i]);
            }
            out.write(buffer, 0, count);
        }
    }

    private static byte moved(byte b) {
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'z' && b > 0 ? (byte) (b + (lower <= 'm' ? 13 : -13)) : b;
    }

    @Override
    public void undo(InputStream in, OutputStream out) throws IOException {
        apply(in, out);
    }

    @Override
    public Optional<String> recipe() {
        return Optional.of("LC_ALL=C tr A-Za-z N-ZA-Mn-za-m");
    }
}
