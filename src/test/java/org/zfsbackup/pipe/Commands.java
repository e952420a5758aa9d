package org.zfsbackup.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The real programs, to read what we write and to write what we read. */
final class Commands {
    private final Path directory;

    Commands(Path directory) {
        this.directory = directory;
    }

    /** What a shell command that must succeed makes of its input. */
    byte[] run(String script, byte[] input) throws IOException, InterruptedException {
        Result result = result(script, input);
        assertThat(result.status()).as(script + ": " + result.errors()).isZero();
        return result.output();
    }

    Result result(String script, byte[] input) throws IOException, InterruptedException {
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

    /** How it ended. */
    record Result(int status, byte[] output, String errors) {}
}
