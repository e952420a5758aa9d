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
import org.zfsbackup.operation.CleanUp;
import org.zfsbackup.operation.DeleteBackups;
import org.zfsbackup.operation.ListBackups;
import org.zfsbackup.operation.PlanRestore;
import org.zfsbackup.operation.ReadBackup;
import org.zfsbackup.operation.RebuildMap;
import org.zfsbackup.operation.RebuildReport;
import org.zfsbackup.operation.RunListener;
import org.zfsbackup.operation.VerifyReport;
import org.zfsbackup.pipe.Functions;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.pipe.StreamFunction;
import org.zfsbackup.plan.DeleteChoice;
import org.zfsbackup.plan.DeletePlan;
import org.zfsbackup.process.Command;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.service.OnePoll;
import org.zfsbackup.service.RouteRun;
import org.zfsbackup.service.Settings;
import org.zfsbackup.store.Thaw;
import org.zfsbackup.store.check.CheckReport;
import org.zfsbackup.store.check.CheckResult;
import org.zfsbackup.store.check.CheckScale;
import org.zfsbackup.store.check.StoreCheck;
import org.zfsbackup.stream.Streams;
import org.zfsbackup.zfs.DatasetUri;
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
    private final BackupRequest request;
    private final Settings settings;

    private ZfsBackup(BackupRequest request, Settings settings) {
        this.request = request;
        this.settings = settings;
    }

    /** @param source a dataset, or {@code dataset@snapshot}: a backup then ends at that snapshot */
    public static ZfsBackup of(String source) {
        return new ZfsBackup(BackupRequest.of(Optional.of(Source.parse(source))), Settings.DEFAULT);
    }

    /** No dataset in particular: for all that a target holds, to be listed or verified. */
    public static ZfsBackup of() {
        return new ZfsBackup(BackupRequest.of(Optional.empty()), Settings.DEFAULT);
    }

    /** @param target for example {@code file:/backup/nas} */
    public ZfsBackup to(String target) {
        return with(request.withTarget(Optional.of(target)));
    }

    /** The folder in the target that holds the map and the chunks; the host's name by default. */
    public ZfsBackup prefix(String prefix) {
        return with(request.withPrefix(Optional.of(prefix)));
    }

    /** Whether each stream holds the dataset's children too; by default not. */
    public ZfsBackup recursive(boolean recursive) {
        return with(options().withRecursive(recursive));
    }

    /** One incremental for each snapshot (the default), or one from the newest common snapshot to the last. */
    public ZfsBackup iterate(boolean iterate) {
        return with(options().withIterate(iterate));
    }

    /** Whether a new chain begins, beside the old backups. */
    public ZfsBackup full(boolean full) {
        return with(options().withFull(full));
    }

    /** The most bytes of a stored chunk, for example {@code 512MiB}. */
    public ZfsBackup chunkSize(String size) {
        return with(options().withChunkSize(Optional.of(size)));
    }

    /** A pipe over the whole stream, before it is cut, as in {@code pipe:NAME?OPTIONS}. */
    public ZfsBackup streamPipe(String pipe) {
        return with(options().withStreamPipe(pipe));
    }

    /** The first pipe over each chunk; {@code none} by default. */
    public ZfsBackup compress(String pipe) {
        return with(options().withCompress(pipe));
    }

    /** The second pipe over each chunk; {@code none} by default. */
    public ZfsBackup encrypt(String pipe) {
        return with(options().withEncrypt(pipe));
    }

    /** Whether a backup may be protected less than the one before it: not encrypted any more, for one. */
    public ZfsBackup noEncrypt(boolean allow) {
        return with(options().withNoEncrypt(allow));
    }

    /** Whether backups are read that are not encrypted, although a key or recipients are named. */
    public ZfsBackup allowUnencrypted(boolean allow) {
        return with(reading().withAllowUnencrypted(allow));
    }

    /** The file with the recipients that backups are encrypted to: a backup that is not encrypted is then not read. */
    public ZfsBackup recipientsFile(Path file) {
        return with(reading().withRecipientsFile(Optional.of(file)));
    }

    /** How copies are requested of chunks that lie in an archive, for reading backups. */
    public ZfsBackup thaw(Thaw how) {
        return with(reading().withThaw(how));
    }

    /**
     * Whether to wait for such copies. Otherwise they are only requested, and the run ends with an error.
     *
     * @param interval the pause between two looks
     */
    public ZfsBackup thawWait(boolean wait, Duration interval) {
        return with(reading().withThawWait(wait).withThawInterval(interval));
    }

    /** The credentials for a bucket, if they are neither in the environment nor in the target's URI. */
    public ZfsBackup credentials(AwsCredentialsProvider credentials) {
        return new ZfsBackup(request, settings.withCredentials(Optional.of(credentials)));
    }

    /** The file whose first line is the password, for reading backups. */
    public ZfsBackup passwordFile(Path file) {
        return with(reading().withPassword(reading().password().withFile(Optional.of(file))));
    }

    /** The environment variable that holds the password, for reading backups. */
    public ZfsBackup passwordVariable(String name) {
        return with(reading().withPassword(reading().password().withVariable(Optional.of(name))));
    }

    /** The file with the age identities, for reading backups. */
    public ZfsBackup identityFile(Path file) {
        return with(reading().withIdentity(reading().identity().withFile(Optional.of(file))));
    }

    /** The environment variable that holds an age identity, for reading backups. */
    public ZfsBackup identityVariable(String name) {
        return with(reading().withIdentity(reading().identity().withVariable(Optional.of(name))));
    }

    /** Whether such files are taken although others than their owner may read them. */
    public ZfsBackup allowReadableSecrets(boolean allow) {
        return with(reading().withAllowReadableSecrets(allow));
    }

    /** Whether a restore may roll back or replace what is at its destination. */
    public ZfsBackup force(boolean force) {
        return with(request.withForce(force));
    }

    /** Learns what happens while a verb runs, in the threads that do the work. */
    public ZfsBackup listener(RunListener listener) {
        return new ZfsBackup(request, settings.withListener(listener));
    }

    /** The zfs command, for example {@code sudo zfs}. */
    public ZfsBackup zfsCommand(String command) {
        return new ZfsBackup(request, settings.withZfsCommand(command));
    }

    /** The longest time in which a stream may move no byte. */
    public ZfsBackup stallTimeout(Duration timeout) {
        return new ZfsBackup(request, settings.withStallTimeout(timeout));
    }

    /** The folder with the route templates; those in our jar by default. */
    public ZfsBackup routes(Path folder) {
        return new ZfsBackup(request, settings.withRoutes(Optional.of(folder)));
    }

    /** A file with routes of the user's own, in YAML or XML, for a target {@code routes:NAME}; each call adds one. */
    public ZfsBackup routesFile(Path file) {
        List<Path> files = new ArrayList<>(settings.routesFiles());
        files.add(file);
        return new ZfsBackup(request, settings.withRoutesFiles(files));
    }

    /** The command that undoes the exec pipe of that name, for reading backups. */
    public ZfsBackup undoCommand(String name, String command) {
        Map<String, String> commands = new LinkedHashMap<>(settings.undoCommands());
        commands.put(name, command);
        return new ZfsBackup(request, settings.withUndoCommands(commands));
    }

    /** The function that {@code bean?name=NAME} stands for, in pipes and for reading backups. */
    public ZfsBackup function(String name, StreamFunction function) {
        Map<String, StreamFunction> functions = new LinkedHashMap<>(settings.functions());
        functions.put(name, function);
        return new ZfsBackup(request, settings.withFunctions(functions));
    }

    private BackupOptions options() {
        return request.options();
    }

    private ReadOptions reading() {
        return request.reading();
    }

    private ZfsBackup with(BackupRequest changed) {
        return new ZfsBackup(changed, settings);
    }

    private ZfsBackup with(BackupOptions changed) {
        return with(request.withOptions(changed));
    }

    private ZfsBackup with(ReadOptions changed) {
        return with(request.withReading(changed));
    }

    /** Backs up what the target lacks; returns the number of streams that were sent and committed. */
    public int backup() throws Exception {
        if (DatasetUri.isDataset(request.mandatoryTarget())) {
            return replication().replicate();
        }
        try (RouteRun run = new RouteRun(settings)) {
            OnePoll poll = new OnePoll();
            return run.add(request.chunkTemplate(), request.chunk().values())
                    .add(
                            "backup",
                            request.backup().set("pollStrategy", run.bind(poll)).values())
                    .awaitPoll(poll);
        }
    }

    /** The same to a target that is a dataset. */
    private ZfsReplication replication() {
        return ZfsReplication.of(DatasetUri.SCHEME + request.mandatorySource())
                .to(request.mandatoryTarget())
                .recursive(options().recursive() ? "true" : "false")
                .iterate(options().iterate())
                .full(options().full())
                .pipe(options().streamPipe())
                .settings(settings);
    }

    /** Sends what a first backup would send, and counts the bytes after the stream's pipe and the second one. */
    public long count() throws Exception {
        try (RouteRun run = new RouteRun(settings)) {
            OnePoll poll = new OnePoll();
            run.add("count", request.count().set("pollStrategy", run.bind(poll)).values())
                    .awaitPoll(poll);
            return run.counted(BackupRequest.ROUTE);
        }
    }

    /** What the target holds, of all datasets. */
    public BackupMap list() throws IOException {
        return at(ListBackups::list);
    }

    /** Does something with the repository at the target; closes the target afterwards. */
    public <T> T at(AtTarget<T> action) throws IOException {
        try (LazyStores stores = new LazyStores(settings)) {
            return action.run(request.repository(stores));
        }
    }

    /** Something that is done at a target. */
    @FunctionalInterface
    public interface AtTarget<T> {
        T run(Repository target) throws IOException;
    }

    /** Reads the source's backups back, or all at the target, and compares them with what was sent. */
    public VerifyReport verify() throws Exception {
        try (RouteRun run = new RouteRun(settings)) {
            return run.add("verify", request.verify().values())
                    .request("direct:" + BackupRequest.ROUTE, VerifyReport.class);
        }
    }

    /** Restores to the source's own name. */
    public int restore() throws Exception {
        return restoreTo(request.mandatorySource().dataset().value());
    }

    /** Restores the newest backup, or that of the named snapshot; returns the number of streams that were received. */
    public int restoreTo(String dataset) throws Exception {
        try (RouteRun run = new RouteRun(settings)) {
            return run.add("restore", request.restore(dataset).values())
                    .request("direct:" + BackupRequest.ROUTE, List.class)
                    .size();
        }
    }

    /** Writes the plain stream of the one snapshot, as it was sent. Does not close what it writes to. */
    public void writeTo(OutputStream out) throws IOException {
        Source source = request.mandatorySource();
        try (LazyFunctions functions = new LazyFunctions(settings);
                LazyStores stores = new LazyStores(settings)) {
            PipeContext context = pipeContext().withFunctions(functions);
            Repository repository = request.repository(stores);
            BackupEntry entry =
                    new PlanRestore(repository, context, reading().thawing(settings.listener())).single(source);
            try (InputStream stream = new ReadBackup(repository, context).open(source.dataset(), entry)) {
                Streams.copy(stream, out);
            }
        }
        out.flush();
    }

    /** Deletes the source's backups, or that of the named snapshot. */
    public DeletePlan delete(boolean withDependents) throws IOException {
        return delete(DeleteChoice.of(request.mandatorySource(), withDependents));
    }

    /** Deletes the backups that are chosen, whatever the source is. */
    public DeletePlan delete(DeleteChoice choice) throws IOException {
        return at(target -> new DeleteBackups(target).delete(choice));
    }

    /** What {@link #delete} would do. Changes nothing. */
    public DeletePlan planDelete(boolean withDependents) throws IOException {
        return planDelete(DeleteChoice.of(request.mandatorySource(), withDependents));
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
        return at(target -> new StoreCheck(target.store(), target.prefix(), scale, Clock.systemUTC(), listener).run());
    }

    /** Removes what broken-off runs have left at the target; tells how many uploads were given up. */
    public int cleanUp() throws IOException {
        return at(target -> new CleanUp(target).run());
    }

    /** Makes a new map from the records of the single backups, if the map was lost or lacks some of them. */
    public RebuildReport rebuild() throws IOException {
        return at(target -> new RebuildMap(target).rebuild());
    }

    private PipeContext pipeContext() {
        Map<String, Command> commands = new HashMap<>();
        settings.undoCommands().forEach((name, command) -> commands.put(name, Command.parse(command)));
        boolean allowReadable = reading().allowReadableSecrets();
        return new PipeContext(
                settings.stallTimeout(),
                reading().password().source("the password", allowReadable),
                reading().identity().source("the identity", allowReadable),
                commands,
                Functions.NONE,
                reading().expectsEncryption());
    }
}
