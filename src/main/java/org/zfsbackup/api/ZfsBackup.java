package org.zfsbackup.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.map.BackupEntry;
import org.zfsbackup.map.BackupMap;
import org.zfsbackup.operation.CleanUp;
import org.zfsbackup.operation.DeleteBackups;
import org.zfsbackup.operation.ListBackups;
import org.zfsbackup.operation.PlanRestore;
import org.zfsbackup.operation.ReadBackup;
import org.zfsbackup.operation.RebuildMap;
import org.zfsbackup.operation.RebuildReport;
import org.zfsbackup.operation.RunListener;
import org.zfsbackup.operation.Thawing;
import org.zfsbackup.operation.VerifyReport;
import org.zfsbackup.operation.check.CheckReport;
import org.zfsbackup.operation.check.CheckResult;
import org.zfsbackup.operation.check.CheckScale;
import org.zfsbackup.operation.check.TargetCheck;
import org.zfsbackup.pipe.Functions;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.pipe.SecretFile;
import org.zfsbackup.pipe.SecretSource;
import org.zfsbackup.pipe.SecretVariable;
import org.zfsbackup.pipe.StreamFunction;
import org.zfsbackup.plan.DeleteChoice;
import org.zfsbackup.plan.DeletePlan;
import org.zfsbackup.process.Command;
import org.zfsbackup.service.OnePoll;
import org.zfsbackup.service.RouteRun;
import org.zfsbackup.service.Settings;
import org.zfsbackup.target.BackupTarget;
import org.zfsbackup.target.DirectoryUri;
import org.zfsbackup.target.FileAccess;
import org.zfsbackup.target.FileStore;
import org.zfsbackup.target.Stores;
import org.zfsbackup.target.Thaw;
import org.zfsbackup.zfs.Source;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Backs a dataset up, lists, verifies, restores and deletes its backups.
 *
 * <pre>{@code
 * ZfsBackup.of("tank/home").to("file:/backup/nas").compress("gzip?level=3").backup();
 * ZfsBackup.of("tank/home").to("file:/backup/nas").restoreTo("tank/home-again");
 * }</pre>
 *
 * <p>Immutable: each choice gives a new object. Each of the verbs runs to its end in the calling thread, and throws
 * where it was not done in full; a failed backup leaves the target's map as it was.
 */
public final class ZfsBackup {
    private static final String NAME = "once";
    private static final int BUFFER = 128 * 1024;
    private static final String[] SECRETS = {
        "passwordFile", "passwordReference", "identityFile", "identityReference", "allowReadableSecrets"
    };
    private static final String[] ENCRYPTION = {"allowUnencrypted", "recipientsFile"};
    private static final String[] THAWING = {"thawTier", "thawDays", "thawWait", "thawInterval"};

    private final Optional<Source> source;
    private final Map<String, Object> choices;
    private final Settings settings;

    private ZfsBackup(Optional<Source> source, Map<String, Object> choices, Settings settings) {
        this.source = source;
        this.choices = Map.copyOf(choices);
        this.settings = settings;
    }

    /** @param source a dataset, or {@code dataset@snapshot}: a backup then ends at that snapshot */
    public static ZfsBackup of(String source) {
        return new ZfsBackup(Optional.of(Source.parse(source)), Map.of(), Settings.DEFAULT);
    }

    /** No dataset in particular: for all that a target holds, to be listed or verified. */
    public static ZfsBackup of() {
        return new ZfsBackup(Optional.empty(), Map.of(), Settings.DEFAULT);
    }

    /** @param target for example {@code file:/backup/nas} */
    public ZfsBackup to(String target) {
        return with("target", target);
    }

    /** The folder in the target that holds the map and the chunks; the host's name by default. */
    public ZfsBackup prefix(String prefix) {
        return with("prefix", prefix);
    }

    /** The dataset with all its children. */
    public ZfsBackup recursive(boolean recursive) {
        return with("recursive", recursive);
    }

    /** One incremental for each snapshot (the default), or one from the newest common snapshot to the last. */
    public ZfsBackup iterate(boolean iterate) {
        return with("iterate", iterate);
    }

    /** A new chain, beside the old backups. */
    public ZfsBackup full(boolean full) {
        return with("full", full);
    }

    /** The most bytes of a stored chunk, for example {@code 512MiB}. */
    public ZfsBackup chunkSize(String size) {
        return with("size", size);
    }

    /** A pipe over the whole stream, before it is cut, as in {@code pipe:NAME?OPTIONS}. */
    public ZfsBackup streamPipe(String pipe) {
        return with("pipe", pipe);
    }

