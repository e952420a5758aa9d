package org.zfsbackup.camel.component.pipe;

import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.pipe.StreamFunction;
import org.zfsbackup.stream.ByteSize;

/** How a pipe changes a stream. The map records these options, except those that a secret could hide in. */
@UriParams
public final class EncodeConfiguration {
    @UriParam(
            description = "count: what is counted, for the log. throttle: all streams under one name share its rate."
                    + " exec: by which name the map remembers the command; the program's name by default. bean: the name of the"
                    + " StreamFunction in the registry, in both directions."
                    + " dataformat: the name of the data format's bean, or of Camel's own.")
    private @Nullable String name;

    @UriParam(description = "gzip: the level, 1 to 9, 6 by default. zstd: 1 to 19, 3 by default.")
    private @Nullable String level;

    @UriParam(description = "gzip, zstd: how many threads compress. As many as there are processors by default.")
    private @Nullable String workers;

    @UriParam(description = "zstd: look for matches up to 128 MiB back; it costs as much memory, in both directions.")
    private @Nullable String longDistance;

    @UriParam(
            description = "exec: the command that changes the stream. It is split at blanks, with quotes, and run"
                    + " without a shell.")
    private @Nullable String command;

    @UriParam(
            description = "exec: the command that undoes it. The map remembers it for people to read; it is never"
                    + " run from there.")
    private @Nullable String undo;

    @UriParam(description = "openssl: the cipher, as openssl names it.", defaultValue = "aes-256-cbc")
    private @Nullable String cipher;

    @UriParam(description = "openssl: the iterations of PBKDF2.", defaultValue = "600000")
    private @Nullable String iterations;

    @UriParam(description = "age: whom to encrypt to, apart by commas. They are public.")
    private @Nullable String recipients;

    @UriParam(description = "age: the file with recipients, one a line, as age -R takes it.")
    private @Nullable String recipientsFile;

    @UriParam(
            description =
                    "age: how much work it is to try a passphrase, 10 to 22; each step doubles it, and the memory,"
                            + " which is 64 MiB for 16.",
            defaultValue = "16")
    private @Nullable String workFactor;

    @UriParam(
            description =
                    "spool: the most bytes that one file may take, 5GiB by default. bean, dataformat: the most plain bytes for"
                            + " a function that holds them all in memory, " + StreamFunction.DEFAULT_LIMIT_MIB
                            + "MiB by default.")
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

    /** The pipe of that kind with these options, as the map would record it before the pipe adds what it needs. */
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
