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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.zfsbackup.operation.CleanUp;
import org.zfsbackup.operation.DatasetSelection;
import org.zfsbackup.operation.DeleteBackups;
import org.zfsbackup.operation.ListBackups;
import org.zfsbackup.operation.PinBackups;
import org.zfsbackup.operation.PlanRestore;
import org.zfsbackup.operation.PruneBackups;
import org.zfsbackup.operation.ReadBackup;
import org.zfsbackup.operation.RebuildMap;
import org.zfsbackup.operation.RebuildReport;
import org.zfsbackup.operation.Recursion;
import org.zfsbackup.operation.RunListener;
import org.zfsbackup.operation.VerifyDepth;
import org.zfsbackup.operation.VerifyReport;
import org.zfsbackup.operation.replication.BaseRetention;
import org.zfsbackup.operation.replication.Bases;
import org.zfsbackup.operation.scratch.BackupPick;
import org.zfsbackup.operation.scratch.FileChoice;
import org.zfsbackup.operation.scratch.RestoreFiles;
import org.zfsbackup.operation.scratch.RestoredFiles;
import org.zfsbackup.operation.scratch.TestRestoreReport;
import org.zfsbackup.pipe.Functions;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.pipe.StreamFunction;
import org.zfsbackup.plan.ChainLimit;
import org.zfsbackup.plan.DeleteChoice;
import org.zfsbackup.plan.DeletePlan;
import org.zfsbackup.plan.KeepRules;
import org.zfsbackup.plan.PrunePlan;
import org.zfsbackup.plan.replication.SendFormatPreference;
import org.zfsbackup.process.Command;
import org.zfsbackup.process.Host;
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
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetUri;
import org.zfsbackup.zfs.Source;
import org.zfsbackup.zfs.Zfs;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Backs up a dataset, and lists, verifies, restores and deletes its backups.
 *
 * <pre>{@code
 * ZfsBackup.of("tank/home").to("file:/backup/nas").compress("gzip?level=3").backup();
 * ZfsBackup.of("tank/home").to("file:/backup/nas").restoreTo("tank/home-again");
 * }</pre>
 *
 * <p>Immutable: each option method returns a new object. Each operation runs to its end in the calling thread, and
 * throws an exception if it was not completed; a failed backup leaves the target's map unchanged. Invalid options are
 * reported as {@link IllegalArgumentException}.
 */
public final class ZfsBackup {
    private final BackupRequest request;
    private final Settings settings;

    private ZfsBackup(BackupRequest request, Settings settings) {
        this.request = request;
        this.settings = settings;
    }

    /**
     * Starts with a dataset.
     *
     * @param source a dataset, or {@code dataset@snapshot} to end a backup at that snapshot
     * @throws IllegalArgumentException if the name is invalid
     */
    public static ZfsBackup of(String source) {
        return new ZfsBackup(BackupRequest.of(Optional.of(Source.parse(source))), Settings.DEFAULT);
    }

    /** Starts without a dataset, to list or verify everything at a target. */
    public static ZfsBackup of() {
        return new ZfsBackup(BackupRequest.of(Optional.empty()), Settings.DEFAULT);
    }

    /**
     * Sets the target.
     *
     * @param target for example {@code file:/backup/nas}
     */
    public ZfsBackup to(String target) {
        return with(request.withTarget(Optional.of(target)));
    }

    /** Sets the folder in the target that holds the map and the chunks; by default the host's name. */
    public ZfsBackup prefix(String prefix) {
        return with(request.withPrefix(Optional.of(prefix)));
    }

    /** Whether each stream contains the dataset's children; by default not. */
    public ZfsBackup recursive(boolean recursive) {
        return recursion(recursive ? Recursion.TRUE : Recursion.FALSE);
    }

    /**
     * Sets how the dataset's children are included; by default not at all. With {@link Recursion#EACH} every dataset has
     * a chain of its own, and a restore brings back all of them.
     */
    public ZfsBackup recursion(Recursion recursion) {
        return with(options().withRecursion(recursion));
    }

    /** With {@link Recursion#EACH}: sets which datasets to back up or restore; all by default. */
    public ZfsBackup selection(DatasetSelection selection) {
        return with(options().withSelection(selection));
    }

    /** With {@link Recursion#EACH}: sets the number of datasets that are sent at the same time; 1 by default. */
    public ZfsBackup parallel(int datasets) {
        return with(options().withParallel(datasets));
    }