    /** The first pipe over each chunk; {@code none} by default. */
    public ZfsBackup compress(String pipe) {
        return with("compress", pipe);
    }

    /** The second pipe over each chunk; {@code none} by default. */
    public ZfsBackup encrypt(String pipe) {
        return with("encrypt", pipe);
    }

    /** Whether a backup may be protected less than the one before it: not encrypted any more, for one. */
    public ZfsBackup noEncrypt(boolean allow) {
        return with("noEncrypt", allow);
    }

    /** Whether backups are read that are not encrypted, although a key or recipients are named. */
    public ZfsBackup allowUnencrypted(boolean allow) {
        return with("allowUnencrypted", allow);
    }

    /** The file with the recipients that backups are encrypted to: one that is not encrypted is then not read. */
    public ZfsBackup recipientsFile(Path file) {
        return with("recipientsFile", file.toString());
    }

    /** How copies are asked for of chunks that lie in an archive, for reading backups. */
    public ZfsBackup thaw(Thaw how) {
        return with("thawTier", how.tier().name()).with("thawDays", how.days());
    }

    /**
     * Whether to wait for such copies; else they are asked for, and the run ends with an error.
     *
     * @param interval the pause between two looks
     */
    public ZfsBackup thawWait(boolean wait, Duration interval) {
        return with("thawWait", wait).with("thawInterval", interval.toMillis());
    }

    /** Who we are for a bucket, where that is not found in the environment or in the target's URI. */
    public ZfsBackup credentials(AwsCredentialsProvider credentials) {
        return new ZfsBackup(source, choices, settings.withCredentials(credentials));
    }

    /** The file whose first line is the password, for reading backups. */
    public ZfsBackup passwordFile(Path file) {
        return with("passwordFile", file.toString());
    }

    /** The environment variable that holds the password, for reading backups. */
    public ZfsBackup passwordVariable(String name) {
        return with("passwordReference", "env:" + name);
    }

    /** The file with the age identities, for reading backups. */
    public ZfsBackup identityFile(Path file) {
        return with("identityFile", file.toString());
    }

    /** The environment variable that holds an age identity, for reading backups. */
    public ZfsBackup identityVariable(String name) {
        return with("identityReference", "env:" + name);
    }

    /** Whether such files are taken although others than their owner may read them. */
    public ZfsBackup allowReadableSecrets(boolean allow) {
        return with("allowReadableSecrets", allow);
    }

    /** Whether a restore may roll back or replace what is at its destination. */
    public ZfsBackup force(boolean force) {
        return with("force", force);
    }

    public ZfsBackup listener(RunListener listener) {
        return new ZfsBackup(source, choices, settings.withListener(listener));
    }

    /** The zfs command, for example {@code sudo zfs}. */
    public ZfsBackup zfsCommand(String command) {
        return new ZfsBackup(source, choices, settings.withZfsCommand(command));
    }

    /** The longest time in which a stream may move no byte. */
    public ZfsBackup stallTimeout(Duration timeout) {
        return new ZfsBackup(source, choices, settings.withStallTimeout(timeout));
    }

    /** The folder with the route templates; those that came with us by default. */
    public ZfsBackup routes(Path folder) {
        return new ZfsBackup(source, choices, settings.withRoutes(folder));
    }

    /** A file with routes of the user's own, in YAML or XML, for a target {@code routes:NAME}; one more with each call. */
    public ZfsBackup routesFile(Path file) {
        List<Path> files = new ArrayList<>(settings.routesFiles());
        files.add(file);
        return new ZfsBackup(source, choices, settings.withRoutesFiles(files));
    }

    /** The command that undoes the exec pipe of that name, for reading backups. */
    public ZfsBackup undoCommand(String name, String command) {
        Map<String, String> commands = new LinkedHashMap<>(settings.undoCommands());
        commands.put(name, command);
        return new ZfsBackup(source, choices, settings.withUndoCommands(commands));
    }

    /** The function that {@code bean?name=NAME} stands for, in pipes and for reading backups. */
    public ZfsBackup function(String name, StreamFunction function) {
        Map<String, StreamFunction> functions = new LinkedHashMap<>(settings.functions());
        functions.put(name, function);
        return new ZfsBackup(source, choices, settings.withFunctions(functions));
    }

    private ZfsBackup with(String key, Object value) {
        Map<String, Object> changed = new HashMap<>(choices);
        changed.put(key, value);
        return new ZfsBackup(source, changed, settings);
    }

