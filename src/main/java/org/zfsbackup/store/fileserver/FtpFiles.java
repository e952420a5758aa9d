package org.zfsbackup.store.fileserver;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.component.file.remote.FtpEndpoint;
import org.apache.camel.component.file.remote.FtpOperations;
import org.apache.camel.component.file.remote.RemoteFileOperations;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPClientConfig;
import org.apache.commons.net.ftp.FTPFile;
import org.apache.commons.net.ftp.FTPReply;
import org.apache.commons.net.ftp.parser.MLSxEntryParser;
import org.jspecify.annotations.Nullable;

/**
 * A connection of Camel's {@code ftp:} or {@code ftps:} to a server with MLST; without MLST, sizes and times would be
 * guesses.
 */
final class FtpFiles implements RemoteFiles {
    /** RFC 3659 defines no type for links. Servers write OS.unix=slink:TARGET or OS.unix=symlink. */
    private static final Pattern LINK = Pattern.compile(
            "^ ?(?:[^ ]*;)?type=OS\\.unix=s(?:ym)?link[:;]", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    private final FTPClient client;

    /** Commons Net cannot parse the line of a link and would leave it out. */
    private FtpFiles(FTPClient client) {
        this.client = client;
        FTPClientConfig configuration = new FTPClientConfig();
        configuration.setUnparseableEntries(true);
        client.configure(configuration);
    }

    static FtpFiles connect(FtpEndpoint<?> endpoint) throws IOException {
        String server = endpoint.getConfiguration().remoteServerInformation();
        FTPClient client;
        try {
            RemoteFileOperations<FTPFile> operations = endpoint.createRemoteFileOperations();
            operations.connect(endpoint.getConfiguration(), null);
            client = ((FtpOperations) operations).getClient();
        } catch (GenericFileOperationFailedException e) {
            throw new IOException("cannot connect to " + server + ": " + e.getMessage(), e);
        } catch (Exception e) {
            throw new IOException("cannot create a client for " + server + ": " + e.getMessage(), e);
        }
        FtpFiles files = new FtpFiles(client);
        if (!client.hasFeature("MLST")) {
            files.close();
            throw new IOException(
                    "the server " + server + " does not support MLST (RFC 3659), so the sizes and times of its"
                            + " files are not reliable. It cannot be a target: use another server, or SFTP");
        }
        return files;
    }

    @Override
    public boolean isAlive() {
        try {
            return client.sendNoOp();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public Optional<Entry> stat(String path) throws IOException {
        FTPFile found = client.mlistFile(path);
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (found == null && isLink(client.getReplyString())) {
            return Optional.of(link(name));
        }
        if (found == null && !isMissing(client.getReplyCode())) {
            throw refused("look up " + path);
        }
        return Optional.ofNullable(found).map(file -> entry(name, file));
    }

    /** Whether an answer to MLST, or a line of an answer to MLSD, describes a link. */
    static boolean isLink(@Nullable String answer) {
        return answer != null && LINK.matcher(answer).find();
    }

    private static Entry link(String name) {
        return new Entry(name, false, true, 0, Instant.EPOCH);
    }

    /** 550 is the right reply; Apache's server answers 501 for a path that does not exist. */
    private static boolean isMissing(int reply) {
        return reply == FTPReply.FILE_UNAVAILABLE || reply == FTPReply.SYNTAX_ERROR_IN_ARGUMENTS;
    }

    private IOException refused(String what) {
        return new IOException("cannot " + what + ": "
                + String.valueOf(client.getReplyString()).strip());
    }

    private static Entry entry(String name, FTPFile file) {
        Calendar modified = file.getTimestamp();
        return new Entry(
                name,
                file.isDirectory(),
                false,
                file.getSize(),
                modified == null ? Instant.EPOCH : modified.toInstant());
    }

    /** Looks inside the directory, because some servers do not report a link to a directory as a directory. */
    @Override
    public boolean leadsToDirectory(String path) throws IOException {
        Optional<Entry> found = stat(path);
        return found.filter(Entry::isLink).isPresent()
                ? stat(path + "/.").filter(Entry::isDirectory).isPresent()
                : found.filter(Entry::isDirectory).isPresent();
    }

    @Override
    public List<Entry> list(String directory) throws IOException {
        FTPFile[] files = client.mlistDir(directory);
        if (!FTPReply.isPositiveCompletion(client.getReplyCode())) {
            if (client.getReplyCode() == FTPReply.FILE_UNAVAILABLE
                    && stat(directory).isEmpty()) {
                return List.of();
            }
            throw refused("list " + directory);
        }
        List<Entry> entries = new ArrayList<>();
        for (FTPFile file : files) {
            if (file != null) {
                listed(file.getRawListing())
                        .filter(entry -> !List.of("", ".", "..").contains(entry.name()))
                        .ifPresent(entries::add);
            }
        }
        return entries;
    }

    /** Empty if Commons Net cannot parse the line and it is not the line of a link. */
    static Optional<Entry> listed(String line) {
        FTPFile file = MLSxEntryParser.parseEntry(line);
        String name = file == null ? line.substring(line.indexOf(' ', 1) + 1) : file.getName();
        String bare = name.substring(name.lastIndexOf('/') + 1);
        if (file != null) {
            return Optional.of(entry(bare, file));
        }
        return isLink(line) ? Optional.of(link(bare)) : Optional.empty();
    }

    @Override
    public void makeDirectory(String path) throws IOException {
        if (!client.makeDirectory(path)) {
            IOException refusal = refused("create the directory " + path);
            if (stat(path).filter(Entry::isDirectory).isEmpty()) {
                throw refusal;
            }
        }
    }

    @Override
    public void store(String path, InputStream content) throws IOException {
        if (!client.storeFile(path, content)) {
            throw refused("store " + path);
        }
    }

    @Override
    public Optional<InputStream> open(String path) throws IOException {
        InputStream in = client.retrieveFileStream(path);
        if (in == null && !isMissing(client.getReplyCode())) {
            throw refused("read " + path);
        }
        return Optional.ofNullable(in);
    }

    @Override
    public void finished() throws IOException {
        if (!client.completePendingCommand()) {
            throw refused("finish reading");
        }
    }

    /**
     * Some servers (IIS, FileZilla, Apache) refuse to rename over an existing file. The old file is then renamed first;
     * at that moment neither has the name, and after a crash the old one keeps its other name.
     */
    @Override
    public void rename(String from, String to) throws IOException {
        if (client.rename(from, to)) {
            return;
        }
        IOException refusal = refused("rename " + from + " to " + to);
        String aside = from + ".old";
        if (stat(to).filter(file -> !file.isDirectory()).isEmpty() || !client.rename(to, aside)) {
            throw refusal;
        }
        if (!client.rename(from, to)) {
            if (!client.rename(aside, to)) {
                refusal.addSuppressed(refused("rename the old file, which is now " + aside + ", back to " + to));
            }
            throw refusal;
        }
        delete(aside);
    }

    @Override
    public void delete(String path) throws IOException {
        if (!client.deleteFile(path)) {
            IOException refusal = refused("delete " + path);
            if (stat(path).isPresent()) {
                throw refusal;
            }
        }
    }

    @Override
    public void removeDirectory(String path) throws IOException {
        if (!client.removeDirectory(path)) {
            IOException refusal = refused("remove " + path);
            if (stat(path).isPresent()) {
                throw refusal;
            }
        }
    }

    @Override
    public void close() {
        try {
            client.disconnect();
        } catch (IOException e) {
            // The connection is closed in any case.
        }
    }
}