    /**
     * Sets the form in which streams are sent. By default encrypted datasets are sent raw. A chain is continued in the
     * form in which it was started.
     */
    public ZfsBackup format(SendFormatPreference form) {
        return with(options().withForm(form));
    }

    /**
     * Whether to send one incremental for each snapshot (the default), or one from the newest common snapshot to the
     * last.
     */
    public ZfsBackup iterate(boolean iterate) {
        return with(options().withIterate(iterate));
    }

    /** Whether to start a new chain, and keep the old backups. */
    public ZfsBackup full(boolean full) {
        return with(options().withFull(full));
    }

    /** Sets when a run starts a new chain by itself, so that the old one can be pruned. */
    public ZfsBackup fullEvery(ChainLimit limit) {
        return with(options().withFullEvery(Optional.of(limit)));
    }

    /**
     * Whether to start over at a target that has no backups of the dataset, although it is remembered to have had some,
     * or that has those of another dataset of the same name.
     */
    public ZfsBackup newTarget(boolean newTarget) {
        return with(options().withNewTarget(newTarget));
    }

    /** Sets how the newest snapshot that was backed up is kept as a base at the source. */
    public ZfsBackup keepBase(BaseRetention keep) {
        return with(options().withKeepBase(keep));
    }

    /** Sets the maximum size of a stored chunk, for example {@code 512MiB}. */
    public ZfsBackup chunkSize(String size) {
        return with(options().withChunkSize(Optional.of(size)));
    }

    /** Sets the pipe for the whole stream, before it is cut, as in {@code pipe:NAME?OPTIONS}. */
    public ZfsBackup streamPipe(String pipe) {
        return with(options().withStreamPipe(pipe));
    }

    /** Sets the first pipe for each chunk; {@code none} by default. */
    public ZfsBackup compress(String pipe) {
        return with(options().withCompress(pipe));
    }

    /** Sets the second pipe for each chunk; {@code none} by default. */
    public ZfsBackup encrypt(String pipe) {
        return with(options().withEncrypt(pipe));
    }

    /** Whether a backup may be protected less than the one before it, for example no longer encrypted. */
    public ZfsBackup noEncrypt(boolean allow) {
        return with(options().withNoEncrypt(allow));
    }

    /** Whether to read backups that are not encrypted although a key or recipients are given. */
    public ZfsBackup allowUnencrypted(boolean allow) {
        return with(reading().withAllowUnencrypted(allow));
    }

    /**
     * Sets the file with the recipients that backups are encrypted to; a backup that is not encrypted is then refused.
     */
    public ZfsBackup recipientsFile(Path file) {
        return with(reading().withRecipientsFile(Optional.of(file)));
    }

    /** Sets how copies of archived chunks are requested when backups are read. */
    public ZfsBackup thaw(Thaw how) {
        return with(reading().withThaw(how));
    }

    /**
     * Whether to wait for copies of archived chunks. Otherwise they are only requested, and the operation fails.
     *
     * @param interval the pause between two checks
     */
    public ZfsBackup thawWait(boolean wait, Duration interval) {
        return with(reading().withThawWait(wait).withThawInterval(interval));
    }

    /** Sets the credentials for a bucket; by default the AWS SDK searches for them. */
    public ZfsBackup credentials(AwsCredentialsProvider credentials) {
        return new ZfsBackup(request, settings.withCredentials(Optional.of(credentials)));
    }

    /** Sets the file whose first line is the password to read backups with. */
    public ZfsBackup passwordFile(Path file) {
        return with(reading().withPassword(reading().password().withFile(Optional.of(file))));
    }

    /** Sets the environment variable with the password to read backups with. */
    public ZfsBackup passwordVariable(String name) {
        return with(reading().withPassword(reading().password().withVariable(Optional.of(name))));
    }

    /** Sets the file with the age identities to read backups with. */
    public ZfsBackup identityFile(Path file) {
        return with(reading().withIdentity(reading().identity().withFile(Optional.of(file))));
    }

    /** Sets the environment variable with an age identity to read backups with. */
    public ZfsBackup identityVariable(String name) {
        return with(reading().withIdentity(reading().identity().withVariable(Optional.of(name))));
    }

    /** Whether to accept password and identity files that others than their owner can read. */
    public ZfsBackup allowReadableSecrets(boolean allow) {
        return with(reading().withAllowReadableSecrets(allow));
    }

