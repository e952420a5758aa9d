package org.zfsbackup.store.fileserver;

import com.hierynomus.msdtyp.AccessMask;
import com.hierynomus.mserref.NtStatus;
import com.hierynomus.msfscc.FileAttributes;
import com.hierynomus.msfscc.fileinformation.FileAllInformation;
import com.hierynomus.msfscc.fileinformation.FileIdBothDirectoryInformation;
import com.hierynomus.mssmb2.SMB2CreateDisposition;
import com.hierynomus.mssmb2.SMB2CreateOptions;
import com.hierynomus.mssmb2.SMB2ShareAccess;
import com.hierynomus.mssmb2.SMBApiException;
import com.hierynomus.protocol.commons.EnumWithValue;
import com.hierynomus.smbj.SMBClient;
import com.hierynomus.smbj.SmbConfig;
import com.hierynomus.smbj.auth.AuthenticationContext;
import com.hierynomus.smbj.common.SMBRuntimeException;
import com.hierynomus.smbj.connection.Connection;
import com.hierynomus.smbj.session.Session;
import com.hierynomus.smbj.share.DiskEntry;
import com.hierynomus.smbj.share.DiskShare;
import com.hierynomus.smbj.share.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.smb.SmbConfiguration;
import org.apache.camel.component.smb.SmbEndpoint;
import org.jspecify.annotations.Nullable;

/** A connection of Camel's {@code smb:}. Files are flushed to the server's disk, if the server honours the request. */
final class SmbFiles implements RemoteFiles {
    private static final RefusableRequests<SMBRuntimeException> REQUESTS = new RefusableRequests<>(
            SMBRuntimeException.class,
            e -> e instanceof SMBApiException refusal && SmbFiles.MISSING.contains(refusal.getStatus()));

    private static final Set<NtStatus> MISSING = EnumSet.of(
            NtStatus.STATUS_OBJECT_NAME_NOT_FOUND,
            NtStatus.STATUS_OBJECT_PATH_NOT_FOUND,
            NtStatus.STATUS_NO_SUCH_FILE,
            NtStatus.STATUS_DELETE_PENDING);
    private static final long NAME_SURROGATE = 0x20000000;
    private static final int TIMEOUT_SECONDS = 60;
    private static final int BUFFER = 1 << 20;

    private final SMBClient client;
    private final DiskShare share;
    private @Nullable File reading;

    private SmbFiles(SMBClient client, DiskShare share) {
        this.client = client;
        this.share = share;
    }

    static SmbFiles connect(SmbEndpoint endpoint) throws IOException {
        SmbConfiguration configuration = endpoint.getConfiguration();
        SmbConfig own = configuration.getSmbConfig();
        SMBClient client = new SMBClient(
                own != null
                        ? own
                        : SmbConfig.builder()
                                .withTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                                .withSoTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                                .build());
        try {
            Connection connection = client.connect(configuration.getHostname(), configuration.getPort());
            Session session = connection.authenticate(new AuthenticationContext(
                    Objects.requireNonNullElse(configuration.getUsername(), ""),
                    Objects.requireNonNullElse(configuration.getPassword(), "").toCharArray(),
                    configuration.getDomain()));
            return new SmbFiles(client, (DiskShare) session.connectShare(configuration.getShareName()));
        } catch (IOException | SMBRuntimeException | ClassCastException e) {
            client.close();
            throw new IOException(
                    "cannot connect to the share " + configuration.getShareName() + " of"
                            + " " + configuration.getHostname()
                            + ":" + configuration.getPort() + ": " + e.getMessage(),
                    e);
        }
    }

    /** The path in the server's syntax; the share itself has an empty path. */
    private static String at(String path) {
        String inside = path.equals(".") ? "" : path.startsWith("./") ? path.substring(2) : path;
        return inside.replace('/', '\\');
    }

    @Override
    public boolean isAlive() {
        try {
            return share.isConnected() && share.folderExists("");
        } catch (SMBRuntimeException e) {
            return false;
        }
    }

    @Override
    public Optional<Entry> stat(String path) throws IOException {
        Optional<FileAllInformation> found = REQUESTS.unlessMissing("look up " + path, () -> information(path));
        boolean mayBeLink = found.isPresent()
                && isSet(
                        found.get().getBasicInformation().getFileAttributes(),
                        FileAttributes.FILE_ATTRIBUTE_REPARSE_POINT);
        return mayBeLink ? listed(path) : found.map(there -> entry(path, there));
    }

    /** Of the path itself: without the option, the server or the client would follow a link. */
    private FileAllInformation information(String path) {
        try (DiskEntry entry = share.open(
                at(path),
                EnumSet.of(AccessMask.FILE_READ_ATTRIBUTES),
                null,
                SMB2ShareAccess.ALL,
                SMB2CreateDisposition.FILE_OPEN,
                EnumSet.of(SMB2CreateOptions.FILE_OPEN_REPARSE_POINT))) {
            return entry.getFileInformation();
        }
    }

