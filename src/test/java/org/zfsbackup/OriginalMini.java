package org.zfsbackup;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.zfsbackup.pipe.SecretFile;
import org.zfsbackup.pipe.SecretSource;

/** The small backup that the original wrote, in {@code src/test/resources/original/mini}. */
public final class OriginalMini {
    public static final String DATASET = "tank/seed/mini";
    public static final String PREFIX = "host1";

    private OriginalMini() {}

    public static Path directory() {
        URL url = Objects.requireNonNull(OriginalMini.class.getResource("/original/mini"));
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Path passwordFile() {
        return directory().resolve("password.txt");
    }

    /** A build leaves the file readable for everybody. */
    public static SecretSource password() {
        return new SecretFile(passwordFile(), true);
    }

    public static byte[] map() throws IOException {
        return Files.readAllBytes(directory().resolve("backup/host1/map.json"));
    }

    /** The plain stream of the full backup. */
    public static byte[] m1() throws IOException {
        return joined("tmp8a_mujse", "tmpj59xzw2r");
    }

    /** The plain stream of the first incremental backup. */
    public static byte[] m2() throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(joined("tmpv8btc4ys", "tmp4sebqinj")))) {
            return in.readAllBytes();
        }
    }

    /** A copy of the destination directory that may be changed. */
    public static Path copyTo(Path directory) throws IOException {
        Path source = directory().resolve("backup");
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                Path copy = directory.resolve(source.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        return directory;
    }

    private static byte[] joined(String first, String second) throws IOException {
        Path chunks = directory().resolve("backup/host1/chunks");
        try (InputStream in = new SequenceInputStream(
                Files.newInputStream(chunks.resolve(first)), Files.newInputStream(chunks.resolve(second)))) {
            return in.readAllBytes();
        }
    }
}
