package org.zfsbackup.pipe;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.zfsbackup.process.FunctionStream;

/** Ordinary gzip (RFC 1952), by the JDK's zlib; option {@code level}, 1 to 9. */
final class GzipPipe implements PipeKind {
    static final int DEFAULT_LEVEL = 6;
    private static final int BUFFER = 128 * 1024;

    @Override
    public String name() {
        return "gzip";
    }

    @Override
    public PipeSpec recorded(PipeSpec wanted) {
        return new PipeSpec(name(), Map.of("level", Integer.toString(level(wanted))));
    }

    @Override
    public InputStream apply(PipeSpec wanted, InputStream upstream, PipeContext context) {
        int level = level(wanted);
        return FunctionStream.through("gzip", upstream, context.rest(), (in, out) -> {
            try (Level gzip = new Level(out, level)) {
                byte[] buffer = new byte[BUFFER];
                int count;
                while ((count = in.read(buffer, 0, buffer.length)) >= 0) {
                    gzip.write(buffer, 0, count);
                }
                gzip.finish();
            }
        });
    }

    @Override
    public InputStream undo(PipeSpec recorded, InputStream stored, PipeContext context) {
        return FunctionStream.readAhead("gunzip", new GunzipStream(stored), context.rest());
    }

    @Override
    public String recipe(PipeSpec recorded) {
        return "gunzip -c";
    }

    private static int level(PipeSpec spec) {
        String text = spec.option("level").orElse(Integer.toString(DEFAULT_LEVEL));
        if (!text.matches("[1-9]")) {
            throw new IllegalArgumentException("gzip has levels 1 to 9, not '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    /** The JDK's stream with a level; its {@code close} frees the native deflater whether or not all went well. */
    private static final class Level extends GZIPOutputStream {
        Level(OutputStream out, int level) throws IOException {
            super(out, BUFFER);
            def.setLevel(level);
        }

        @Override
        public void close() {
            def.end();
        }
    }
}