    /** Whether a restore may roll back or replace its destination. */
    public ZfsBackup force(boolean force) {
        return with(request.withForce(force));
    }

    /** Whether a restore sets the properties again that were set on the datasets; by default it does. */
    public ZfsBackup properties(boolean restore) {
        return with(request.withProperties(restore));
    }

    /** Sets how long to wait for another run on the same repository; by default such a run is an error at once. */
    public ZfsBackup lockTimeout(Duration timeout) {
        return with(request.withLockTimeout(timeout));
    }

    /** Sets a listener for the progress, which is called in the threads that do the work. */
    public ZfsBackup listener(RunListener listener) {
        return new ZfsBackup(request, settings.withListener(listener));
    }

    /** Sets the zfs command, for example {@code sudo zfs}. */
    public ZfsBackup zfsCommand(String command) {
        return new ZfsBackup(request, settings.withZfsCommand(command));
    }

    /** Sets the longest time without a byte, after which a stream fails. */
    public ZfsBackup stallTimeout(Duration timeout) {
        return new ZfsBackup(request, settings.withStallTimeout(timeout));
    }

    /** Sets how long zfs may take to end a receive after the last byte of a stream; by default an hour. */
    public ZfsBackup finishTimeout(Duration timeout) {
        return new ZfsBackup(request, settings.withFinishTimeout(timeout));
    }

    /** Sets the folder with the route templates; by default those in our jar. */
    public ZfsBackup routes(Path folder) {
        return new ZfsBackup(request, settings.withRoutes(Optional.of(folder)));
    }

    /** Adds a file with the user's own routes, in YAML or XML, for a target {@code routes:NAME}. */
    public ZfsBackup routesFile(Path file) {
        List<Path> files = new ArrayList<>(settings.routesFiles());
        files.add(file);
        return new ZfsBackup(request, settings.withRoutesFiles(files));
    }

    /** Adds the command that reverses the exec pipe with this name, to read backups. */
    public ZfsBackup undoCommand(String name, String command) {
        Map<String, String> commands = new LinkedHashMap<>(settings.undoCommands());
        commands.put(name, command);
        return new ZfsBackup(request, settings.withUndoCommands(commands));
    }

    /** Adds the function of {@code bean?name=NAME}, for pipes and to read backups. */
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

    /**
     * Backs up what the target lacks.
     *
     * @return the number of streams that were sent and committed
     * @throws Exception if a stream was not sent or not committed
     */
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

    /** The same, if the target is a dataset. */
    private ZfsReplication replication() {
        return ZfsReplication.of(DatasetUri.SCHEME + request.mandatorySource())
                .to(request.mandatoryTarget())
                .recursive(options().recursion().name().toLowerCase(Locale.ROOT))
                .selection(options().selection())
                .parallel(options().parallel())
                .format(options().form())
                .iterate(options().iterate())
                .full(options().full())
                .keepBase(options().keepBase())
                .pipe(options().streamPipe())
                .settings(settings);
    }

    /**
     * Counts the bytes that a first backup would store, without storing them.
     *
     * @return the number of bytes after the stream's pipe and the encrypting pipe
     * @throws Exception if a stream could not be read to its end
     */
    public long count() throws Exception {
        try (RouteRun run = new RouteRun(settings)) {
            OnePoll poll = new OnePoll();
            run.add("count", request.count().set("pollStrategy", run.bind(poll)).values())
                    .awaitPoll(poll);
            return run.counted(BackupRequest.ROUTE);
        }
    }

    /**
     * Lists the backups of all datasets at the target.
     *
     * @throws IOException if the map is damaged or the target cannot be reached
     */
    public BackupMap list() throws IOException {
        return at(ListBackups::list);
    }

    /**
     * Lists the bookmarks and holds that backups and replications keep at the source and the datasets below it, for any
     * target.
     *
     * @throws IOException if the source does not exist or zfs fails
     */
    public List<Bases.KeptBase> bases() throws IOException {
        return sourceBases().bases();
    }

    /**
     * Releases all of them. Pruning at the source may then end the chain to any target.
     *
     * @return what was released
     * @throws IOException if the source does not exist or zfs fails
     */
    public List<Bases.KeptBase> releaseAllBases() throws IOException {
        return sourceBases().releaseAllBases();
    }

