package org.zfsbackup.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.regex.Pattern;
import org.zfsbackup.process.Child;

/**
 * The local {@code ssh} process that stands for the remote command.
 *
 * <p>Two results are failures of ssh and not of the command. One is status 255, with no message or with one of ssh's.
 * The other is the command's status with a last message that the connection has ended: the status may arrive before the
 * rest of the output, and ssh then returns it although the rest never arrived.
 */
final class OpenSshChild implements Child {
    private static final int SSH_FAILED = 255;
    private static final Pattern LAST_WORD = Pattern.compile(
            "^(Connection to .* closed by remote host\\.|Read from remote host .*: .*)\\s*\\z", Pattern.MULTILINE);

    private final SshAddress address;
    private final Child ssh;

    OpenSshChild(SshAddress address, Child ssh) {
        this.address = address;
        this.ssh = ssh;
    }

    @Override
    public String name() {
        return ssh.name();
    }

    @Override
    public InputStream output() {
        return ssh.output();
    }

    @Override
    public OutputStream input() {
        return ssh.input();
    }

    @Override
    public int await(Duration limit) throws IOException {
        int status = ssh.await(limit);
        if (status == SSH_FAILED && !saidByTheCommand(ssh.errors())) {
            throw failure(ssh.errors());
        }
        if (LAST_WORD.matcher(ssh.errors()).find()) {
            throw HostUnreachableException.broke(address, name(), ssh.errors(), null);
        }
        return status;
    }

    /** Returns whether the command itself ended with 255, as zfs sometimes does: its message is then none of ssh's. */
    private static boolean saidByTheCommand(String errors) {
        return !errors.isBlank() && SshFailureKind.in(errors) == SshFailureKind.UNCLEAR;
    }

    private IOException failure(String errors) {
        return switch (SshFailureKind.in(errors)) {
            case UNCLEAR -> HostUnreachableException.silent(name(), errors);
            case BROKEN -> HostUnreachableException.broke(address, name(), errors, null);
            default -> HostUnreachableException.of(address, SshFailureKind.in(errors), errors, null);
        };
    }

    @Override
    public boolean endedWell() {
        return ssh.endedWell() && !LAST_WORD.matcher(ssh.errors()).find();
    }

    @Override
    public String errors() {
        return ssh.errors();
    }

    @Override
    public void onEnd(Runnable action) {
        ssh.onEnd(action);
    }

    @Override
    public void kill() {
        ssh.kill();
    }
}
