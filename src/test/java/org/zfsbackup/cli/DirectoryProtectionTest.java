package org.zfsbackup.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.zfsbackup.fixture.TestStreams;

class DirectoryProtectionTest extends ProtectionContract {
    private Path place() throws IOException {
        return Files.createDirectories(directory.resolve("backups"));
    }

    @Override
    List<String> target() throws IOException {
        return List.of("directory", "--dest", place().toString());
    }

    @Override
    List<String> chunks() throws IOException {
        Path folder = place().resolve("h/chunks");
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString).sorted().toList();
        }
    }

    @Override
    void spoil(String chunk) throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of(chunk));
        Files.write(Path.of(chunk), TestStreams.flipped(bytes, bytes.length / 2));
    }
}
