package org.zfsbackup.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zfsbackup.fixture.NothingLeft;
import org.zfsbackup.fixture.Trees;
import org.zfsbackup.pipe.secret.SecretFile;

/** Whoever reads slowly makes the pipe wait, and not the memory grow. */
@ExtendWith(NothingLeft.class)
@Timeout(600)
class BackpressureTest {
    private static final long MEBIBYTE = 1L << 20;
    private static final long TOTAL = 96 * MEBIBYTE;

    @TempDir
    Path directory;

    private PipeContext context() {
        return PipeContext.plain()
                .withPassword(SecretFile.of(Trees.secret(directory.resolve("password"), "correct horse")));
    }

    /** So many random bytes, which no pipe makes fewer; counts those that were asked for. */
    private static InputStream counted(AtomicLong pulled) {
        SplittableRandom random = new SplittableRandom(1);
        return new InputStream() {
            @Override
            public int read() {
                throw new UnsupportedOperationException("one by one it would take too long");
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                int count = (int) Math.min(Math.min(length, 64 * 1024), TOTAL - pulled.get());
                if (count == 0) {
                    return -1;
                }
                byte[] noise = new byte[count];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, target, offset, count);
                pulled.addAndGet(count);
                return count;
            }
        };
    }

    /** zstd holds a job of 8 MiB for each worker, and one more. */
    @ParameterizedTest
    @CsvSource({
        "gzip, level=6, 8",
        "gzip, level=fast, 8",
        "zstd, workers=1, 40",
        "zstd, workers=2, 48",
        "age, workFactor=10, 4",
        "openssl, iterations=1000, 4"
    })
    void thePipeIsNeverFarAheadOfItsReader(String name, String option, long mebibytes) throws IOException {
        String[] pair = option.split("=", 2);
        PipeSpec spec = new PipeSpec(name, Map.of(pair[0], pair[1]));
        AtomicLong pulled = new AtomicLong();
        long taken = 0;
        long furthest = 0;
        try (InputStream in = Pipes.kind(name).apply(spec, counted(pulled), context())) {
            byte[] buffer = new byte[16 * 1024];
            int count;
            while ((count = in.read(buffer)) >= 0) {
                taken += count;
                furthest = Math.max(furthest, pulled.get() - taken);
            }
        }
        assertThat(pulled).hasValue(TOTAL);
        assertThat(furthest).isLessThan(mebibytes * MEBIBYTE);
    }
}
