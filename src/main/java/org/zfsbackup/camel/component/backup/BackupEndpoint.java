package org.zfsbackup.camel.component.backup;

import java.time.Duration;
import java.util.Optional;
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
import org.zfsbackup.camel.StallConfiguration;
import org.zfsbackup.camel.ZfsConstants;
import org.zfsbackup.operation.DatasetSelection;
import org.zfsbackup.operation.RunListener;
import org.zfsbackup.operation.Thawing;
import org.zfsbackup.operation.VerifyDepth;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.plan.DeleteChoice;
import org.zfsbackup.process.Command;
import org.zfsbackup.process.Host;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.store.camel.ContextStores;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Source;
import org.zfsbackup.zfs.Zfs;

/**
 * Commit, list, read, verify, delete, prune, and plan and test restores of backups.
 *
 * <p>All verbs work with the map in a target.
 */
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
            description = "The operation.",
            enums = "store,each,commit,list,read,plan-restore,verify,delete,prune,test-restore",
            javaType = "String")
    @Metadata(required = true)
    private BackupVerb verb;

    @UriParam(
            description = "The place that holds the backups, for example file:/backup/nas. Required by all"
                    + " verbs except each and commit.")
    private @Nullable String target;

    @UriParam(description = "The folder in the target that holds the map and the chunks. By default the host's name.")
    private @Nullable String prefix;

    @UriParam(
            description = "Selects the backups of this dataset. With an at sign and the name of a snapshot,"
                    + " it selects the backup of that snapshot.")
    private @Nullable String source;

    @UriParam(
            description = "each: the common beginning of the routes for the targets, to which the name of the"
                    + " target is added: direct:home-to- for direct:home-to-nas and direct:home-to-cloud.")
    private @Nullable String branch;

    @UriParam(description = "plan-restore: the dataset to restore to. By default the source's own name.")
    private @Nullable String to;

    @UriParam(
            defaultValue = "false",
            description = "plan-restore: also restore the datasets below the source, each from backups of its own.")
    private boolean recursive;

    @UriParam(
            description = "plan-restore with recursive=true: the datasets to restore, as patterns separated by commas."
                    + " All by default.")
    private @Nullable String include;

    @UriParam(description = "plan-restore with recursive=true: the datasets to leave out, as patterns.")
    private @Nullable String exclude;

    @UriParam(description = "plan-restore: allow an existing destination to be rolled back or replaced.")
    private boolean force;

    @UriParam(
            defaultValue = "true",
            description = "plan-restore: set the properties again that were set on the datasets that are created.")
    private boolean properties = true;

    @UriParam(label = "advanced", defaultValue = "zfs", description = "The zfs command, for example sudo zfs.")
    private String zfsCommand = "zfs";

    @UriParam
    private ReadConfiguration reading = new ReadConfiguration();

    @UriParam
    private ArchiveConfiguration archive = new ArchiveConfiguration();

    @UriParam
    private DeleteConfiguration delete = new DeleteConfiguration();

    @UriParam(
            defaultValue = "100%",
            description =
                    "verify: how much of the stored bytes to read: a part such as 5%, a size such as 10GiB, or 0 to"
                            + " look only whether every chunk is there. A run begins after what the one before it has read.")
    private String readData = "100%";

    @UriParam
    private PruneConfiguration prune = new PruneConfiguration();

    @UriParam
    private TestRestoreConfiguration testRestore = new TestRestoreConfiguration();

    @UriParam
    private StallConfiguration stall = new StallConfiguration();

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
        throw new UnsupportedOperationException("backup: cannot start a route; use it in a to: step");
    }

    @Override
    public BackupComponent getComponent() {
        return (BackupComponent) super.getComponent();
    }

    Repository backupTarget() {
        String place = target;
        if (place == null) {
            throw new IllegalArgumentException("backup:" + verb.text() + " needs target=URI");
        }
        return Repository.of(ContextStores.of(getCamelContext()).open(place), prefix);
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

    DatasetSelection selection() {
        return DatasetSelection.of(include, exclude);
    }

    Zfs zfs() {
        Duration finish = Duration.ofMillis(testRestore.getFinishTimeout());
        return new Zfs(Host.local(), Command.parse(zfsCommand), stall.duration(), finish);
    }

    PipeContext context() {
        return reading.context(stall.duration(), getComponent().functions(), getCamelContext());
    }

    DeleteChoice deleteChoice() {
        DeleteChoice choice = delete.choice(optionalSource());
        if (!choice.namesBackups()) {
            mandatorySource();
        }
        return choice;
    }

    Thawing thawing(RunListener listener) {
        return archive.thawing(listener);
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

    public boolean isRecursive() {
        return recursive;
    }

    public void setRecursive(boolean recursive) {
        this.recursive = recursive;
    }

    public @Nullable String getInclude() {
        return include;
    }

    public void setInclude(@Nullable String include) {
        this.include = include;
    }

    public @Nullable String getExclude() {
        return exclude;
    }

    public void setExclude(@Nullable String exclude) {
        this.exclude = exclude;
    }

    public boolean isForce() {
        return force;
    }

    public void setForce(boolean force) {
        this.force = force;
    }

    public boolean isProperties() {
        return properties;
    }

    public void setProperties(boolean properties) {
        this.properties = properties;
    }

    public String getZfsCommand() {
        return zfsCommand;
    }

    public void setZfsCommand(String zfsCommand) {
        this.zfsCommand = zfsCommand;
    }

    public ReadConfiguration getReading() {
        return reading;
    }

    public void setReading(ReadConfiguration reading) {
        this.reading = reading;
    }

    public ArchiveConfiguration getArchive() {
        return archive;
    }

    public void setArchive(ArchiveConfiguration archive) {
        this.archive = archive;
    }

    VerifyDepth depth() {
        return VerifyDepth.parse(readData);
    }

    public String getReadData() {
        return readData;
    }

    public void setReadData(String readData) {
        this.readData = readData;
    }

    public PruneConfiguration getPrune() {
        return prune;
    }

    public void setPrune(PruneConfiguration prune) {
        this.prune = prune;
    }

    public TestRestoreConfiguration getTestRestore() {
        return testRestore;
    }

    public void setTestRestore(TestRestoreConfiguration testRestore) {
        this.testRestore = testRestore;
    }

    public DeleteConfiguration getDelete() {
        return delete;
    }

    public void setDelete(DeleteConfiguration delete) {
        this.delete = delete;
    }

    public StallConfiguration getStall() {
        return stall;
    }

    public void setStall(StallConfiguration stall) {
        this.stall = stall;
    }
}