    /**
     * Releases those of this target, of the dataset and the datasets below it. Pruning at the source may then end the
     * chain there, and the source no longer remembers the target.
     *
     * @return what was released
     * @throws IOException if the source does not exist, or zfs or the target fails
     */
    public List<Bases.KeptBase> releaseBases() throws IOException {
        String place = at(repository -> repository.place());
        return sourceBases().releaseBasesOf(place);
    }

    private ZfsReplication sourceBases() {
        return ZfsReplication.of(DatasetUri.SCHEME + request.mandatorySource().dataset())
                .settings(settings);
    }

    /**
     * Runs an action with the repository at the target, and closes the target afterwards.
     *
     * @throws IOException what the action failed with
     */
    public <T> T at(AtTarget<T> action) throws IOException {
        try (LazyStores stores = new LazyStores(settings)) {
            return action.run(request.repository(stores));
        }
    }

    /** An action with a repository. */
    @FunctionalInterface
    public interface AtTarget<T> {
        /**
         * Runs in the calling thread; the repository is closed afterwards.
         *
         * @throws IOException if it fails
         */
        T run(Repository target) throws IOException;
    }

    /**
     * Reads the backups of the source, or all at the target, and compares them with what was sent. Damage is in the
     * report.
     *
     * @throws Exception if the backups cannot be verified
     */
    public VerifyReport verify() throws Exception {
        return verify(VerifyDepth.FULL);
    }

    /**
     * Like {@link #verify()}, but reads only a part of the stored bytes, and each time another one.
     *
     * @throws Exception if the backups cannot be verified
     */
    public VerifyReport verify(VerifyDepth depth) throws Exception {
        try (RouteRun run = new RouteRun(settings)) {
            return run.add("verify", request.verify(depth).values())
                    .request("direct:" + BackupRequest.ROUTE, VerifyReport.class);
        }
    }

    /**
     * Restores to the source's own name.
     *
     * @return the number of streams that were received
     * @throws Exception if the restore was not completed
     */
    public int restore() throws Exception {
        return restoreTo(request.mandatorySource().dataset().value());
    }

    /**
     * Restores the newest backup, or the one of the given snapshot.
     *
     * @param dataset the dataset to restore to
     * @return the number of streams that were received
     * @throws Exception if the restore was not completed
     */
    public int restoreTo(String dataset) throws Exception {
        try (RouteRun run = new RouteRun(settings)) {
            return run.add("restore", request.restore(dataset).values())
                    .request("direct:" + BackupRequest.ROUTE, List.class)
                    .size();
        }
    }

    /**
     * Restores a backup into a new dataset, compares it with what was backed up, and destroys that dataset again. What differs
     * is in the report.
     *
     * @param pick which backup to restore if the source names no snapshot
     * @param scratch an existing dataset, below which the new one is created
     * @throws Exception if the backup cannot be restored, or the new dataset cannot be destroyed
     */
    public TestRestoreReport testRestore(BackupPick pick, String scratch) throws Exception {
        try (RouteRun run = new RouteRun(settings)) {
            return run.add(
                            "test-restore",
                            request.testRestore(pick, scratch)
                                    .set(
                                            "finishTimeout",
                                            settings.finishTimeout().toMillis())
                                    .values())
                    .request("direct:" + BackupRequest.ROUTE, TestRestoreReport.class);
        }
    }

    /**
     * Brings back single files of the newest backup, or of that of the given snapshot: restores it into a new dataset of this
     * host, copies the files, and destroys that dataset. Nothing that exists is changed.
     *
     * @param choice which files
     * @param directory an existing directory to copy them to
     * @param scratch an existing dataset, below which the new one is created
     * @return what was copied, and what was left out
     * @throws IOException if no file matches, or the backup cannot be restored or its files cannot be reached
     */
    public RestoredFiles restoreFiles(FileChoice choice, Path directory, String scratch) throws IOException {
        try (LazyFunctions functions = new LazyFunctions(settings);
                LazyStores stores = new LazyStores(settings)) {
            Zfs zfs = new Zfs(
                    Host.local(),
                    Command.parse(settings.zfsCommand()),
                    settings.stallTimeout(),
                    settings.finishTimeout());
            return new RestoreFiles(
                            request.repository(stores),
                            pipeContext().withFunctions(functions),
                            reading().thawing(settings.listener()),
                            zfs)
                    .run(request.mandatorySource(), choice, directory, new DatasetName(scratch));
        }
    }

