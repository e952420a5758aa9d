package org.zfsbackup.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The real programs, to read what we write and to write what we read. */
public final class Commands {
    private final Path directory;

    public Commands(Path directory) {
        this.directory = directory;
    }

    /** What a shell command that must succeed makes of its input. */
    public byte[] run(String script, byte[] input) throws IOException, InterruptedException {
        Result result = result(script, input);
        assertThat(result.status()).as(script + ": " + result.errors()).isZero();
        return result.output();
    }

    public Result result(String script, byte[] input) throws IOException, InterruptedException {
        Path in = Files.write(directory.resolve("stdin"), input);
        Path out = directory.resolve("stdout");
        Path err = directory.resolve("stderr");
        Process process = new ProcessBuilder("sh", "-c", script)
                .directory(directory.toFile())
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), Files.readAllBytes(out), Files.readString(err));
    }

    /**
     * The same for a command that asks a person for a passphrase: it has a terminal of its own, on which each question is
     * answered once it was asked.
     */
    public byte[] runTyping(String passphrase, String script, byte[] input) throws IOException, InterruptedException {
        Files.write(directory.resolve("in"), input);
        Files.deleteIfExists(directory.resolve("plain"));
        Files.writeString(directory.resolve("script"), script + " <in >plain");
        Process process = new ProcessBuilder("script", "-qefc", "sh script", "/dev/null")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        StringBuilder shown = new StringBuilder();
        try (Reader terminal = process.inputReader(StandardCharsets.UTF_8);
                Writer keyboard = process.outputWriter(StandardCharsets.UTF_8)) {
            int c;
            while ((c = terminal.read()) >= 0) {
                shown.append((char) c);
                if (shown.toString().endsWith(": ")) {
                    keyboard.write(passphrase + "\n");
                    keyboard.flush();
                }
            }
        }
        assertThat(process.waitFor()).as(script + ": " + shown).isZero();
        return Files.readAllBytes(directory.resolve("plain"));
    }

    /** How it ended. */
    public record Result(int status, byte[] output, String errors) {}
}
