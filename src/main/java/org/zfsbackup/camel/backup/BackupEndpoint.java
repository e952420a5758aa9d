package org.zfsbackup.camel.backup;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
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
import org.zfsbackup.camel.Secrets;
import org.zfsbackup.camel.ZfsConstants;
import org.zfsbackup.camel.store.ContextStores;
import org.zfsbackup.operation.RunListener;
import org.zfsbackup.operation.Thawing;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.plan.DeleteChoice;
import org.zfsbackup.process.Command;
import org.zfsbackup.target.BackupTarget;
import org.zfsbackup.target.Thaw;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Source;
import org.zfsbackup.zfs.Zfs;

/** Commit, list, read, plan a restore of, verify and delete backups: what needs the map at a target. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "backup",
        title = "Backup",
        syntax = "backup:verb",
        producerOnly = true,
        category = {Category.FILE},
        headersClass = ZfsConstants.class)
public final class BackupEndpoint extends DefaultEndpoint {
    @UriPath(
            description = "What is done.",
            enums = "store,each,commit,list,read,plan-restore,verify,delete",
            javaType = "String")
    @Metadata(required = true)
    private BackupVerb verb;

    @UriParam(
            description = "Where the backups are, for example file:/backup/nas. All verbs but each and commit need it.")
    private @Nullable String target;

    @UriParam(description = "The folder in the target that holds the map and the chunks. The host's name by default.")
    private @Nullable String prefix;

    @UriParam(description = "The dataset, or dataset@snapshot, whose backups are meant.")
    private @Nullable String source;

    @UriParam(
            description = "each: the route for each target, without the target's name at its end: direct:home-to- for"
                    + " direct:home-to-nas and direct:home-to-cloud.")
    private @Nullable String branch;

    @UriParam(description = "plan-restore: the dataset to restore to. The source's own name by default.")
    private @Nullable String to;

    @UriParam(description = "plan-restore: what is there may be rolled back or replaced.")
    private boolean force;

    @UriParam(description = "delete: backups that build on the deleted one go too.")
    private boolean withDependents;

    @UriParam(description = "delete: only tell what would go.")
    private boolean dryRun;

    @UriParam(description = "delete: the IDs of single backups, divided by commas, instead of source.")
    private @Nullable String ids;

    @UriParam(
            description =
                    "delete: whole chains, by the IDs of the full backups that they begin with, divided by commas,"
                            + " instead of source.")
    private @Nullable String chains;

    @UriParam(
            label = "security",
            description = "read, plan-restore, verify: take backups that are not encrypted although a password, an"
                    + " identity or recipients are named.")
    private boolean allowUnencrypted;

    @UriParam(
            label = "security",
            description =
                    "verify, plan-restore: the file with the recipients that backups are encrypted to. A backup that"
                            + " is not encrypted is then refused, as it is if a key is named.")
    private @Nullable String recipientsFile;

    @UriParam(
            label = "archive",
            defaultValue = "standard",
            enums = "expedited,standard,bulk",
            description = "plan-restore, verify: how fast copies are asked for of chunks that lie in an archive.")
    private String thawTier = "standard";

    @UriParam(label = "archive", defaultValue = "7", description = "plan-restore, verify: how many days they stay.")
    private int thawDays = Thaw.DEFAULT.days();

    @UriParam(
            label = "archive",
            description = "plan-restore, verify: wait for them. Else they are asked for, and the next run goes on.")
    private boolean thawWait;

    @UriParam(
            label = "archive",
            defaultValue = "60000",
            javaType = "java.time.Duration",
            description = "The pause between two looks at whether they are there.")
    private long thawInterval = Thawing.DEFAULT.pause().toMillis();

    @UriParam(
            label = "security",
            description = "read, plan-restore, verify: the file whose first line is the password.")
    private @Nullable String passwordFile;

    @UriParam(
            label = "security",
            description = "Instead of passwordFile: a reference to the password, as a placeholder without its braces:"
                    + " env:NAME, or a vault's, such as hashicorp:engine:name.")
    private @Nullable String passwordReference;

    @UriParam(
            label = "security",
            description = "read, plan-restore, verify: the file with the age identities to decrypt with.")
    private @Nullable String identityFile;

    @UriParam(
            label = "security",
            description = "Instead of identityFile: a reference to the identity, as passwordReference is one.")
    private @Nullable String identityReference;

    @UriParam(
            label = "security",
            description = "Take password and identity files although others than their owner may read them.")
    private boolean allowReadableSecrets;

    @UriParam(
            prefix = "undo.",
            multiValue = true,
            description = "read, plan-restore, verify: undo.NAME=COMMAND undoes the exec pipe of that name.")
    private @Nullable Map<String, Object> undoCommands;

    @UriParam(label = "advanced", defaultValue = "zfs", description = "The zfs command, for example sudo zfs.")
    private String zfsCommand = "zfs";

    @UriParam(
            label = "advanced",
            defaultValue = "600000",
            javaType = "java.time.Duration",
            description = "The longest time in which a stream may move no byte, before it fails.")
    private long stallTimeout = PipeContext.DEFAULT_REST.toMillis();

    BackupEndpoint(String uri, BackupComponent component, BackupVerb verb) {
        super(uri, component);
        this.verb = verb;
    }

    @Override
    public Producer createProducer() {
        return verb == BackupVerb.EACH ? new EachProducer(this) : new BackupProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("backup: is a step of a route, not its beginning");
    }

    @Override
    public BackupComponent getComponent() {
        return (BackupComponent) super.getComponent();
    }

    BackupTarget backupTarget() {
        String place = target;
        if (place == null) {
            throw new IllegalArgumentException("backup:" + verb.text() + " needs target=URI");
        }
        return BackupTarget.of(ContextStores.of(getCamelContext()).open(place), prefix);
    }

    Optional<Source> optionalSource() {
        return Optional.ofNullable(source).map(Source::parse);
    }

    Source mandatorySource() {
        return optionalSource()
                .orElseThrow(() -> new IllegalArgumentException("backup:" + verb.text() + " needs source=DATASET"));
    }

    DatasetName destination() {
        return to == null ? mandatorySource().dataset() : new DatasetName(to);
    }

    String mandatoryBranch() {
        String found = branch;
        if (found == null) {
            throw new IllegalArgumentException("backup:each needs branch=direct:NAME-");
        }
        return found;
    }

    Duration rest() {
        return Duration.ofMillis(stallTimeout);
    }

    Zfs zfs() {
        return new Zfs(Command.parse(zfsCommand), Duration.ofMillis(stallTimeout));
    }

    PipeContext context() {
        Map<String, Command> commands = new LinkedHashMap<>();
        if (undoCommands != null) {
            undoCommands.forEach((name, command) -> commands.put(name, Command.parse(String.valueOf(command))));
        }
        return new PipeContext(
                Duration.ofMillis(stallTimeout),
                Secrets.of("the password", passwordFile, passwordReference, allowReadableSecrets, getCamelContext()),
                Secrets.of("the identity", identityFile, identityReference, allowReadableSecrets, getCamelContext()),
                commands,
                getComponent().functions(),
                expectsEncryption());
    }

    private boolean expectsEncryption() {
        boolean named = Stream.of(passwordFile, passwordReference, identityFile, identityReference, recipientsFile)
                .anyMatch(Objects::nonNull);
        return named && !allowUnencrypted;
    }

    DeleteChoice deleteChoice() {
        DeleteChoice choice = new DeleteChoice(optionalSource(), words(ids), words(chains), withDependents);
        if (!choice.namesBackups()) {
            mandatorySource();
        }
        return choice;
    }

    private static List<String> words(@Nullable String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .filter(word -> !word.isEmpty())
                        .toList();
    }

    Thawing thawing(RunListener listener) {
        return new Thawing(
                new Thaw(Thaw.Tier.named(thawTier), thawDays), thawWait, Duration.ofMillis(thawInterval), listener);
    }

    public @Nullable String getIds() {
        return ids;
    }

    public void setIds(@Nullable String ids) {
        this.ids = ids;
    }

    public @Nullable String getChains() {
        return chains;
    }

    public void setChains(@Nullable String chains) {
        this.chains = chains;
    }

    public boolean isAllowUnencrypted() {
        return allowUnencrypted;
    }

    public void setAllowUnencrypted(boolean allowUnencrypted) {
        this.allowUnencrypted = allowUnencrypted;
    }

    public @Nullable String getRecipientsFile() {
        return recipientsFile;
    }

    public void setRecipientsFile(@Nullable String recipientsFile) {
        this.recipientsFile = recipientsFile;
    }

    public BackupVerb getVerb() {
        return verb;
    }

    public void setVerb(BackupVerb verb) {
        this.verb = verb;
    }

    public @Nullable String getTarget() {
        return target;
    }

    public void setTarget(@Nullable String target) {
        this.target = target;
    }

    public @Nullable String getPrefix() {
        return prefix;
    }

    public void setPrefix(@Nullable String prefix) {
        this.prefix = prefix;
    }

    public @Nullable String getSource() {
        return source;
    }

    public void setSource(@Nullable String source) {
        this.source = source;
    }

    public @Nullable String getBranch() {
        return branch;
    }

    public void setBranch(@Nullable String branch) {
        this.branch = branch;
    }

    public @Nullable String getTo() {
        return to;
    }

    public void setTo(@Nullable String to) {
        this.to = to;
    }

    public boolean isForce() {
        return force;
    }

    public void setForce(boolean force) {
        this.force = force;
    }

    public boolean isWithDependents() {
        return withDependents;
    }

    public void setWithDependents(boolean withDependents) {
        this.withDependents = withDependents;
    }

    public boolean isDryRun() {
        return dryRun;
    }

    public void setDryRun(boolean dryRun) {
        this.dryRun = dryRun;
    }

    public String getThawTier() {
        return thawTier;
    }

    public void setThawTier(String thawTier) {
        this.thawTier = thawTier;
    }

    public int getThawDays() {
        return thawDays;
    }

    public void setThawDays(int thawDays) {
        this.thawDays = thawDays;
    }

    public boolean isThawWait() {
        return thawWait;
    }

    public void setThawWait(boolean thawWait) {
        this.thawWait = thawWait;
    }

    public long getThawInterval() {
        return thawInterval;
    }

    public void setThawInterval(long thawInterval) {
        this.thawInterval = thawInterval;
    }

    public @Nullable String getPasswordFile() {
        return passwordFile;
    }

    public void setPasswordFile(@Nullable String passwordFile) {
        this.passwordFile = passwordFile;
    }

    public @Nullable String getPasswordReference() {
        return passwordReference;
    }

    public void setPasswordReference(@Nullable String passwordReference) {
        this.passwordReference = passwordReference;
    }

    public @Nullable String getIdentityFile() {
        return identityFile;
    }

    public void setIdentityFile(@Nullable String identityFile) {
        this.identityFile = identityFile;
    }

    public @Nullable String getIdentityReference() {
        return identityReference;
    }

    public void setIdentityReference(@Nullable String identityReference) {
        this.identityReference = identityReference;
    }

    public boolean isAllowReadableSecrets() {
        return allowReadableSecrets;
    }

    public void setAllowReadableSecrets(boolean allowReadableSecrets) {
        this.allowReadableSecrets = allowReadableSecrets;
    }

    public @Nullable Map<String, Object> getUndoCommands() {
        return undoCommands;
    }

    public void setUndoCommands(@Nullable Map<String, Object> undoCommands) {
        this.undoCommands = undoCommands;
    }

    public String getZfsCommand() {
        return zfsCommand;
    }

    public void setZfsCommand(String zfsCommand) {
        this.zfsCommand = zfsCommand;
    }

    public long getStallTimeout() {
        return stallTimeout;
    }

    public void setStallTimeout(long stallTimeout) {
        this.stallTimeout = stallTimeout;
    }
}
