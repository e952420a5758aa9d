package org.zfsbackup.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One of our programs in its own process, with the class path of the tests. */
final class Subprocess {
    private Subprocess() {}

    /** Starts the program; {@link #output} gives what it prints. */
    static Process start(List<String> javaOptions, Class<?> main, String... arguments) throws IOException {
        return start(Map.of(), javaOptions, main, arguments);
    }

    /** With these variables in its environment, too. */
    static Process start(Map<String, String> environment, List<String> javaOptions, Class<?> main, String... arguments)
            throws IOException {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(javaOptions);
        words.add("-Dorg.apache.camel.jmx.disabled=true");
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        words.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Waits for the end and gives all that was printed. */
    static String output(Process process) throws IOException, InterruptedException {
        return output(process, 60);
    }

    static String output(Process process, int seconds) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("it did not end: " + output);
        }
        return output;
    }
}