    private static Entry entry(String path, FileAllInformation found) {
        return new Entry(
                path.substring(path.lastIndexOf('/') + 1),
                found.getStandardInformation().isDirectory(),
                false,
                found.getStandardInformation().getEndOfFile(),
                found.getBasicInformation().getLastWriteTime().toInstant());
    }

    /**
     * The entry in the listing of its directory, which distinguishes a link from a file that the server stores in a
     * special way.
     */
    private Optional<Entry> listed(String path) throws IOException {
        int slash = path.lastIndexOf('/');
        String name = path.substring(slash + 1);
        return list(slash < 0 ? "." : path.substring(0, slash)).stream()
                .filter(entry -> entry.name().equalsIgnoreCase(name))
                .findFirst();
    }

    @Override
    public boolean leadsToDirectory(String path) throws IOException {
        return REQUESTS.unlessMissing("look up " + path, () -> share.folderExists(at(path)))
                .orElse(false);
    }

    @Override
    public List<Entry> list(String directory) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (FileIdBothDirectoryInformation file : REQUESTS.unlessMissing(
                        "list " + directory, () -> share.list(at(directory)))
                .orElse(List.of())) {
            String name = file.getFileName();
            if (!name.equals(".") && !name.equals("..")) {
                entries.add(entry(name, file));
            }
        }
        return entries;
    }

    private static Entry entry(String name, FileIdBothDirectoryInformation file) {
        boolean link = isLink(file);
        return new Entry(
                name,
                !link && isSet(file.getFileAttributes(), FileAttributes.FILE_ATTRIBUTE_DIRECTORY),
                link,
                file.getEndOfFile(),
                file.getLastWriteTime().toInstant());
    }

    /**
     * In a listing, the field of the extended attributes contains the reparse tag, which tells whether it is a link.
     */
    private static boolean isLink(FileIdBothDirectoryInformation file) {
        return isSet(file.getFileAttributes(), FileAttributes.FILE_ATTRIBUTE_REPARSE_POINT)
                && (file.getEaSize() & NAME_SURROGATE) != 0;
    }

    private static boolean isSet(long attributes, FileAttributes attribute) {
        return EnumWithValue.EnumUtils.isSet(attributes, attribute);
    }

    @Override
    public void makeDirectory(String path) throws IOException {
        try {
            share.mkdir(at(path));
        } catch (SMBRuntimeException e) {
            if (stat(path).filter(Entry::isDirectory).isEmpty()) {
                throw new IOException(
                        path + " is not a directory, and the directory cannot be created: " + e.getMessage(), e);
            }
        }
    }

    private File opened(String path, AccessMask access, SMB2CreateDisposition disposition) {
        return share.openFile(
                at(path),
                EnumSet.of(access),
                EnumSet.of(FileAttributes.FILE_ATTRIBUTE_NORMAL),
                SMB2ShareAccess.ALL,
                disposition,
                EnumSet.of(SMB2CreateOptions.FILE_NON_DIRECTORY_FILE));
    }

    @Override
    public void store(String path, InputStream content) throws IOException {
        REQUESTS.must("store " + path, () -> {
            try (File file = opened(path, AccessMask.GENERIC_WRITE, SMB2CreateDisposition.FILE_OVERWRITE_IF)) {
                try (OutputStream out = file.getOutputStream()) {
                    byte[] buffer = new byte[BUFFER];
                    int count;
                    while ((count = content.readNBytes(buffer, 0, buffer.length)) > 0) {
                        out.write(buffer, 0, count);
                    }
                }
                file.flush();
            }
            return true;
        });
    }

    @Override
    public Optional<InputStream> open(String path) throws IOException {
        Optional<File> found = REQUESTS.unlessMissing(
                "read " + path, () -> opened(path, AccessMask.GENERIC_READ, SMB2CreateDisposition.FILE_OPEN));
        reading = found.orElse(null);
        return found.map(File::getInputStream);
    }

    @Override
    public void finished() throws IOException {
        File file = reading;
        if (file != null) {
            reading = null;
            REQUESTS.must("close", () -> {
                file.close();
                return true;
            });
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        REQUESTS.must("rename " + from + " to " + to, () -> {
            try (File file = opened(from, AccessMask.DELETE, SMB2CreateDisposition.FILE_OPEN)) {
                file.rename(at(to), true);
            }
            return true;
        });
    }

    /** Windows and Samba support hard links; some of their file systems do not. */
    @Override
    public Optional<Boolean> link(String from, String to) throws IOException {
        try (File file = opened(from, AccessMask.GENERIC_ALL, SMB2CreateDisposition.FILE_OPEN)) {
            file.createHardlink(at(to), false);
            return Optional.of(true);
        } catch (SMBRuntimeException e) {
            return stat(to).isPresent() ? Optional.of(false) : Optional.empty();
        }
    }

    @Override
    public void delete(String path) throws IOException {
        REQUESTS.unlessMissing("delete " + path, () -> {
            share.rm(at(path));
            return true;
        });
    }

    @Override
    public void removeDirectory(String path) throws IOException {
        REQUESTS.unlessMissing("remove " + path, () -> {
            share.rmdir(at(path), false);
            return true;
        });
    }

    @Override
    public void close() {
        client.close();
    }
}
