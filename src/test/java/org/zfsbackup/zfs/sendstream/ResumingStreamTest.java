package org.zfsbackup.zfs.sendstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zfsbackup.zfs.ResumePoint;

class ResumingStreamTest {
    private static byte[] golden(String name) throws IOException {
        String resource = "/golden/resume/" + name + ".gz";
        try (InputStream in = new GZIPInputStream(
                Objects.requireNonNull(ResumingStreamTest.class.getResourceAsStream(resource), resource))) {
            return in.readAllBytes();
        }
    }

    private static ResumingStream resuming(byte[] whole, long object, long offset) {
        return new ResumingStream(new ByteArrayInputStream(whole), new ResumePoint(object, offset, false));
    }

    private static byte[] inPieces(InputStream in, int size) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] piece = new byte[size];
        for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
            assertThat(count).isPositive();
            all.write(piece, 0, count);
        }
        return all.toByteArray();
    }

    /** {@code zfs send -t} wrote the expected streams. */
    @ParameterizedTest
    @CsvSource({"full, 5, 39936", "inc, 3, 1024", "inc, 6, 0", "raw, 32, 0"})
    void streamOfOpenZfs_goesOnAsZfsWouldSendIt(String name, long object, long offset) throws IOException {
        byte[] whole = golden(name);
        byte[] expected = golden(name + "-" + object + "-" + offset);
        try (ResumingStream rest = resuming(whole, object, offset)) {
            assertThat(rest.readAllBytes()).isEqualTo(expected);
        }
        try (ResumingStream rest = resuming(whole, object, offset)) {
            assertThat(inPieces(rest, 7)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"LITTLE_ENDIAN", "BIG_ENDIAN"})
    void streamOfEitherByteOrder_hasRightChecksums(String name) throws IOException {
        ByteOrder order = name.startsWith("LITTLE") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        new SyntheticStream(whole, order, true).stream(5L * SyntheticStream.BLOCK, 1, 7, 0);
        try (CheckedSendStream rest = new CheckedSendStream(
                resuming(whole.toByteArray(), 1, 3L * SyntheticStream.BLOCK), "it", StreamExpectation.ANY)) {
            assertThat(rest.readAllBytes().length)
                    .isBetween(2 * SyntheticStream.BLOCK, 2 * SyntheticStream.BLOCK + 10 * SyntheticStream.RECORD);
        }
    }

    @Test
    void cutOffStream_fails() throws IOException {
        byte[] whole = golden("full");
        for (int length : new int[] {100, 312, 20_000, whole.length - 312, whole.length - 1}) {
            try (ResumingStream rest = resuming(Arrays.copyOf(whole, length), 5, 39936)) {
                assertThatThrownBy(rest::readAllBytes).isInstanceOf(EOFException.class);
            }
        }
    }

    @Test
    void streamThatIsNone_isRefused() {
        assertThatThrownBy(() -> resuming(new byte[1000], 1, 0).readAllBytes())
                .hasMessageContaining("not the stream of one snapshot");
    }

    @Test
    void otherBlocks_areRefused() throws IOException {
        ResumingStream rest = new ResumingStream(new ByteArrayInputStream(golden("full")), new ResumePoint(5, 0, true));
        assertThatThrownBy(rest::readAllBytes).hasMessageContaining("was sent with large blocks");
    }

    @Test
    void resumingStream_isNotResumedAgain() throws IOException {
        byte[] rest = golden("inc-3-1024");
        assertThatThrownBy(() -> resuming(rest, 6, 0).readAllBytes()).hasMessageContaining("already");
    }
}
