package org.zfsbackup.zfs.sendstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.fixture.OriginalMini;
import org.zfsbackup.zfs.Guid;

class CheckedSendStreamTest {
    private static final int RECORD = SyntheticStream.RECORD;

    enum Sample {
        /** By zfs-fuse: no sum in the single records. */
        ORIGINAL_FULL {
            @Override
            byte[] bytes() throws IOException {
                return OriginalMini.m1();
            }
        },
        ORIGINAL_INCREMENTAL {
            @Override
            byte[] bytes() throws IOException {
                return OriginalMini.m2();
            }
        },
        RECORD_SUMS {
            @Override
            byte[] bytes() {
                return SyntheticStream.bytes(200_000, 1, 7, 0);
            }
        },
        BIG_ENDIAN {
            @Override
            byte[] bytes() throws IOException {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                new SyntheticStream(out, ByteOrder.BIG_ENDIAN, true).stream(150_000, 2, 7, 5);
                return out.toByteArray();
            }
        },
        COMPOUND {
            @Override
            byte[] bytes() throws IOException {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                SyntheticStream stream = new SyntheticStream(out, ByteOrder.LITTLE_ENDIAN, true);
                stream.compoundHead(new byte[1000]);
                stream.stream(20_000, 3, 7, 0);
                stream.stream(10_000, 4, 8, 7);
                stream.stream(0, 5, 9, 0);
                stream.compoundEnd();
                return out.toByteArray();
            }
        };

        abstract byte[] bytes() throws IOException;

        boolean hasRecordSums() {
            return this != ORIGINAL_FULL && this != ORIGINAL_INCREMENTAL;
        }
    }

    private static InputStream checked(byte[] bytes, StreamExpectation expected) {
        return new CheckedSendStream(new ByteArrayInputStream(bytes), "the test", expected);
    }

    private static void check(byte[] bytes) throws IOException {
        check(bytes, StreamExpectation.ANY);
    }

