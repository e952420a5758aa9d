package org.zfsbackup.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs scripts with bash, measured or not. A script fails where any command of a pipeline does. */
final class Shell {
    private final Path folder;
    private final Map<String, String> variables;

    /** @param folder where the scripts run, and what they print is kept */
    Shell(Path folder, Map<String, String> variables) {
        this.folder = folder;
        this.variables = variables;
    }

    void run(String script) throws IOException, ScriptFailedException {
        start(List.of("bash", "-c", strict(script)));
    }

    /** What the script took; its output is for the caller to count. */
    Run timed(String script) throws IOException, ScriptFailedException {
        Path figures = folder.resolve("time");
        long begin = System.nanoTime();
        start(List.of("/usr/bin/time", "-f", Run.FORMAT, "-o", figures.toString(), "bash", "-c", strict(script)));
        double seconds = (System.nanoTime() - begin) / 1e9;
        return Run.of(Files.readString(figures), seconds, 0);
    }

    private static String strict(String script) {
        return "set -e -o pipefail; " + script;
    }

    private void start(List<String> words) throws IOException, ScriptFailedException {
        Path errors = folder.resolve("stderr");
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(words))
                .directory(folder.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(folder.resolve("stdout").toFile())
                .redirectError(errors.toFile());
        builder.environment().putAll(variables);
        int status = waitFor(builder.start());
        if (status != 0) {
            throw new ScriptFailedException(status, Files.readString(errors, StandardCharsets.ISO_8859_1));
        }
    }

    private static int waitFor(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
