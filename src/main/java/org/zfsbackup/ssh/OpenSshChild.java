package org.zfsbackup.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.regex.Pattern;
import org.zfsbackup.process.Child;

/**
 * The local {@code ssh} in place of the command that it runs.
 *
 * <p>Its own are the status 255 with nothing or with words of ssh's, and the command's status with a last word that the connection has ended: a command's
 * status may come before the rest of its output, and then ssh passes the status on though the rest never came.
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
    public int await(Duration stallTimeout) throws IOException {
        int status = ssh.await(stallTimeout);
        if (status == SSH_FAILED && !saidByTheCommand(ssh.errors())) {
            throw failure(ssh.errors());
        }
        if (LAST_WORD.matcher(ssh.errors()).find()) {
            throw HostUnreachableException.broke(address, name(), ssh.errors(), null);
        }
        return status;
    }

    /** Some commands end with 255 too, zfs among them, and say why in words that ssh does not use. */
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