    private static void check(byte[] bytes, StreamExpectation expected) throws IOException {
        try (InputStream in = checked(bytes, expected)) {
            assertThat(in.readAllBytes()).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWholeStreamPassesUnchangedAtAnyReadSize(Sample sample) throws IOException {
        byte[] bytes = sample.bytes();
        for (int size : new int[] {1, 7, 312, 8192}) {
            try (InputStream in = checked(bytes, StreamExpectation.ANY)) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                byte[] buffer = new byte[size];
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    out.write(buffer, 0, count);
                }
                assertThat(out.toByteArray()).isEqualTo(bytes);
                assertThat(in.read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void readingByteByByteGivesTheSame() throws IOException {
        byte[] bytes = SyntheticStream.bytes(5000, 1, 7, 0);
        try (InputStream in = checked(bytes, StreamExpectation.ANY)) {
            for (byte expected : bytes) {
                assertThat(in.read()).isEqualTo(expected & 0xff);
            }
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void truncatedStreamIsAnErrorAtEveryByte(Sample sample) throws IOException {
        byte[] bytes = sample.bytes();
        SendStreamParser parser = new SendStreamParser("the test", StreamExpectation.ANY);
        for (int i = 0; i < bytes.length; i++) {
            try {
                parser.finish();
                fail("cut off at byte " + i + " and taken for whole");
            } catch (DamagedStreamException e) {
                assertThat(e).hasMessageEndingWith(" at byte " + i);
            }
            parser.accept(bytes, i, 1);
        }
        parser.finish();
    }

    /**
     * What carries no check: in a stream without sums in its records the rest of the END record behind its sum (payload
     * length, GUID, padding); in the END that closes a compound stream everything behind its type, where no sum stands.
     */
    private static boolean isUnchecked(Sample sample, int position, byte[] bytes) {
        int inLast = position - (bytes.length - RECORD);
        if (sample == Sample.COMPOUND) {
            return inLast >= 4 || isInFirstEnd(position);
        }
        return !sample.hasRecordSums() && (inLast >= 40 || (inLast >= 4 && inLast < 8));
    }

    /** The END of a compound stream's head has the stream's sum and none of its own. */
    private static boolean isInFirstEnd(int position) {
        int inEnd = position - (RECORD + 1000);
        return (inEnd >= 4 && inEnd < 8) || (inEnd >= 40 && inEnd < RECORD);
    }

    @ParameterizedTest
    @EnumSource
    void aFlippedBitIsAnErrorWhereverTheFormatHasACheck(Sample sample) throws IOException {
        byte[] bytes = sample.bytes();
        Random random = new Random(1);
        int flips = 2000;
        for (int i = 0; i < flips; i++) {
            // Half of them in the heads at both ends, where a single bit means most.
            int position = i % 4 == 0
                    ? random.nextInt(RECORD)
                    : i % 4 == 1 ? bytes.length - 1 - random.nextInt(RECORD) : random.nextInt(bytes.length);
            byte mask = (byte) (1 << random.nextInt(8));
            if (isUnchecked(sample, position, bytes)) {
                continue;
            }
            bytes[position] ^= mask;
            try {
                SendStreamParser parser = new SendStreamParser("the test", StreamExpectation.ANY);
                parser.accept(bytes, 0, bytes.length);
                parser.finish();
                fail("bit " + mask + " of byte " + position + " was flipped and not noticed");
            } catch (DamagedStreamException e) {
                assertThat(e).hasMessageContaining("is not a whole ZFS send stream");
            }
            bytes[position] ^= mask;
        }
        check(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 311, 312, 313, 100_000})
    void trailingBytesAreAnError(int count) throws IOException {
        byte[] bytes = OriginalMini.m1();
        byte[] longer = Arrays.copyOf(bytes, bytes.length + count);

        assertThatExceptionOfType(DamagedStreamException.class).isThrownBy(() -> check(longer));
    }

    @Test
    void twoStreamsAreNotOne() throws IOException {
        byte[] one = SyntheticStream.bytes(1000, 1, 7, 0);
        ByteArrayOutputStream two = new ByteArrayOutputStream();
        two.write(one);
        two.write(one);

        assertThatExceptionOfType(DamagedStreamException.class)
                .isThrownBy(() -> check(two.toByteArray()))
                .withMessageContaining("bytes follow its last record");
    }

    @Test
    void anEmptyStreamIsAnError() {
        assertThatExceptionOfType(DamagedStreamException.class)
                .isThrownBy(() -> check(new byte[0]))
                .withMessageContaining("it is empty");
    }

    @Test
    void garbageIsAnErrorAtItsFirstRecord() {
        byte[] garbage = new byte[100_000];
        new Random(2).nextBytes(garbage);

        assertThatExceptionOfType(DamagedStreamException.class)
                .isThrownBy(() -> check(garbage))
                .withMessageContaining("magic number")
                .withMessageContaining("the test");
        assertThatExceptionOfType(DamagedStreamException.class).isThrownBy(() -> check(new byte[1000]));
    }

    @Test
    void anEndWithoutItsSumIsAnError() throws IOException {
        byte[] bytes = OriginalMini.m1();
        Arrays.fill(bytes, bytes.length - RECORD + 8, bytes.length - RECORD + 40, (byte) 0);

        assertThatExceptionOfType(DamagedStreamException.class)
                .isThrownBy(() -> check(bytes))
                .withMessageContaining("checksum in its END record");
    }

    @Test
    void theGuidsMustBeTheExpectedOnes() throws IOException {
        byte[] bytes = SyntheticStream.bytes(1000, 1, -7, 5);

        check(bytes, new StreamExpectation(new Guid(-7), Optional.of(new Guid(5))));
        check(bytes, new StreamExpectation(new Guid(-7), Optional.empty()));
        assertThatExceptionOfType(DamagedStreamException.class)
                .isThrownBy(() -> check(bytes, new StreamExpectation(new Guid(8), Optional.of(new Guid(5)))))
                .withMessageContaining("it holds snapshot 18446744073709551609 and not 8");
        assertThatExceptionOfType(DamagedStreamException.class)
                .isThrownBy(() -> check(bytes, new StreamExpectation(new Guid(-7), Optional.of(new Guid(6)))))
                .withMessageContaining("its base is 5 and not 6");
    }

    @Test
    void anIncrementalStreamIsNoFullOne() throws IOException {
        byte[] incremental = SyntheticStream.bytes(1000, 1, 7, 5);
        byte[] full = SyntheticStream.bytes(1000, 1, 7, 0);

        check(full, new StreamExpectation(new Guid(7), Optional.of(Guid.NONE)));
        assertThatExceptionOfType(DamagedStreamException.class)
                .isThrownBy(() -> check(incremental, new StreamExpectation(new Guid(7), Optional.of(Guid.NONE))))
                .withMessageContaining("its base is 5 and not none (a full stream)");
        assertThatExceptionOfType(DamagedStreamException.class)
                .isThrownBy(() -> check(full, new StreamExpectation(new Guid(7), Optional.of(new Guid(5)))))
                .withMessageContaining("its base is none (a full stream) and not 5");
    }

    @Test
    void aCompoundStreamMustHoldTheExpectedSnapshotSomewhere() throws IOException {
        byte[] bytes = Sample.COMPOUND.bytes();

        for (long guid : new long[] {7, 8, 9}) {
            check(bytes, new StreamExpectation(new Guid(guid), Optional.empty()));
        }
        assertThatExceptionOfType(DamagedStreamException.class)
                .isThrownBy(() -> check(bytes, new StreamExpectation(new Guid(10), Optional.empty())))
                .withMessageContaining("it ends without snapshot 10");
    }

    @Test
    void aCompoundStreamInACompoundStreamIsAnError() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SyntheticStream stream = new SyntheticStream(out, ByteOrder.LITTLE_ENDIAN, true);
        stream.compoundHead(new byte[8]);
        stream.compoundHead(new byte[8]);

        assertThatExceptionOfType(DamagedStreamException.class)
                .isThrownBy(() -> check(out.toByteArray()))
                .withMessageContaining("compound stream inside another");
    }

    @Test
    void payloadsOfEveryRecordTypeArePassedOver() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SyntheticStream stream = new SyntheticStream(out, ByteOrder.LITTLE_ENDIAN, true);
        byte[] payload = new byte[4096];
        new Random(3).nextBytes(payload);
        stream.begin(1, 7, 0, Arrays.copyOf(payload, 16));
        stream.record(stream.head(1).putInt(28, 13), payload, 16);
        stream.record(stream.head(1).putInt(28, 13).putInt(36, 24), payload, 24);
        stream.record(stream.head(2).putLong(16, 99), payload, 0);
        stream.record(stream.head(3).putLong(32, 4096), payload, 4096);
        stream.record(stream.head(3).putLong(32, 4096).put(50, (byte) 15).putLong(96, 512), payload, 512);
        stream.record(stream.head(4).putLong(24, 1 << 20), payload, 0);
        stream.record(stream.head(6).putLong(24, 4096), payload, 0);
        stream.record(stream.head(7).putLong(16, 512), payload, 512);
        stream.record(stream.head(7).putLong(16, 512).putLong(40, 128), payload, 128);
        stream.record(stream.head(8).putInt(48, 60).putInt(52, 57), payload, 64);
        stream.record(stream.head(9).putLong(16, 32), payload, 0);
        stream.record(stream.head(10).putLong(24, 512), payload, 0);
        stream.end(7);

        check(out.toByteArray());
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MAX_VALUE, 1L << 40})
    void aPayloadOfAbsurdLengthIsAnErrorAtOnce(long length) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SyntheticStream stream = new SyntheticStream(out, ByteOrder.LITTLE_ENDIAN, true);
        stream.begin(1, 7, 0, new byte[0]);
        stream.record(stream.head(3).putLong(32, length), new byte[0], 0);

        assertThatExceptionOfType(DamagedStreamException.class)
                .isThrownBy(() -> check(out.toByteArray()))
                .withMessageContaining("has an impossible payload");
    }

    @Test
    void aReaderThatGoesOnAfterAnErrorNeverSeesTheEnd() throws IOException {
        byte[] one = SyntheticStream.bytes(1000, 1, 7, 0);
        byte[] longer = Arrays.copyOf(one, one.length + RECORD);
        ByteBuffer.wrap(longer).order(ByteOrder.LITTLE_ENDIAN).putInt(one.length, 4);
        try (InputStream in = checked(longer, StreamExpectation.ANY)) {
            byte[] buffer = new byte[RECORD];
            assertThatExceptionOfType(DamagedStreamException.class)
                    .isThrownBy(() -> in.transferTo(OutputStream.nullOutputStream()));
            assertThatExceptionOfType(DamagedStreamException.class).isThrownBy(() -> in.read(buffer));
            assertThatExceptionOfType(DamagedStreamException.class).isThrownBy(in::read);
        }
    }

    @Test
    void anErrorOfTheSourceIsGivenOnAndStays() throws IOException {
        byte[] whole = SyntheticStream.bytes(1000, 1, 7, 0);
        InputStream source = new InputStream() {
            private final InputStream good = new ByteArrayInputStream(whole);
            private boolean failed;

            @Override
            public int read() throws IOException {
                int next = good.read();
                if (next < 0 && !failed) {
                    failed = true;
                    throw new IOException("zfs send ended with status 1");
                }
                return next;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int next = length == 0 ? 0 : read();
                target[offset] = (byte) next;
                return next < 0 ? -1 : 1;
            }
        };
        try (InputStream in = new CheckedSendStream(source, "the test", StreamExpectation.ANY)) {
            assertThatIOException()
                    .isThrownBy(() -> in.transferTo(OutputStream.nullOutputStream()))
                    .withMessage("zfs send ended with status 1");
            assertThatIOException().isThrownBy(in::read).withMessage("zfs send ended with status 1");
        }
    }

    @Test
    void skippedBytesAreCheckedToo() throws IOException {
        byte[] bytes = SyntheticStream.bytes(1000, 1, 7, 0);
        try (InputStream in = checked(bytes, StreamExpectation.ANY)) {
            in.skipNBytes(bytes.length);
            assertThat(in.skip(1)).isZero();
            assertThat(in.read()).isEqualTo(-1);
        }
        bytes[700] ^= 1;
        try (InputStream in = checked(bytes, StreamExpectation.ANY)) {
            assertThatExceptionOfType(DamagedStreamException.class).isThrownBy(() -> in.skipNBytes(bytes.length));
        }
    }

    @Test
    void closingClosesTheSource() throws IOException {
        boolean[] closed = new boolean[1];
        InputStream source = new ByteArrayInputStream(new byte[0]) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };

        new CheckedSendStream(source, "the test", StreamExpectation.ANY).close();

        assertThat(closed[0]).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            longs = {0, 1, 8, SyntheticStream.BLOCK - 1, SyntheticStream.BLOCK, SyntheticStream.BLOCK + 1, 300_000})
    void syntheticStreamsHaveTheLengthThatTheySayAndTheContentOfTheirSeed(long payload) {
        byte[] bytes = SyntheticStream.bytes(payload, 1, 7, 0);

        assertThat(bytes).hasSize((int) SyntheticStream.length(payload));
        assertThat(SyntheticStream.bytes(payload, 1, 7, 0)).isEqualTo(bytes);
        assertThatCode(() -> check(bytes)).doesNotThrowAnyException();
        if (payload > 0) {
            assertThat(SyntheticStream.bytes(payload, 2, 7, 0)).isNotEqualTo(bytes);
        }
    }
}
