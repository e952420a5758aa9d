package org.zfsbackup.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.api.ZfsReplication;
import org.zfsbackup.operation.replication.BaseRetention;
import org.zfsbackup.plan.replication.SendFormatPreference;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Source;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What the methods from dataset to dataset share: their operations, and what is sent in which form. */
@Command(
        subcommands = {
            ReplicateCommand.class,
            ReplicaListCommand.class,
            ReplicaRestoreCommand.class,
            ReplicaVerifyCommand.class,
            BasesCommand.class
        })
abstract class ReplicaMethod extends AnyMethod {
    @Option(
            names = {"--dest", "-D"},
            required = true,
            paramLabel = "DATASET",
            description = "The dataset below which replicas lie: tank/home becomes DATASET/home, a whole pool"
                    + " DATASET/POOL.",
            scope = ScopeType.LOCAL)
    @Nullable
    String destination;

    @Option(
            names = "--together",
            description = "All snapshots behind the base in one stream (send -I).",
            scope = ScopeType.LOCAL)
    boolean together;

    @Option(
            names = "--include",
            paramLabel = "PATTERN",
            description = "With --recursive=each: only datasets whose name matches; * ** and ? as in a shell.",
            scope = ScopeType.LOCAL)
    List<String> include = new ArrayList<>();

    @Option(
            names = "--exclude",
            paramLabel = "PATTERN",
            description = "With --recursive=each: not the datasets whose name matches.",
            scope = ScopeType.LOCAL)
    List<String> exclude = new ArrayList<>();

    @Option(
            names = "--parallel",
            paramLabel = "NUMBER",
            defaultValue = "1",
            description = "With --recursive=each: how many datasets at once (default: ${DEFAULT-VALUE}).",
            scope = ScopeType.LOCAL)
    int parallel;

    @Option(
            names = "--keep-base",
            paramLabel = "bookmark|hold|none",
            description = "What is left at the source of the newest snapshot that both have, so that it can be pruned"
                    + " (default, where ZFS has them: a bookmark; with -R holds).",
            scope = ScopeType.LOCAL)
    BaseRetention keepBase = BaseRetention.AUTO;

    @Option(
            names = "--raw",
            negatable = true,
            description =
                    "Encrypted blocks as they are, as by default. --no-raw sends what is encrypted decrypted, and has to"
                            + " be said as long as that is wanted.",
            scope = ScopeType.LOCAL)
    @Nullable
    Boolean raw;

    @Option(
            names = "--send-compressed",
            negatable = true,
            description = "Compressed blocks as they are (default: where possible).",
            scope = ScopeType.LOCAL)
    @Nullable
    Boolean compressed;

    @Option(
            names = "--large-blocks",
            negatable = true,
            description = "Large blocks as they are (default: where possible).",
            scope = ScopeType.LOCAL)
    @Nullable
    Boolean largeBlocks;

    @Option(
            names = "--embedded",
            negatable = true,
            description = "Embedded blocks as they are, which no encrypted destination takes (default: not).",
            scope = ScopeType.LOCAL)
    @Nullable
    Boolean embedded;

    @Option(names = "--properties", description = "With the dataset's properties.", scope = ScopeType.LOCAL)
    boolean properties;

    @Option(
            names = "--set",
            paramLabel = "PROPERTY=VALUE",
            description = "A property that a new replica gets, whatever its source has.",
            scope = ScopeType.LOCAL)
    Map<String, String> set = new LinkedHashMap<>();

    @Option(
            names = "--force-receive",
            description = "Roll back what was written to the replica since its newest snapshot, and replace one without"
                    + " snapshots (receive -F).",
            scope = ScopeType.LOCAL)
    boolean force;

    @Option(
            names = "--except",
            paramLabel = "PROPERTY",
            description = "A property that the replica does not take from its source, of each stream with properties.",
            scope = ScopeType.LOCAL)
    List<String> except = new ArrayList<>();

    final Source source() {
        return Source.parse(common().source()
                .orElseThrow(() -> usage("name a dataset with --dataset DATASET, or --snapshot DATASET@SNAPSHOT")));
    }

    /** The replica of the source: below the destination, by the source's name without that of its pool. */
    final DatasetName replica() {
        if (destination == null) {
            throw usage("name the destination with --dest DATASET");
        }
        String name = source().dataset().value();
        int slash = name.indexOf('/');
        return new DatasetName(new DatasetName(destination) + "/" + (slash < 0 ? name : name.substring(slash + 1)));
    }

    final ZfsReplication replication() {
        if (!common().pipes.encryption().equals("none")) {
            throw usage("a replica is received by ZFS, which cannot read what is encrypted on the way: ssh encrypts the"
                    + " way, and an encrypted dataset is sent --raw");
        }
        return ZfsReplication.of(sourceUri())
                .to(targetUri())
                .settings(common().settings())
                .recursive(common().recursive.name().toLowerCase(Locale.ROOT))
                .iterate(common().iterate)
                .together(together)
                .full(common().full)
                .include(String.join(",", include))
                .exclude(String.join(",", exclude))
                .parallel(parallel)
                .keepBase(keepBase)
                .format(format())
                .pipe(common().pipes.compression());
    }

    private SendFormatPreference format() {
        return new SendFormatPreference(
                Optional.ofNullable(raw),
                Optional.ofNullable(compressed),
                Optional.ofNullable(largeBlocks),
                Optional.ofNullable(embedded),
                properties);
    }

    /** The source as an endpoint. */
    abstract String sourceUri();

    /** Another place on the source's host, as an endpoint. */
    abstract String restoredUri(String dataset);

    /** The replica as an endpoint. */
    abstract String targetUri();

    /** What a dataset becomes on another host, or here: an endpoint with these options. */
    final String endpoint(String dataset, List<String> options) {
        return "zfs:" + dataset + (options.isEmpty() ? "" : "?" + String.join("&", options));
    }

    /** Encoded, because it stands in an endpoint that is itself an option of another. */
    static String option(String name, String value) {
        return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    final List<String> receiving() {
        List<String> options = new ArrayList<>();
        set.forEach((property, value) -> options.add(option("set." + property, value)));
        if (force) {
            options.add("force=true");
        }
        if (!except.isEmpty()) {
            options.add(option("except", String.join(",", except)));
        }
        return options;
    }
}