    /**
     * Writes the plain stream of one backup, as it was sent. Does not close {@code out}.
     *
     * @throws IOException if the backup cannot be read, or is damaged; what was written must then not be used
     */
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

    /**
     * Deletes the backups of the source, or the one of the given snapshot.
     *
     * @param withDependents whether to delete the backups that build on them as well; otherwise they prevent the
     *     deletion
     * @return the plan that was carried out, or that refuses the deletion
     * @throws IOException if the target fails
     */
    public DeletePlan delete(boolean withDependents) throws IOException {
        return delete(DeleteChoice.of(request.mandatorySource(), withDependents));
    }

    /**
     * Deletes the chosen backups, regardless of the source.
     *
     * @return the plan that was carried out, or that refuses the deletion
     * @throws IOException if the target fails
     */
    public DeletePlan delete(DeleteChoice choice) throws IOException {
        return at(target -> new DeleteBackups(target, request.lockTimeout()).delete(choice));
    }

    /**
     * Plans what {@link #delete(boolean)} would do. Changes nothing.
     *
     * @throws IOException if the map cannot be read
     */
    public DeletePlan planDelete(boolean withDependents) throws IOException {
        return planDelete(DeleteChoice.of(request.mandatorySource(), withDependents));
    }

    /**
     * Plans what {@link #delete(DeleteChoice)} would do. Changes nothing.
     *
     * @throws IOException if the map cannot be read
     */
    public DeletePlan planDelete(DeleteChoice choice) throws IOException {
        return at(target -> new DeleteBackups(target).plan(choice));
    }

    /**
     * Deletes the backups that no rule keeps: those of the source's dataset, or, without a source, those of each dataset.
     *
     * @return the plan that was carried out, or whose deletion is a refusal
     * @throws IOException if the target fails
     */
    public PrunePlan prune(KeepRules rules) throws IOException {
        return at(target -> new PruneBackups(target, request.lockTimeout())
                .prune(request.source().map(Source::dataset), rules));
    }

    /**
     * Plans what {@link #prune} would do. Changes nothing.
     *
     * @throws IOException if the map cannot be read
     */
    public PrunePlan planPrune(KeepRules rules) throws IOException {
        return at(target -> new PruneBackups(target).plan(request.source().map(Source::dataset), rules));
    }

    /**
     * Pins the backups of the source's snapshot, or those with these IDs: neither {@link #prune} nor a deletion removes them.
     *
     * @param reason why, for people
     * @return the pinned backups
     * @throws IOException if there is no such backup, or the target fails
     */
    public List<DeletePlan.Deleted> pin(List<String> ids, Optional<String> reason) throws IOException {
        return at(target -> new PinBackups(target, request.lockTimeout()).pin(request.source(), ids, reason));
    }

    /**
     * Removes the pins of the backups of the source's snapshot, or of those with these IDs.
     *
     * @return the backups that are not pinned any more
     * @throws IOException if there is no such backup, or the target fails
     */
    public List<DeletePlan.Deleted> unpin(List<String> ids) throws IOException {
        return at(target -> new PinBackups(target, request.lockTimeout()).unpin(request.source(), ids));
    }

    /**
     * Checks whether backups at the target can be restored; deletes everything that it has written.
     *
     * @throws IOException if it is interrupted
     */
    public CheckReport check() throws IOException {
        return check(CheckScale.DEFAULT, result -> {});
    }

    /**
     * Like {@link #check()}, with a listener and another amount of data.
     *
     * @param listener gets each result at once, in the calling thread
     * @throws IOException if it is interrupted
     */
    public CheckReport check(CheckScale scale, Consumer<CheckResult> listener) throws IOException {
        return at(target -> new StoreCheck(target.store(), target.prefix(), scale, Clock.systemUTC(), listener).run());
    }

    /**
     * Removes what interrupted runs have left at the target.
     *
     * @return the number of interrupted uploads that were aborted
     * @throws IOException if another run has the lock, or the target fails
     */
    public int cleanUp() throws IOException {
        return at(target -> new CleanUp(target, request.lockTimeout()).run());
    }

    /**
     * Creates a new map from the records of the single backups, if the map is lost or lacks some of them.
     *
     * @throws IOException if there is nothing to rebuild, or nothing to rebuild the map from
     */
    public RebuildReport rebuild() throws IOException {
        return at(target -> new RebuildMap(target, request.lockTimeout()).rebuild());
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
