package org.zfsbackup.zfs.sendstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.zfsbackup.fixture.TestStreams;

class DatasetPartsTest {
    private static final byte[] ROOT = SyntheticStream.bytes("tank@s1", 300_000, 1, 11, 0);
    private static final byte[] FIRST = SyntheticStream.bytes("tank/a@s1", 200_000, 2, 21, 0);
    private static final byte[] SECOND = SyntheticStream.bytes("tank/a@s2", 8, 3, 22, 21);
    private static final byte[] SIMILAR = SyntheticStream.bytes("tank/ab@s1", 1000, 4, 31, 0);

    private static byte[] recursive(byte[]... parts) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SyntheticStream stream = new SyntheticStream(out, ByteOrder.LITTLE_ENDIAN, true, "tank@s1");
        stream.compoundHead(new byte[40]);
        for (byte[] part : parts) {
            out.write(part);
        }
        stream.compoundEnd();
        return out.toByteArray();
    }

    private static List<byte[]> parts(InputStream source, String dataset) throws IOException {
        DatasetParts parts = new DatasetParts(source, dataset);
        List<byte[]> found = new ArrayList<>();
        for (Optional<InputStream> next = parts.next(); next.isPresent(); next = parts.next()) {
            found.add(next.get().readAllBytes());
        }
        return found;
    }

    @Test
    void partsOfOneDataset_areWholeStreams() throws IOException {
        byte[] whole = recursive(ROOT, FIRST, SECOND, SIMILAR);
        InputStream checked = new CheckedSendStream(TestStreams.oneByOne(whole), "test", StreamExpectation.ANY);

        assertThat(parts(checked, "tank/a")).containsExactly(FIRST, SECOND);
        assertThat(parts(TestStreams.streamOf(whole), "tank")).containsExactly(ROOT);
        assertThat(parts(TestStreams.streamOf(whole), "tank/ab")).containsExactly(SIMILAR);
    }

    @Test
    void otherDataset_readsTheSourceToItsEnd() throws IOException {
        InputStream source = TestStreams.streamOf(recursive(ROOT, FIRST));

        assertThat(parts(source, "tank/none")).isEmpty();
        assertThat(source.read()).isEqualTo(-1);
    }

    @Test
    void partThatWasLeftUnread_isSkipped() throws IOException {
        DatasetParts parts = new DatasetParts(TestStreams.streamOf(recursive(FIRST, ROOT, SECOND)), "tank/a");
        InputStream first = parts.next().orElseThrow();
        assertThat(first.readNBytes(1000)).hasSize(1000);

        assertThat(parts.next().orElseThrow().readAllBytes()).isEqualTo(SECOND);
        assertThat(first.read()).isEqualTo(-1);
    }

    @Test
    void sourceThatIsCutOff_fails() throws IOException {
        byte[] whole = recursive(ROOT, FIRST);

        for (int length : new int[] {100, ROOT.length, ROOT.length + FIRST.length, whole.length - 1}) {
            assertThatThrownBy(() -> parts(TestStreams.streamOf(TestStreams.cut(whole, length)), "tank/a"))
                    .isInstanceOf(EOFException.class);
        }
    }

    @Test
    void damageAfterTheParts_reachesTheReader() throws IOException {
        byte[] whole = recursive(FIRST, ROOT);
        byte[] damaged = TestStreams.flipped(whole, (whole.length - 1000) * 8);
        InputStream checked = new CheckedSendStream(TestStreams.streamOf(damaged), "test", StreamExpectation.ANY);

        assertThatThrownBy(() -> parts(checked, "tank/a")).isInstanceOf(DamagedStreamException.class);
    }
}
