package org.zfsbackup.pipe;

import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.zfsbackup.pipe.age.AgePipe;
import org.zfsbackup.pipe.gzip.GzipPipe;
import org.zfsbackup.pipe.openssl.OpensslPipe;
import org.zfsbackup.process.ShellWords;

/** Finds the kinds of transforming pipes by name. */
public final class Pipes {
    private static final Map<String, PipeKind> KINDS = kinds();

    private Pipes() {}

    /** Returns a word of a recipe in single quotes, so that a shell takes it as it is. */
    public static String shellWord(String word) {
        return ShellWords.quoted(word);
    }

    private static Map<String, PipeKind> kinds() {
        Map<String, PipeKind> kinds = new TreeMap<>();
        ServiceLoader.load(PipeKind.class).forEach(kind -> kinds.put(kind.name(), kind));
        for (PipeKind kind : List.of(
                new GzipPipe(),
                new ZstdPipe(),
                new OpensslPipe(),
                new AgePipe(),
                new ExecPipe(),
                FunctionPipe.bean(),
                FunctionPipe.dataFormat())) {
            kinds.put(kind.name(), kind);
        }
        return kinds;
    }

    /** Returns whether there is a pipe with this name. */
    public static boolean isKnown(String name) {
        return KINDS.containsKey(name);
    }

    /**
     * Returns the kind with this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static PipeKind kind(String name) {
        PipeKind kind = KINDS.get(name);
        if (kind == null) {
            throw new IllegalArgumentException("there is no pipe '" + name + "': the pipes are " + KINDS.keySet());
        }
        return kind;
    }

    /**
     * Undoes pipes. Closing the result closes the stream. If a pipe cannot be undone, the stream is closed before the
     * exception is thrown.
     *
     * @param applied the pipes in the order in which they were applied
     * @return the original stream; the caller closes it
     */
    public static InputStream undo(List<PipeSpec> applied, InputStream stored, PipeContext context) throws IOException {
        InputStream stream = stored;
        try {
            for (int i = applied.size() - 1; i >= 0; i--) {
                PipeSpec spec = applied.get(i);
                stream = kind(spec.name()).undo(spec, stream, context);
            }
            return stream;
        } catch (IOException | RuntimeException e) {
            try {
                stream.close();
            } catch (IOException onClose) {
                e.addSuppressed(onClose);
            }
            throw e;
        }
    }

    /** Returns how well these pipes together protect their bytes from others. */
    public static Protection protection(List<PipeSpec> applied) {
        return applied.stream()
                .map(spec -> isKnown(spec.name()) ? kind(spec.name()).protection() : Protection.UNKNOWN)
                .max(Comparator.naturalOrder())
                .orElse(Protection.NONE);
    }

    /** Returns what the user must still name before these pipes can be undone, or nothing if they can. */
    public static Optional<String> lacking(List<PipeSpec> applied, PipeContext context) {
        return applied.stream()
                .flatMap(spec -> kind(spec.name()).lacking(spec, context).stream())
                .findFirst();
    }
}
