package org.zfsbackup.process;

import java.io.IOException;

/** A command ended with an error status, or stopped reading its input. */
public final class CommandFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String errors;

    CommandFailedException(String command, int status, String errors, String what) {
        super(command + " " + what + (errors.isBlank() ? "" : ": " + errors.strip()));
        this.status = status;
        this.errors = errors;
    }

    /**
     * Creates the exception for an error status.
     *
     * @param command the command's name in error messages
     * @param status its exit status
     * @param errors the end of its standard error; may be empty
     */
    public static CommandFailedException status(String command, int status, String errors) {
        return new CommandFailedException(command, status, errors, "ended with status " + status);
    }

    static CommandFailedException stoppedReading(String command, int status, String errors, long bytes) {
        return new CommandFailedException(
                command, status, errors, "stopped reading after " + bytes + " bytes and ended with status " + status);
    }

    /** Returns the exit status, or 128 plus the number of the signal that ended the command. */
    public int status() {
        return status;
    }

    /** Returns the end of what the command wrote to its standard error. */
    public String errors() {
        return errors;
    }
}
