package org.zfsbackup.process;

import java.io.IOException;

/** A command ended with an error, or stopped reading what it was given. */
public final class CommandFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String errors;

    CommandFailedException(String command, int status, String errors, String what) {
        super(command + " " + what + (errors.isBlank() ? "" : ": " + errors.strip()));
        this.status = status;
        this.errors = errors;
    }

    /** @param command its name in errors */
    public static CommandFailedException status(String command, int status, String errors) {
        return new CommandFailedException(command, status, errors, "ended with status " + status);
    }

    static CommandFailedException stoppedReading(String command, int status, String errors, long bytes) {
        return new CommandFailedException(
                command, status, errors, "stopped reading after " + bytes + " bytes and ended with status " + status);
    }

    /** The exit status; 128 plus the signal's number where a signal ended it. */
    public int status() {
        return status;
    }

    /** The end of what the command wrote to its standard error. */
    public String errors() {
        return errors;
    }
}
