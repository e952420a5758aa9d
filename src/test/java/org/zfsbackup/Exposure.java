package org.zfsbackup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All that a program shows or keeps, with where it was, to be searched for what must not be in it. */
public final class Exposure implements AutoCloseable {
    private static final String LOG = "log";

    private record Shown(String place, String text) {
        private String start() {
            return place + ": " + text.substring(0, Math.min(text.length(), 300));
        }
    }

    private final Queue<Shown> all = new ConcurrentLinkedQueue<>();
    private final Logger root = Logger.getLogger("");
    private final Level before = root.getLevel();
    /** The JDK's own tells the descriptors of all attributes whenever it reads one of them. */
    private final Logger descriptors = Logger.getLogger("javax.management.modelmbean");

    private final Handler handler = new Records();

    /** From now on, and until it is closed, every logger is at its finest, and each record is taken. */
    public Exposure() {
        handler.setLevel(Level.ALL);
        root.addHandler(handler);
        root.setLevel(Level.ALL);
        descriptors.setLevel(Level.INFO);
    }

    @Override
    public void close() {
        root.removeHandler(handler);
        root.setLevel(before);
        descriptors.setLevel(null);
    }

    public void add(String place, @Nullable Object text) {
        all.add(new Shown(place, String.valueOf(text)));
    }

    /** With all its causes and what was suppressed, as texts and as it is printed. */
    public void add(String place, Throwable thrown) {
        add(place, thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        add(place, trace);
    }

    private void add(String place, @Nullable Throwable thrown, Set<Throwable> seen) {
        if (thrown != null && seen.add(thrown)) {
            add(place, thrown.getMessage() + " " + thrown.getLocalizedMessage() + " " + thrown);
            add(place, thrown.getCause(), seen);
            Stream.of(thrown.getSuppressed()).forEach(one -> add(place, one, seen));
        }
    }

    /** Every file's name and bytes. */
    public void addFiles(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                add(directory.relativize(file).toString(), bytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The argument lists of a process and of all that it started. */
    public void addProcesses(ProcessHandle process) {
        Stream.concat(Stream.of(process), process.descendants())
                .forEach(one -> add("process", bytes(Path.of("/proc", Long.toString(one.pid()), "cmdline"))));
    }

    /** Empty for what is gone by now, as a file of a run, or a process. */
    private static String bytes(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** None of them is anywhere, neither as it is nor in the usual encodings; else the places are told. */
    public void assertNoneOf(String... secrets) {
        for (String secret : secrets) {
            List<String> forms = forms(secret);
            assertThat(all.stream()
                            .filter(shown -> forms.stream().anyMatch(form -> (shown.place + shown.text).contains(form)))
                            .map(Shown::start))
                    .isEmpty();
        }
    }

    private static List<String> forms(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        return List.of(
                secret,
                new StringBuilder(secret).reverse().toString(),
                HexFormat.of().formatHex(bytes),
                Base64.getEncoder().withoutPadding().encodeToString(bytes),
                Arrays.toString(bytes));
    }

    /** Something of this place was taken, and holds these words: the search would have found them. */
    public void assertTaken(String place, String... words) {
        for (String word : words) {
            assertThat(all.stream().anyMatch(shown -> shown.place.contains(place) && shown.text.contains(word)))
                    .as("'%s' was taken from '%s'", word, place)
                    .isTrue();
        }
    }

    public void assertLogged(String... words) {
        assertTaken(LOG, words);
    }

    private final class Records extends Handler {
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord entry) {
            add(LOG + " " + entry.getLoggerName(), formatter.format(entry) + Arrays.toString(entry.getParameters()));
            if (entry.getThrown() != null) {
                add(LOG, entry.getThrown());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
