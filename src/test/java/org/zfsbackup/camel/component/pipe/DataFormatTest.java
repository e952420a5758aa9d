package org.zfsbackup.camel.component.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.zfsbackup.fixture.TestStreams.compressible;
import static org.zfsbackup.fixture.TestStreams.cut;
import static org.zfsbackup.fixture.TestStreams.random;
import static org.zfsbackup.fixture.TestStreams.readAll;
import static org.zfsbackup.fixture.TestStreams.streamOf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.Exchange;
import org.apache.camel.converter.crypto.CryptoDataFormat;
import org.apache.camel.dataformat.zipfile.ZipFileDataFormat;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.support.DefaultDataFormat;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.zfsbackup.fixture.NothingLeft;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.pipe.PipeKind;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.pipe.Pipes;
import org.zfsbackup.stream.CountingStream;

/** Camel's data formats as pipes, beyond what every pipe must do. */
@ExtendWith(NothingLeft.class)
@Timeout(600)
class DataFormatTest {
    private static final PipeKind PIPE = Pipes.kind("dataformat");
    private static final PipeSpec ZIP = named("zipFile");

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final PipeContext context = PipeContext.plain().withFunctions(new BoundFunctions(camel));

    @BeforeEach
    void start() {
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private static PipeSpec named(String name) {
        return new PipeSpec("dataformat", Map.of("name", name));
    }

    private void bind(String name, DataFormat format) {
        camel.getRegistry().bind(name, format);
    }

    private static CryptoDataFormat aes() {
        CryptoDataFormat aes = new CryptoDataFormat("AES/CTR/NoPadding", new SecretKeySpec(random(16), "AES"));
        aes.setInitVector(random(16));
        aes.setShouldAppendHMAC(false);
        return aes;
    }

    /** Text, one way or the other; not made for bytes. */
    private static DataFormat textFormat() {
        return new DefaultDataFormat() {
            @Override
            public void marshal(Exchange exchange, Object graph, OutputStream out) throws Exception {
                byte[] bytes = ((InputStream) graph).readAllBytes();
                out.write(new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public Object unmarshal(Exchange exchange, InputStream in) throws Exception {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        };
    }

    private byte[] applied(PipeSpec spec, byte[] plain) throws IOException {
        try (InputStream in = PIPE.apply(spec, streamOf(plain), context)) {
            return readAll(in);
        }
    }

    private byte[] undone(PipeSpec spec, byte[] stored) throws IOException {
        try (InputStream in = PIPE.undo(spec, streamOf(stored), context)) {
            return readAll(in);
        }
    }

    private static byte[] zip(String... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String entry : entries) {
                zip.putNextEntry(new ZipEntry(entry));
                zip.write(compressible(1000));
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void theZipFileIsOneThatEverybodyReads() throws Exception {
        byte[] plain = compressible(300_000);
        byte[] stored = applied(ZIP, plain);
        try (ZipInputStream zip = new ZipInputStream(streamOf(stored))) {
            assertThat(zip.getNextEntry().getName()).isEqualTo("stream");
            assertThat(zip.readAllBytes()).isEqualTo(plain);
            assertThat(zip.getNextEntry()).isNull();
        }
        Exchange exchange = new DefaultExchange(camel);
        Object byCamel = new ZipFileDataFormat().unmarshal(exchange, streamOf(stored));
        assertThat(camel.getTypeConverter().convertTo(byte[].class, exchange, byCamel))
                .isEqualTo(plain);
    }

    @Test
    void aZipFileOfOneEntryByOthersIsRead() throws IOException {
        assertThat(undone(ZIP, zip("any"))).isEqualTo(compressible(1000));
    }

    @Test
    void aZipFileWithoutAnEntryOrWithTwoIsAnError() throws IOException {
        byte[] none = zip();
        byte[] two = zip("one", "two");
        assertThatThrownBy(() -> undone(ZIP, none)).hasMessageContaining("has no entry");
        assertThatThrownBy(() -> undone(ZIP, two)).hasMessageContaining("more than one entry");
        assertThatThrownBy(() -> undone(ZIP, random(1000))).hasMessageContaining("not a zip file");
    }

    @Test
    void aZipFileThatIsCutOffOrDamagedIsAnErrorWhereverItIs() throws IOException {
        byte[] stored = applied(ZIP, random(1000));
        for (int length = 0; length < stored.length; length++) {
            byte[] rest = cut(stored, length);
            assertThatThrownBy(() -> undone(ZIP, rest)).as(length + " bytes").isInstanceOf(IOException.class);
        }
        byte[] damaged = stored.clone();
        damaged[500] ^= 1;
        assertThatThrownBy(() -> undone(ZIP, damaged)).isInstanceOf(IOException.class);
    }

    @Test
    void aZipFileStaysSoSmallThatEverybodyReadsIt() throws IOException {
        assertThat(readAll(new ZipEntrySource(streamOf(random(1000)), 1000))).hasSize(1000);
        assertThatThrownBy(() -> readAll(new ZipEntrySource(streamOf(random(1001)), 1000)))
                .hasMessageContaining("at most 1000 bytes")
                .hasMessageContaining("a smaller plainSize= at chunk:");
        long worst = ZipEntrySource.MOST + ZipEntrySource.MOST / 16_000 * 5 + 1000;
        assertThat(worst).isLessThan((4L << 30) - 1);
    }

    @Test
    void aZipFileIsWrittenAndReadAsItComes() throws IOException {
        long length = 96L << 20;
        AtomicLong ahead = new AtomicLong();
        AtomicLong most = new AtomicLong();
        try (InputStream source = new CountingStream(
                        endless(length), count -> most.accumulateAndGet(ahead.addAndGet(count), Math::max));
                InputStream zip = PIPE.apply(ZIP, source, context);
                InputStream plain = PIPE.undo(ZIP, zip, context)) {
            byte[] buffer = new byte[64 * 1024];
            long total = 0;
            int count;
            while ((count = plain.read(buffer)) >= 0) {
                ahead.addAndGet(-count);
                total += count;
            }
            assertThat(total).isEqualTo(length);
        }
        assertThat(most.get()).isBetween(1L, 4L << 20);
    }

    /** Random bytes, so that what waits in a queue is as long as what it was made of. */
    private static InputStream endless(long length) {
        Random random = new Random(1);
        return new InputStream() {
            private long left = length;

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] target, int offset, int wanted) {
                int count = (int) Math.min(Math.min(wanted, 16 * 1024), left);
                if (count == 0) {
                    return -1;
                }
                byte[] bytes = new byte[count];
                random.nextBytes(bytes);
                System.arraycopy(bytes, 0, target, offset, count);
                left -= count;
                return count;
            }
        };
    }

    @Test
    void aFormatThatCollectsGetsNoMoreThanItsLimit() throws IOException {
        bind("aes", aes());
        PipeSpec limited = new PipeSpec("dataformat", Map.of("name", "aes", "limit", "100000"));
        byte[] stored = applied(limited, random(100_000));
        assertThat(undone(limited, stored)).isEqualTo(random(100_000));
        assertThatThrownBy(() -> applied(limited, random(100_001)))
                .hasMessageContaining("dataformat 'aes' holds a whole stream in memory")
                .hasMessageContaining("plainSize=");
        assertThatThrownBy(() -> undone(limited, random(300_000)))
                .hasMessageContaining("holds a whole stream in memory");
    }

    @Test
    void aFormatThatStreamsHasNoLimit() throws IOException {
        PipeSpec limited = new PipeSpec("dataformat", Map.of("name", "zipFile", "limit", "1000"));
        assertThat(undone(limited, applied(limited, random(1_000_000)))).isEqualTo(random(1_000_000));
    }

    @Test
    void onlyTheNameIsRemembered() {
        bind("aes", aes());
        assertThat(PIPE.recorded(named("aes"), context)).isEqualTo(named("aes"));
        assertThat(PIPE.recipe(named("zipFile"))).isEqualTo("gunzip -c");
        assertThat(PIPE.recipe(named("aes"))).isEqualTo("COMMAND-THAT-UNDOES 'dataformat aes'");
    }

    @Test
    void aFormatThatDoesNotGiveTheBytesBackIsRefused() {
        bind("text", textFormat());
        assertThatThrownBy(() -> PIPE.recorded(named("text"), context))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'text' does not restore the bytes that it was given");
    }

    @Test
    void aFormatThatLacksItsKeyIsRefused() {
        assertThatThrownBy(() -> PIPE.recorded(named("crypto"), context))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'crypto' does not work on a sample");
    }

    @Test
    void camelsOwnMacIsRefusedBecauseItFailsOnAllButShortStreams() {
        CryptoDataFormat aes = aes();
        aes.setShouldAppendHMAC(true);
        bind("aes", aes);
        assertThatThrownBy(() -> PIPE.recorded(named("aes"), context))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'aes' does not work on a sample");
    }

    @Test
    void noFormatIsMadeBecauseAMapNamesIt() {
        for (String name : new String[] {"json", "lzf", "org.apache.camel.dataformat.zipfile.ZipFileDataFormat"}) {
            assertThat(PIPE.lacking(named(name), context)).hasValueSatisfying(sentence -> assertThat(sentence)
                    .contains("'" + name + "', which is missing here: bind a data format under that name")
                    .contains("zipFile")
                    .contains("a map must not choose what reads it"));
            assertThatThrownBy(() -> PIPE.undo(named(name), streamOf(random(1)), context))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("which is missing here");
            assertThatThrownBy(() -> PIPE.recorded(named(name), context))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("there is no dataformat '" + name + "'");
        }
    }

    @Test
    void aBeanOfAnotherKindIsNoDataFormat() {
        camel.getRegistry().bind("text", "a text");
        assertThat(PIPE.lacking(named("text"), context)).isPresent();
    }

    @Test
    void whatAFormatFailsWithIsToldInOneLine() throws IOException {
        bind("broken", new DefaultDataFormat() {
            @Override
            public void marshal(Exchange exchange, Object graph, OutputStream out) {
                throw new IllegalStateException("it differs\nexpected: a secret");
            }

            @Override
            public Object unmarshal(Exchange exchange, InputStream in) {
                throw new IllegalStateException("it differs\nexpected: a secret");
            }
        });
        assertThatThrownBy(() -> undone(named("broken"), random(1)))
                .hasMessage("Camel's data format 'broken' failed: IllegalStateException: it differs")
                .hasNoCause();
    }
}
