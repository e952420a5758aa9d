package org.zfsbackup.pipe;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.zfsbackup.process.ShellWords;
import org.zfsbackup.stream.FunctionStream;

/**
 * Runs a function that the user has bound under a name: options {@code name} and {@code limit}, the most plain bytes of
 * a stream if the function holds the whole stream in memory.
 *
 * <p>The map remembers the name, a limit that was given, and the recipe for people to read. The pipe is undone by what
 * the user has bound under that name, whatever the map says.
 */
final class FunctionPipe implements PipeKind {
    private static final String BEAN = "bean";
    private static final long DEFAULT_LIMIT = (long) StreamFunction.DEFAULT_LIMIT_MIB << 20;

    private final String kind;
    private final String whatToBind;
    private final Map<String, String> recipes;

    private FunctionPipe(String kind, String whatToBind, Map<String, String> recipes) {
        this.kind = kind;
        this.whatToBind = whatToBind;
        this.recipes = recipes;
    }

    /** Returns the kind for a Java function. */
    static FunctionPipe bean() {
        return new FunctionPipe(
                BEAN,
                "bind an org.zfsbackup.pipe.StreamFunction under that name, in the registry of the Camel context or"
                        + " with ZfsBackup.function(name, function)",
                Map.of());
    }

    /** Returns the kind for a data format of Camel. */
    static FunctionPipe dataFormat() {
        return new FunctionPipe(
                "dataformat",
                "bind a data format under that name in the registry of the Camel context. By name alone only "
                        + Functions.BYTE_FORMATS + " are used, if their Camel artifact is installed,"
                        + " because a map must not choose what reads it",
                Map.of("zipFile", "gunzip -c", "gzipDeflater", "gunzip -c"));
    }

    @Override
    public String name() {
        return kind;
    }

    @Override
    public PipeSpec recorded(PipeSpec wanted) {
        Map<String, String> options = new TreeMap<>();
        options.put("name", bound(wanted));
        wanted.option("limit").ifPresent(limit -> options.put("limit", limit));
        limit(wanted);
        return new PipeSpec(kind, options);
    }

    @Override
    public PipeSpec recorded(PipeSpec wanted, PipeContext context) {
        StreamFunction function = context.functions()
                .find(kind, bound(wanted))
                .orElseThrow(() -> new IllegalArgumentException("there is no " + title(wanted) + ": " + whatToBind));
        function.collects();
        Map<String, String> options = new TreeMap<>(recorded(wanted).options());
        function.recipe().ifPresent(recipe -> options.put("undo", recipe));
        return new PipeSpec(kind, options);
    }

    @Override
    public InputStream apply(PipeSpec wanted, InputStream upstream, PipeContext context) throws IOException {
        StreamFunction function = function(wanted, context);
        boolean collects = function.collects();
        long limit = collects ? limit(wanted) : Long.MAX_VALUE;
        long storedLimit = collects ? storedLimit(limit) : Long.MAX_VALUE;
        return FunctionStream.through(title(wanted), upstream, context.stallTimeout(), (in, out) -> {
            FunctionSink sink = new FunctionSink(out, storedLimit, tooLong(wanted, storedLimit));
            FunctionSource source = new FunctionSource(in, () -> limit, tooLong(wanted, limit));
            source.endTo(title(wanted), () -> function.apply(source, sink));
        });
    }

    /**
     * Limits the input only until the first byte of output, because only a function that holds the stream in memory
     * reads much before that.
     */
    @Override
    public InputStream undo(PipeSpec recorded, InputStream stored, PipeContext context) throws IOException {
        StreamFunction function = function(recorded, context);
        long limit = isBean() && !function.collects() ? Long.MAX_VALUE : storedLimit(limit(recorded));
        return FunctionStream.through(title(recorded), stored, context.stallTimeout(), (in, out) -> {
            FunctionSink sink = new FunctionSink(out, Long.MAX_VALUE, "");
            FunctionSource source =
                    new FunctionSource(in, () -> sink.hasBegun() ? Long.MAX_VALUE : limit, tooLong(recorded, limit));
            source.endTo(title(recorded), () -> function.undo(source, sink));
        });
    }

    @Override
    public Optional<String> lacking(PipeSpec recorded, PipeContext context) {
        return context.functions().find(kind, bound(recorded)).isPresent()
                ? Optional.empty()
                : Optional.of("this backup went through " + title(recorded) + ", which is missing here: " + whatToBind);
    }

    @Override
    public String recipe(PipeSpec recorded) {
        String name = recorded.option("name").orElse("");
        String unknown = "COMMAND-THAT-UNDOES " + ShellWords.quoted(kind + " " + name);
        return recorded.option("undo").orElse(recipes.getOrDefault(name, unknown));
    }

    private StreamFunction function(PipeSpec spec, PipeContext context) throws IOException {
        return context.functions()
                .find(kind, bound(spec))
                .orElseThrow(() -> new IOException(lacking(spec, context).orElse("")));
    }

    /** A bean declares whether it collects. A data format must be tried, and a restore must not depend on that. */
    private boolean isBean() {
        return kind.equals(BEAN);
    }

    private String title(PipeSpec spec) {
        return kind + " '" + bound(spec) + "'";
    }

    private String tooLong(PipeSpec spec, long limit) {
        return title(spec) + " holds a whole stream in memory, and this one is longer than " + limit
                + " bytes: cut it smaller with chunk:ENDPOINT?plainSize=SIZE, or give the pipe a larger limit=SIZE";
    }

    private String bound(PipeSpec spec) {
        return spec.option("name").orElseThrow(() -> new IllegalArgumentException("pipe:" + kind + " needs name=NAME"));
    }

    private static long limit(PipeSpec spec) {
        String text = spec.option("limit").orElse(Long.toString(DEFAULT_LIMIT));
        if (!text.matches("[1-9]\\d{0,14}")) {
            throw new IllegalArgumentException("a limit is a number of bytes, not '" + text + "'");
        }
        return Long.parseLong(text);
    }

    /** Returns how many stored bytes so many plain bytes may become: twice as many, as in text form, and a header. */
    private static long storedLimit(long plain) {
        return 2 * plain + 64 * 1024;
    }
}
