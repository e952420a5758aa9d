package org.zfsbackup.store.camel;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file in the directory for temporary files, for endpoints that must know a length or read twice; deleted on closing. */
record SpoolFile(Path path) implements AutoCloseable {
    static SpoolFile of(InputStream content) throws IOException {
        SpoolFile spool = new SpoolFile(Files.createTempFile("zfsbackup-", ".object"));
        try {
            // Into the file that is there: a new one would be for everybody to read.
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
