package org.zfsbackup.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.api.ZfsBackup;
import org.zfsbackup.api.ZfsReplication;
import org.zfsbackup.cli.option.ChainOptions;
import org.zfsbackup.cli.option.ChunkOptions;
import org.zfsbackup.cli.option.CompressionOptions;
import org.zfsbackup.cli.option.DatasetOptions;
import org.zfsbackup.cli.option.EncryptionOptions;
import org.zfsbackup.cli.option.HelpOptions;
import org.zfsbackup.cli.option.OperationOptions;
import org.zfsbackup.cli.option.OutputOptions;
import org.zfsbackup.cli.option.ReadingOptions;
import org.zfsbackup.cli.option.RecursionOptions;
import org.zfsbackup.cli.option.RunOptions;
import org.zfsbackup.cli.option.SecretOptions;
import org.zfsbackup.cli.option.WrongUsage;
import org.zfsbackup.operation.Recursion;
import org.zfsbackup.zfs.Source;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The options that all destinations and operations share. */
@Command(
        name = "zfsbackup",
        description = "Backs up ZFS datasets and restores them.",
        versionProvider = VersionProvider.class,
        sortOptions = false)
public final class RootCommand implements Callable<Integer> {
    private static final String NEEDS_DATASET =
            "name a dataset with --dataset DATASET, or a snapshot with --snapshot" + " DATASET@SNAPSHOT";

    @Mixin
    DatasetOptions dataset = new DatasetOptions();

    @Mixin
    RecursionOptions recursion = new RecursionOptions();

    @Mixin
    ChainOptions chain = new ChainOptions();

    @Mixin
    CompressionOptions compression = new CompressionOptions();

    @Mixin
    EncryptionOptions encryption = new EncryptionOptions();

    @Mixin
    SecretOptions secrets = new SecretOptions();

    @Mixin
    ReadingOptions reading = new ReadingOptions();

    @Mixin
    ChunkOptions chunks = new ChunkOptions();

    @Mixin
    RunOptions run = new RunOptions();

    @Mixin
    OperationOptions operation = new OperationOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    @Mixin
    HelpOptions help = new HelpOptions();

    @Spec
    @Nullable
    CommandSpec spec;

    /** Nothing but options was typed. */
    @Override
    public Integer call() {
        throw usage("missing subcommand; expected one of: " + String.join(", ", MethodRegistry.names()));
    }

    private RuntimeException usage(String sentence) {
        return WrongUsage.of(spec, sentence);
    }

    /** Standard error, for what is not the result. */
    PrintWriter err() {
        return Objects.requireNonNull(spec, "picocli injects it").commandLine().getErr();
    }

    /** Whether and how the datasets below the one that was named are included. */
    public Recursion recursion() {
        return recursion.recursion();
    }

    /** What is printed. */
    public OutputOptions output() {
        return output;
    }

    /** The dataset or snapshot, if the user named one. */
    public Optional<Source> source() {
        return dataset.source();
    }

    /** The dataset or snapshot; an error for the user if there is none. */
    public Source requiredSource() {
        return source().orElseThrow(() -> usage(NEEDS_DATASET));
    }

    /** The largest size of a chunk as the user wrote it. */
    public Optional<String> chunkSize() {
        return chunks.size();
    }

    /** Whether files with secrets are accepted that users other than their owner can read. */
    public boolean allowReadableSecrets() {
        return secrets.allowReadableSecrets();
    }

    /** The pipe that compresses, or {@code none}. */
    public String compression() {
        return compression.pipe();
    }

    /** The pipe that encrypts, or {@code none}. */
    public String encryption() {
        return encryption.pipe(secrets);
    }

    /**
     * The backup that the shared options describe, without a target.
     *
     * @param needsSource whether it is an error if the user named no dataset
     */
    public ZfsBackup backup(boolean needsSource) {
        Optional<Source> source = needsSource ? Optional.of(requiredSource()) : source();
        ZfsBackup backup = source.map(one -> ZfsBackup.of(one.toString())).orElseGet(ZfsBackup::of);
        backup =
                backup.recursion(recursion.recursion()).iterate(chain.iterate()).full(chain.full());
        if (chunks.size().isPresent()) {
            backup = backup.chunkSize(chunks.size().get());
        }
        if (chain.fullEvery().isPresent()) {
            backup = backup.fullEvery(chain.fullEvery().get());
        }
        return secrets.apply(encryption.apply(reading.apply(run.apply(backup))));
    }

    /**
     * The replication that the shared options describe.
     *
     * @param source the source as a {@code zfs:} endpoint
     * @param target the destination as a {@code zfs:} endpoint
     */
    public ZfsReplication replication(String source, String target) {
        if (!encryption().equals("none")) {
            throw usage(
                    "--encrypt and -E do not work with zfs and ssh, because ZFS itself receives the stream. Encrypted"
                            + " datasets are sent encrypted (--raw), and ssh encrypts the connection");
        }
        if (chain.fullEvery().isPresent()) {
            throw usage("--full-every does not work with zfs and ssh, because a replica has no chains");
        }
        return ZfsReplication.of(source)
                .to(target)
                .settings(run.settings())
                .recursive(recursion.recursion().name().toLowerCase(Locale.ROOT))
                .iterate(chain.iterate())
                .full(chain.full())
                .pipe(compression());
    }
}