    /** Backs up what the target lacks; gives the number of streams that were sent and committed. */
    public int backup() throws Exception {
        if (target().startsWith("zfs:")) {
            return replication().replicate();
        }
        try (RouteRun run = new RouteRun(settings)) {
            OnePoll poll = new OnePoll();
            boolean directory = target().startsWith(FileStore.SCHEME);
            Map<String, Object> place =
                    directory ? Map.of("directory", DirectoryUri.of(target()).path()) : Map.of("target", target());
            Map<String, @Nullable Object> route =
                    chosen("prefix", "recursive", "iterate", "full", "size", "pipe", "noEncrypt");
            route.putAll(place);
            route.put("dataset", source().toString());
            route.put("initialDelay", 0);
            route.put("repeatCount", 1);
            route.put("pollStrategy", run.bind(poll));
            if (directory) {
                route.put("groupReadable", DirectoryUri.of(target()).access() == FileAccess.GROUP);
            }
            Map<String, @Nullable Object> chunk = directory ? chosen() : chosen("prefix");
            chunk.putAll(place);
            chunk.put("compress", choices.getOrDefault("compress", "none"));
            chunk.put("encrypt", choices.getOrDefault("encrypt", "none"));
            run.add(directory ? "store-chunk-in-directory" : "store-chunk", chunk)
                    .add(directory ? "backup-to-directory" : "backup", route);
            return run.awaitPoll(poll);
        }
    }

    /** The same dataset to a target that is a dataset. */
    private ZfsReplication replication() {
        Map<String, Object> taken = new HashMap<>(choices);
        taken.keySet().retainAll(List.of("recursive", "iterate", "full", "pipe"));
        taken.computeIfPresent("recursive", (key, value) -> value.toString());
        return new ZfsReplication("zfs:" + source(), target(), taken, settings);
    }

    /** Sends what a first backup would send, and counts the bytes behind the stream's pipe and the second one. */
    public long count() throws Exception {
        try (RouteRun run = new RouteRun(settings)) {
            OnePoll poll = new OnePoll();
            Map<String, @Nullable Object> route = chosen("recursive", "iterate", "pipe", "encrypt");
            route.put("dataset", source().toString());
            route.put("initialDelay", 0);
            route.put("pollStrategy", run.bind(poll));
            run.add("count", route).awaitPoll(poll);
            return run.counted(NAME);
        }
    }

    /** What the target holds, of all datasets. */
    public BackupMap list() throws IOException {
        return at(ListBackups::list);
    }

    /** Does something at the target, with its prefix; closes the target after. */
    public <T> T at(AtTarget<T> action) throws IOException {
        try (LazyStores stores = new LazyStores(settings)) {
            return action.run(backupTarget(stores));
        }
    }

    /** Something that is done at a target. */
    @FunctionalInterface
    public interface AtTarget<T> {
        T run(BackupTarget target) throws IOException;
    }

    /** Reads the source's backups back, or all at the target, and compares them with what was sent. */
    public VerifyReport verify() throws Exception {
        try (RouteRun run = new RouteRun(settings)) {
            Map<String, @Nullable Object> route = chosen(SECRETS);
            route.putAll(chosen(THAWING));
            route.putAll(chosen(ENCRYPTION));
            route.putAll(chosen("prefix"));
            route.put("target", raw(target()));
            route.put("source", source.map(Source::toString).orElse(null));
            return run.add("verify", route).request("direct:" + NAME, VerifyReport.class);
        }
    }

    /** Restores to the source's own name. */
    public int restore() throws Exception {
        return restoreTo(source().dataset().value());
    }

    /** Restores the newest backup, or that of the named snapshot; gives the number of streams that were received. */
    public int restoreTo(String dataset) throws Exception {
        try (RouteRun run = new RouteRun(settings)) {
            Map<String, @Nullable Object> route = chosen(SECRETS);
            route.putAll(chosen(THAWING));
            route.putAll(chosen(ENCRYPTION));
            route.putAll(chosen("prefix", "force"));
            route.put("target", raw(target()));
            route.put("source", source().toString());
            route.put("to", dataset);
            return run.add("restore", route)
                    .request("direct:" + NAME, List.class)
                    .size();
        }
    }

    /** Writes the plain stream of the one snapshot, as it was sent. Does not close what it writes to. */
    public void writeTo(OutputStream out) throws IOException {
        try (LazyFunctions functions = new LazyFunctions(settings);
                LazyStores stores = new LazyStores(settings)) {
            PipeContext context = pipeContext().withFunctions(functions);
            BackupTarget target = backupTarget(stores);
            BackupEntry entry = new PlanRestore(target, context, thawing()).single(source());
            try (InputStream stream = new ReadBackup(target, context).open(source().dataset(), entry)) {
                copy(stream, out);
            }
        }
        out.flush();
    }

