package org.zfsbackup.bench.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.zfsbackup.zfs.sendstream.SyntheticStream;

class FileSystemContentTest {
    private static final int SIZE = 12 << 20;

    @Test
    void itIsAWholeStreamAndTheSameEachTime() throws IOException {
        byte[] stream = stream();
        assertThat(stream).hasSize((int) SyntheticStream.length(SIZE)).isEqualTo(stream());
    }

    @Test
    void itCompressesAsAFileSystemDoes() throws IOException {
        Deflater deflater = new Deflater(6);
        deflater.setInput(stream());
        deflater.finish();
        byte[] buffer = new byte[1 << 16];
        while (!deflater.finished()) {
            deflater.deflate(buffer);
        }
        assertThat((double) deflater.getBytesRead() / deflater.getBytesWritten())
                .isBetween(1.5, 2.0);
        deflater.end();
    }

    private static byte[] stream() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SyntheticStream.write(out, "tank/bench@s", SIZE, new FileSystemContent(), 7, 0);
        return out.toByteArray();
    }
}
