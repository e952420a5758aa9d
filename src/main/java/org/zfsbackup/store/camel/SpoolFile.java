package org.zfsbackup.store.camel;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file in the temporary directory, for endpoints that must know the length or read twice. Closing deletes it. */
record SpoolFile(Path path) implements AutoCloseable {
    static SpoolFile of(InputStream content) throws IOException {
        SpoolFile spool = new SpoolFile(Files.createTempFile("zfsbackup-", ".object"));
        try {
            // Overwrites the existing file: a new file would be readable by everybody.
            try (OutputStream out = Files.newOutputStream(spool.path)) {
                content.transferTo(out);
            }
            return spool;
        } catch (IOException | RuntimeException | Error e) {
            spool.close();
            throw e;
        }
    }

    File file() {
        return path.toFile();
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }
}