    /** In larger steps than the JDK's: each is checked and hashed on its way. */
    private static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER];
        int count;
        while ((count = in.read(buffer, 0, buffer.length)) >= 0) {
            out.write(buffer, 0, count);
        }
    }

    /** Deletes the source's backups, or that of the named snapshot. */
    public DeletePlan delete(boolean withDependents) throws IOException {
        return delete(DeleteChoice.of(source(), withDependents));
    }

    /** Deletes the backups that are chosen, whatever the source is. */
    public DeletePlan delete(DeleteChoice choice) throws IOException {
        return at(target -> new DeleteBackups(target).delete(choice));
    }

    /** What {@link #delete} would do. Changes nothing. */
    public DeletePlan planDelete(boolean withDependents) throws IOException {
        return planDelete(DeleteChoice.of(source(), withDependents));
    }

    /** What {@link #delete} of this choice would do. Changes nothing. */
    public DeletePlan planDelete(DeleteChoice choice) throws IOException {
        return at(target -> new DeleteBackups(target).plan(choice));
    }

    /** Tries out whether the target can hold backups that can be restored; nothing stays there. */
    public CheckReport check() throws IOException {
        return check(CheckScale.DEFAULT, result -> {});
    }

    /** @param listener is told of each result at once */
    public CheckReport check(CheckScale scale, Consumer<CheckResult> listener) throws IOException {
        return at(target -> new TargetCheck(target, scale, Clock.systemUTC(), listener).run());
    }

    /** Removes what broken-off runs have left at the target; tells how many uploads were given up. */
    public int cleanUp() throws IOException {
        return at(target -> new CleanUp(target).run());
    }

    /** Makes a new map from the records of the single backups, if the map was lost or lacks some of them. */
    public RebuildReport rebuild() throws IOException {
        return at(target -> new RebuildMap(target).rebuild());
    }

    private Map<String, @Nullable Object> chosen(String... keys) {
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("name", NAME);
        for (String key : keys) {
            Object value = choices.get(key);
            parameters.put(key, key.endsWith("File") && value != null ? raw(value) : value);
        }
        return parameters;
    }

    /** A value behind the question mark of an endpoint's URI, which Camel is to take as it is. */
    private static String raw(Object value) {
        return "RAW(" + value + ")";
    }

    private Source source() {
        return source.orElseThrow(() -> new IllegalArgumentException("name a dataset"));
    }

    private String target() {
        Object target = choices.get("target");
        if (target == null) {
            throw new IllegalArgumentException("name a target, for example file:/backup/nas");
        }
        return target.toString();
    }

    private BackupTarget backupTarget(Stores stores) {
        Object prefix = choices.get("prefix");
        return BackupTarget.of(stores.open(target()), prefix == null ? null : prefix.toString());
    }

    private Thawing thawing() {
        return new Thawing(
                new Thaw(
                        Thaw.Tier.named(String.valueOf(choices.getOrDefault("thawTier", Thaw.DEFAULT.tier()))),
                        (Integer) choices.getOrDefault("thawDays", Thaw.DEFAULT.days())),
                Boolean.TRUE.equals(choices.get("thawWait")),
                Duration.ofMillis((Long) choices.getOrDefault(
                        "thawInterval", Thawing.DEFAULT.pause().toMillis())),
                settings.listener());
    }

    private PipeContext pipeContext() {
        Map<String, Command> commands = new HashMap<>();
        settings.undoCommands().forEach((name, command) -> commands.put(name, Command.parse(command)));
        return new PipeContext(
                settings.stallTimeout(),
                secret("password"),
                secret("identity"),
                commands,
                Functions.NONE,
                expectsEncryption());
    }

    private Optional<SecretSource> secret(String what) {
        Object file = choices.get(what + "File");
        Object reference = choices.get(what + "Reference");
        return SecretSource.oneOf(
                "the " + what,
                file == null ? null : new SecretFile(Path.of(file.toString()), allowsReadableSecrets()),
                reference == null
                        ? null
                        : new SecretVariable(reference.toString().substring("env:".length())));
    }

    private boolean expectsEncryption() {
        boolean named = Stream.of(
                        "passwordFile", "passwordReference", "identityFile", "identityReference", "recipientsFile")
                .anyMatch(choices::containsKey);
        return named && !Boolean.TRUE.equals(choices.get("allowUnencrypted"));
    }

    private boolean allowsReadableSecrets() {
        return Boolean.TRUE.equals(choices.get("allowReadableSecrets"));
    }
}
