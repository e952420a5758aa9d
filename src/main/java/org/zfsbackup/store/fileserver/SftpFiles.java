package org.zfsbackup.store.fileserver;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchHostKeyException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SftpATTRS;
import com.jcraft.jsch.SftpException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.component.file.remote.SftpConfiguration;
import org.apache.camel.component.file.remote.SftpEndpoint;
import org.apache.camel.component.file.remote.SftpOperations;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection of Camel's {@code sftp:}. Renaming over an existing file needs a server with OpenSSH's extension. */
final class SftpFiles implements RemoteFiles {
    private static final RefusableRequests<SftpException> REQUESTS =
            new RefusableRequests<>(SftpException.class, e -> e.id == ChannelSftp.SSH_FX_NO_SUCH_FILE);

    private static final Logger LOG = LoggerFactory.getLogger(SftpFiles.class);
    private static final int FILE_MODE = 0600;
    private static final int DIRECTORY_MODE = 0700;

    private final Session session;
    private final ChannelSftp channel;
    private final int fileMode;
    private final int directoryMode;

    private SftpFiles(Session session, ChannelSftp channel, SftpConfiguration configuration) {
        this.session = session;
        this.channel = channel;
        this.fileMode = mode(configuration.getChmod(), FILE_MODE);
        this.directoryMode = mode(configuration.getChmodDirectory(), DIRECTORY_MODE);
    }

    private static int mode(@Nullable String octal, int defaultMode) {
        return octal == null ? defaultMode : Integer.parseInt(octal, 8);
    }

    static SftpFiles connect(SftpEndpoint endpoint) throws IOException {
        SftpConfiguration configuration = endpoint.getConfiguration();
        String server = configuration.remoteServerInformation();
        Session session = null;
        try {
            session = new Sessions(endpoint).createSession(configuration);
            session.setDaemonThread(true);
            session.connect(configuration.getConnectTimeout());
            return new SftpFiles(session, channel(session, configuration), configuration);
        } catch (JSchException e) {
            if (session != null) {
                session.disconnect();
            }
            throw new IOException(e instanceof JSchHostKeyException ? unknown(server, e) : failed(server, e), e);
        }
    }

    private static ChannelSftp channel(Session session, SftpConfiguration configuration) throws JSchException {
        ChannelSftp channel = (ChannelSftp) session.openChannel("sftp");
        channel.setFilenameEncoding(Charset.forName(configuration.getFilenameEncoding()));
        channel.connect(configuration.getConnectTimeout());
        if (configuration.getBulkRequests() != null) {
            channel.setBulkRequests(configuration.getBulkRequests());
        }
        return channel;
    }

    private static String unknown(String server, JSchException refusal) {
        return "the host key of " + server + " is not a known host key (" + refusal.getMessage()
                + "): connect once with ssh as the same user, and compare the key; or name another file with"
                + " knownHostsFile=PATH. Do not use strictHostKeyChecking=no: any host could then pretend to be"
                + " this one";
    }

    private static String failed(String server, JSchException failure) {
        return "cannot connect to " + server + ": " + failure.getMessage();
    }

    /** Creates sessions like Camel, with its keys, known hosts and proxies. */
    private static final class Sessions extends SftpOperations {
        Sessions(SftpEndpoint endpoint) {
            super(endpoint.getProxy());
            setEndpoint(endpoint);
        }

        Session createSession(SftpConfiguration configuration) throws JSchException {
            return super.createSession(configuration);
        }
    }

    @Override
    public boolean isAlive() {
        try {
            session.sendKeepAliveMsg();
            return channel.isConnected();
        } catch (Exception e) {
            return false;
        }
    }

    @Override
    public Optional<Entry> stat(String path) throws IOException {
        return REQUESTS.unlessMissing("look up " + path, () -> channel.lstat(path))
                .map(found -> entry(path.substring(path.lastIndexOf('/') + 1), found));
    }

    @Override
    public boolean leadsToDirectory(String path) throws IOException {
        return REQUESTS.unlessMissing("look up " + path, () -> channel.stat(path))
                .filter(SftpATTRS::isDir)
                .isPresent();
    }

    private static Entry entry(String name, SftpATTRS found) {
        return new Entry(
                name,
                found.isDir(),
                found.isLink(),
                found.getSize(),
                Instant.ofEpochSecond(Integer.toUnsignedLong(found.getMTime())));
    }

    @Override
    public List<Entry> list(String directory) throws IOException {
        List<Entry> entries = new ArrayList<>();
        REQUESTS.unlessMissing("list " + directory, () -> {
            channel.ls(directory, file -> {
                if (!file.getFilename().equals(".") && !file.getFilename().equals("..")) {
                    entries.add(entry(file.getFilename(), file.getAttrs()));
                }
                return ChannelSftp.LsEntrySelector.CONTINUE;
            });
            return true;
        });
        return entries;
    }

    @Override
    public void makeDirectory(String path) throws IOException {
        try {
            channel.mkdir(path);
            permit(path, directoryMode);
        } catch (SftpException e) {
            if (stat(path).filter(Entry::isDirectory).isEmpty()) {
                throw new IOException(
                        path + " is not a directory, and the directory cannot be created: " + e.getMessage(), e);
            }
        }
    }

    @Override
    public void store(String path, InputStream content) throws IOException {
        REQUESTS.must("store " + path, () -> {
            // Sets the permissions while the file is empty; writing the bytes keeps them.
            channel.put(InputStream.nullInputStream(), path);
            permit(path, fileMode);
            channel.put(content, path);
            return true;
        });
    }

    /** A server that does not allow it sets permissions of its own, and can still be used. */
    private void permit(String path, int mode) {
        try {
            channel.chmod(mode, path);
        } catch (SftpException e) {
            LOG.debug("The server does not allow changing the permissions of {}: {}", path, e.getMessage());
        }
    }

    @Override
    public Optional<InputStream> open(String path) throws IOException {
        return REQUESTS.unlessMissing("read " + path, () -> channel.get(path));
    }

    @Override
    public void finished() {}

    @Override
    public void rename(String from, String to) throws IOException {
        REQUESTS.must("rename " + from + " to " + to, () -> {
            channel.rename(from, to);
            return true;
        });
    }

    /** Uses an extension of OpenSSH; some file systems have no hard links. */
    @Override
    public Optional<Boolean> link(String from, String to) throws IOException {
        try {
            channel.hardlink(from, to);
            return Optional.of(true);
        } catch (SftpException e) {
            return stat(to).isPresent() ? Optional.of(false) : Optional.empty();
        }
    }

    @Override
    public void delete(String path) throws IOException {
        REQUESTS.unlessMissing("delete " + path, () -> {
            channel.rm(path);
            return true;
        });
    }

    @Override
    public void removeDirectory(String path) throws IOException {
        REQUESTS.unlessMissing("remove " + path, () -> {
            channel.rmdir(path);
            return true;
        });
    }

    @Override
    public void close() {
        session.disconnect();
    }
}
