package org.zfsbackup.bench;

/** A script ended with another status than 0; the message is the first line that it wrote to standard error. */
final class ScriptFailedException extends Exception {
    private static final long serialVersionUID = 1;

    ScriptFailedException(int status, String errors) {
        super(errors.lines().filter(line -> !line.isBlank()).findFirst().orElse("it ended with " + status));
    }
}
