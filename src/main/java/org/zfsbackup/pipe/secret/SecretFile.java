package org.zfsbackup.pipe.secret;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * A secret in a file. A file that others than its owner may read or write is refused, as ssh refuses such keys.
 *
 * @param path the file
 * @param allowReadable accept it although others may read or write it
 */
public record SecretFile(Path path, boolean allowReadable) implements SecretSource {
    private static final int LONGEST = 64 * 1024;
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    /** Returns a file that only its owner may read and write. */
    public static SecretFile of(Path path) {
        return new SecretFile(path, false);
    }

    @Override
    public Secret read() throws IOException {
        try {
            if (!allowReadable) {
                refuseOthers();
            }
            return content();
        } catch (SecretException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw new SecretException(place() + " does not exist: name the file that holds the password or the key", e);
        } catch (AccessDeniedException e) {
            throw new SecretException(place() + " cannot be read by this user: permission denied", e);
        } catch (IOException e) {
            throw new SecretException(place() + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Reads into a buffer that is wiped afterwards, which the JDK's own methods do not do. */
    private Secret content() throws IOException {
        byte[] buffer = new byte[LONGEST + 1];
        try (InputStream in = Files.newInputStream(path)) {
            int length = in.readNBytes(buffer, 0, buffer.length);
            if (length > LONGEST) {
                throw new IOException("it is longer than " + LONGEST + " bytes");
            }
            return new Secret(Arrays.copyOf(buffer, length));
        } finally {
            Arrays.fill(buffer, (byte) 0);
        }
    }

    private void refuseOthers() throws IOException {
        Set<PosixFilePermission> mode;
        try {
            mode = Files.getPosixFilePermissions(path);
        } catch (UnsupportedOperationException e) {
            return; // the file system has no such modes
        }
        if (mode.stream().anyMatch(OTHERS::contains)) {
            throw new SecretException(place() + " holds a secret, and its mode is "
                    + PosixFilePermissions.toString(mode) + ": others than its owner may use it. Run chmod 600 on it,"
                    + " or allow it with --allow-readable-secrets (in a route: allowReadableSecrets=true)");
        }
    }

    @Override
    public String place() {
        return "the file " + path;
    }

    @Override
    public String toString() {
        return place();
    }
}
