package org.zfsbackup.camel.pipe;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Security;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.camel.Secrets;
import org.zfsbackup.camel.ZfsConstants;
import org.zfsbackup.chunk.ByteSize;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.pipe.Pipes;
import org.zfsbackup.pipe.StreamFunction;

/**
 * Replace a stream by what a pipe makes of it, lazily.
 *
 * <p>A pipe that changes the bytes records itself in the exchange, so that the map knows how to undo it.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "pipe",
        title = "Pipe",
        syntax = "pipe:kind",
        producerOnly = true,
        category = {Category.TRANSFORMATION},
        headersClass = ZfsConstants.class)
public final class PipeEndpoint extends DefaultEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(PipeEndpoint.class);

    @UriPath(
            description = "The pipe: gzip, zstd, age, openssl, exec, bean, dataformat;"
                    + " or count, digest, throttle, spool, none, which leave the bytes as they are."
                    + " Others are found with java.util.ServiceLoader.")
    @Metadata(required = true)
    private String kind;

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
            label = "security",
            description = "openssl, and age without recipients: the file whose first line is the password.")
    private @Nullable String passwordFile;

    @UriParam(
            label = "security",
            description = "Instead of passwordFile: a reference to the password, as a placeholder without its braces:"
                    + " env:NAME, or a vault's, such as hashicorp:engine:name.")
    private @Nullable String passwordReference;

    @UriParam(label = "security", description = "Take a password file although others than its owner may read it.")
    private boolean allowReadableSecrets;

    @UriParam(description = "count: read the stream to its end here; the body is then the number of bytes.")
    private boolean drain;

    @UriParam(
            description = "throttle: the most bytes a second, for example 20MiB; 0, or none, is no limit. The component"
                    + " changes it while streams run: setRate(name, bytes), also over JMX.")
    private @Nullable String rate;

    @UriParam(description = "digest: the hash, by Java's name for it.", defaultValue = "SHA-256")
    private String algorithm = "SHA-256";

    @UriParam(description = "spool: the directory for the file. The system's for temporary files by default.")
    private @Nullable String directory;

    @UriParam(
            description =
                    "spool: the most bytes that one file may take, 5GiB by default. bean, dataformat: the most plain bytes for"
                            + " a function that holds them all in memory, " + StreamFunction.DEFAULT_LIMIT_MIB
                            + "MiB by default.")
    private @Nullable String limit;

    @UriParam(
            label = "advanced",
            defaultValue = "600000",
            javaType = "java.time.Duration",
            description = "The longest time in which a stream may move no byte, before the run fails.")
    private long stallTimeout = PipeContext.DEFAULT_REST.toMillis();

    PipeEndpoint(String uri, PipeComponent component, String kind) {
        super(uri, component);
        this.kind = kind;
    }

    /** @throws IllegalArgumentException where there is no such pipe, or an option cannot be understood */
    void check() {
        String wantedRate = rate;
        if (wantedRate != null) {
            pace().rate(ByteSize.parse(wantedRate));
        }
        messageDigest();
        if (Steps.of(kind).isEmpty()) {
            Pipes.kind(kind).recorded(spec(), context());
            Pipes.kind(kind).caution().ifPresent(caution -> LOG.info("pipe:{}: {}", kind, caution));
        }
    }

    PipeSpec spec() {
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

    /** Without a name, the streams of this endpoint have one of their own. */
    Pace pace() {
        return getComponent().pace(name == null ? getEndpointUri() : name);
    }

    MessageDigest messageDigest() {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException(
                    "there is no digest '" + algorithm + "' here: known are "
                            + new TreeSet<>(Security.getAlgorithms("MessageDigest")),
                    e);
        }
    }

    private static void put(Map<String, String> options, String key, @Nullable String value) {
        if (value != null) {
            options.put(key, value);
        }
    }

    PipeContext context() {
        return new PipeContext(
                Duration.ofMillis(stallTimeout),
                Secrets.of("the password", passwordFile, passwordReference, allowReadableSecrets, getCamelContext()),
                Optional.empty(),
                Map.of(),
                getComponent().functions());
    }

    @Override
    public PipeComponent getComponent() {
        return (PipeComponent) super.getComponent();
    }

    @Override
    public Producer createProducer() {
        return new PipeProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("pipe: is a step of a route, not its beginning");
    }

    @Override
    public boolean isSingletonProducer() {
        return true;
    }

    public String getKind() {
        return kind;
    }

    public void setKind(String kind) {
        this.kind = kind;
    }

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

    public @Nullable String getPasswordFile() {
        return passwordFile;
    }

    public void setPasswordFile(@Nullable String passwordFile) {
        this.passwordFile = passwordFile;
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

    public @Nullable String getPasswordReference() {
        return passwordReference;
    }

    public void setPasswordReference(@Nullable String passwordReference) {
        this.passwordReference = passwordReference;
    }

    public boolean isAllowReadableSecrets() {
        return allowReadableSecrets;
    }

    public void setAllowReadableSecrets(boolean allowReadableSecrets) {
        this.allowReadableSecrets = allowReadableSecrets;
    }

    public boolean isDrain() {
        return drain;
    }

    public void setDrain(boolean drain) {
        this.drain = drain;
    }

    public @Nullable String getRate() {
        return rate;
    }

    public void setRate(@Nullable String rate) {
        this.rate = rate;
    }

    public String getAlgorithm() {
        return algorithm;
    }

    public void setAlgorithm(String algorithm) {
        this.algorithm = algorithm;
    }

    public @Nullable String getDirectory() {
        return directory;
    }

    public void setDirectory(@Nullable String directory) {
        this.directory = directory;
    }

    public @Nullable String getLimit() {
        return limit;
    }

    public void setLimit(@Nullable String limit) {
        this.limit = limit;
    }

    public long getStallTimeout() {
        return stallTimeout;
    }

    public void setStallTimeout(long stallTimeout) {
        this.stallTimeout = stallTimeout;
    }
}
