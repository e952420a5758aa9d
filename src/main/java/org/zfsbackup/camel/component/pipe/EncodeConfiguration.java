package org.zfsbackup.camel.component.pipe;

import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.pipe.StreamFunction;
import org.zfsbackup.stream.ByteSize;

/** How a pipe changes a stream. The map records these options, except those that may contain a secret. */
@UriParams
public final class EncodeConfiguration {
    @UriParam(
            description = "count: the name of the counter, for the log. throttle: streams with the same name"
                    + " share one rate. exec: the name under which the map records the command; the program's"
                    + " name by default. bean: the name of the StreamFunction in the registry, which is used in"
                    + " both directions. dataformat: the name of a data format bean, or of one of Camel's data"
                    + " formats.")
    private @Nullable String name;

    @UriParam(description = "gzip: the compression level, 1 to 9, 6 by default. zstd: 1 to 19, 3 by default.")
    private @Nullable String level;

    @UriParam(description = "gzip, zstd: the number of compressing threads. By default the number of processors.")
    private @Nullable String workers;

    @UriParam(
            description = "zstd: look for matches up to 128 MiB back. Compressing and decompressing then need"
                    + " that much memory.")
    private @Nullable String longDistance;

    @UriParam(
            description = "exec: the command that changes the stream. It is split at blanks, quotes are"
                    + " understood, and no shell is involved.")
    private @Nullable String command;

    @UriParam(
            description = "exec: the command that reverses the change. The map records it for human readers; it"
                    + " is never run from the map.")
    private @Nullable String undo;

    @UriParam(description = "openssl: the cipher, by its name in openssl.", defaultValue = "aes-256-cbc")
    private @Nullable String cipher;

    @UriParam(description = "openssl: the number of PBKDF2 iterations.", defaultValue = "600000")
    private @Nullable String iterations;

    @UriParam(description = "age: the recipients (public keys) to encrypt to, separated by commas.")
    private @Nullable String recipients;

    @UriParam(description = "age: a file with one recipient a line, as for age -R.")
    private @Nullable String recipientsFile;

    @UriParam(
            description = "age: the cost of trying a passphrase, 10 to 22. Each step doubles the time and the memory,"
                    + " which is 64 MiB at 16.",
            defaultValue = "16")
    private @Nullable String workFactor;

    @UriParam(
            description = "spool: the maximum size of one file, 5GiB by default. bean, dataformat: the maximum number"
                    + " of plain bytes for a function that holds them all in memory,"
                    + " " + StreamFunction.DEFAULT_LIMIT_MIB + "MiB by default.")
    private @Nullable String limit;

    public @Nullable String getName() {
        return name;
    }

    public void setName(@Nullable String name) {
        this.name = name;
    }

    public @Nullable String getLevel() {
        return level;
    }

    public void setLevel(@Nullable String level) {
        this.level = level;
    }

    public @Nullable String getWorkers() {
        return workers;
    }

    public void setWorkers(@Nullable String workers) {
        this.workers = workers;
    }

    public @Nullable String getLongDistance() {
        return longDistance;
    }

    public void setLongDistance(@Nullable String longDistance) {
        this.longDistance = longDistance;
    }

    public @Nullable String getCommand() {
        return command;
    }

    public void setCommand(@Nullable String command) {
        this.command = command;
    }

    public @Nullable String getUndo() {
        return undo;
    }

    public void setUndo(@Nullable String undo) {
        this.undo = undo;
    }

    public @Nullable String getCipher() {
        return cipher;
    }

    public void setCipher(@Nullable String cipher) {
        this.cipher = cipher;
    }

    public @Nullable String getIterations() {
        return iterations;
    }

    public void setIterations(@Nullable String iterations) {
        this.iterations = iterations;
    }

    public @Nullable String getRecipients() {
        return recipients;
    }

    public void setRecipients(@Nullable String recipients) {
        this.recipients = recipients;
    }

    public @Nullable String getRecipientsFile() {
        return recipientsFile;
    }

    public void setRecipientsFile(@Nullable String recipientsFile) {
        this.recipientsFile = recipientsFile;
    }

    public @Nullable String getWorkFactor() {
        return workFactor;
    }

    public void setWorkFactor(@Nullable String workFactor) {
        this.workFactor = workFactor;
    }

    public @Nullable String getLimit() {
        return limit;
    }

    public void setLimit(@Nullable String limit) {
        this.limit = limit;
    }

    /** The specification of the pipe, before the pipe adds what it has to record for decoding. */
    PipeSpec spec(String kind) {
        Map<String, String> options = new TreeMap<>();
        put(options, "level", level);
        put(options, "workers", workers);
        put(options, "longDistance", longDistance);
        put(options, "command", command);
        put(options, "undo", undo);
        put(options, "label", name);
        put(options, "name", name);
        put(options, "limit", limit == null ? null : Long.toString(ByteSize.parse(limit)));
        put(options, "cipher", cipher);
        put(options, "iterations", iterations);
        put(options, "recipients", recipients);
        put(options, "recipientsFile", recipientsFile);
        put(options, "workFactor", workFactor);
        return new PipeSpec(kind, options);
    }

    private static void put(Map<String, String> options, String key, @Nullable String value) {
        if (value != null) {
            options.put(key, value);
        }
    }
}
