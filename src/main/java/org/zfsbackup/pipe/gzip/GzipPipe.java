package org.zfsbackup.pipe.gzip;

import java.io.InputStream;
import java.util.Map;
import org.zfsbackup.pipe.Cores;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.pipe.PipeKind;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.process.FunctionStream;

/** Ordinary gzip (RFC 1952), by the JDK's zlib on all cores; options {@code level}, 1 to 9, and {@code workers}. */
public final class GzipPipe implements PipeKind {
    static final int DEFAULT_LEVEL = 6;

    @Override
    public String name() {
        return "gzip";
    }

    @Override
    public PipeSpec recorded(PipeSpec wanted) {
        Cores.of(wanted);
        return new PipeSpec(name(), Map.of("level", Integer.toString(level(wanted))));
    }

    @Override
    public InputStream apply(PipeSpec wanted, InputStream upstream, PipeContext context) {
        int level = level(wanted);
        int workers = Cores.of(wanted);
        return FunctionStream.through("gzip", upstream, context.rest(), (in, out) -> {
            try (ParallelGzip gzip = new ParallelGzip(level, workers)) {
                gzip.compress(in, out);
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
}
