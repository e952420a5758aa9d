package org.zfsbackup.camel.component.zfs;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.ScheduledPollEndpoint;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.camel.StallConfiguration;
import org.zfsbackup.camel.ZfsConstants;
import org.zfsbackup.library.OptionalLibrary;
import org.zfsbackup.operation.BackupSource;
import org.zfsbackup.operation.Recursion;
import org.zfsbackup.operation.replication.ReplicationSettings;
import org.zfsbackup.plan.BackupChoice;
import org.zfsbackup.plan.ChainLimit;
import org.zfsbackup.plan.replication.IncrementalSteps;
import org.zfsbackup.plan.replication.ReplicationChoice;
import org.zfsbackup.process.Command;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.store.camel.ContextStores;
import org.zfsbackup.zfs.DatasetUri;
import org.zfsbackup.zfs.Source;
import org.zfsbackup.zfs.Zfs;

/**
 * Send the snapshots of a ZFS dataset that a target lacks, or receive a stream as a dataset.
 *
 * <p>As a consumer it lists the dataset's snapshots, looks up which of them the target has, and creates an exchange for
 * each stream to be sent, oldest first.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "zfs",
        title = "ZFS",
        syntax = "zfs:dataset",
        category = {Category.FILE},
        headersClass = ZfsConstants.class)
public final class ZfsEndpoint extends ScheduledPollEndpoint {
    private static final long DEFAULT_DELAY_HOURS = 1;

    @UriPath(description = "The dataset. To end a backup at a snapshot, add an at sign and the snapshot's name.")
    @Metadata(required = true)
    private String dataset;

    @UriParam(
            label = "consumer",
            description = "The place that holds the backups, for example file:/backup/nas, or a dataset as a"
                    + " zfs: endpoint. Without a target every run starts with a full stream, and nothing is recorded.")
    private @Nullable String target;

    @UriParam(
            label = "consumer",
            prefix = "target.",
            multiValue = true,
            description = "Several targets instead of one: target.NAME=URI for each. What several of them lack"
                    + " is sent once, and backup:each passes it to the route of each. A target that fails does"
                    + " not affect the others.")
    private @Nullable Map<String, Object> targets;

    @UriParam(
            label = "consumer",
            description = "The folder in the target that holds the map and the chunks. By default the host's name.")
    private @Nullable String prefix;

    @UriParam(
            label = "consumer",
            defaultValue = "FALSE",
            description = "Include the children of the dataset. true sends replication streams (send -R). each sends"
                    + " every child in streams of its own, with a chain of its own at the target.")
    private Recursion recursive = Recursion.FALSE;

    @UriParam
    private SshConfiguration ssh = new SshConfiguration();

    @UriParam
    private ReplicationConfiguration replication = new ReplicationConfiguration();

    @UriParam
    private ReceiveConfiguration receive = new ReceiveConfiguration();

    @UriParam(
            label = "consumer",
            defaultValue = "true",
            description = "Send one incremental stream for each snapshot; otherwise one stream from the newest"
                    + " common snapshot to the last.")
    private boolean iterate = true;

    @UriParam(label = "consumer", description = "Start a new chain with a full stream, and keep the old chains.")
    private boolean full;

    @UriParam(
            label = "consumer",
            description = "Start a new chain in a repository if the old one has reached an age, for example 30d or 3m,"
                    + " or a number of backups.")
    private @Nullable String fullEvery;

    @UriParam(
            label = "consumer",
            description = "Back up to a target that has no backups of the dataset, although it is remembered to have"
                    + " had some, or that has those of another dataset of the same name.")
    private boolean newTarget;

    @UriParam(
            label = "consumer,security",
            description = "Allow a backup that is protected less than the one before it: no longer encrypted,"
                    + " or with openssl instead of age.")
    private boolean noEncrypt;

    @UriParam(
            label = "consumer",
            defaultValue = "0",
            javaType = "java.time.Duration",
            description = "How long to wait for another run on the same target and prefix, before this one fails.")
    private long lockTimeout;

    @UriParam(label = "producer", defaultValue = "RECEIVE", description = "The operation of the producer.")
    private ZfsOperation operation = ZfsOperation.RECEIVE;

    @UriParam(
            label = "producer",
            description = "receive: roll an existing dataset back to its newest snapshot, or replace it (receive -F).")
    private boolean force;

    @UriParam(label = "producer", description = "hold, release: the tag of the hold.")
    private @Nullable String tag;

    @UriParam(
            label = "advanced",
            defaultValue = "zfs",
            description = "The zfs command on the dataset's host, for example sudo zfs.")
    private String zfsCommand = "zfs";

    @UriParam
    private StallConfiguration stall = new StallConfiguration();

    private @Nullable Zfs zfs;

    ZfsEndpoint(String uri, ZfsComponent component, String dataset) {
        super(uri, component);
        this.dataset = dataset;
        setTimeUnit(TimeUnit.MILLISECONDS);
        setDelay(TimeUnit.HOURS.toMillis(DEFAULT_DELAY_HOURS));
    }

    @Override
    public void configureProperties(Map<String, Object> options) {
        if ("quartz".equals(options.get("scheduler"))) {
            OptionalLibrary.QUARTZ.require("scheduler=quartz");
        }
        super.configureProperties(options);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        checkTargets();
        ZfsConsumer consumer = new ZfsConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        return new ZfsProducer(this);
    }

    @Override
    public ZfsComponent getComponent() {
        return (ZfsComponent) super.getComponent();
    }

    /** ZFS on the host of the dataset. Created at the first call; stopping the endpoint closes its connections. */
    public synchronized Zfs zfs() {
        Zfs known = zfs;
        if (known == null) {
            known = new Zfs(ssh.open(stall.duration()), Command.parse(zfsCommand), stall.duration(), receive.finish());
            zfs = known;
        }
        return known;
    }

    /**
     * The dataset, or the snapshot of it, that the URI names.
     *
     * @throws IllegalArgumentException if the name is invalid
     */
    public Source source() {
        return Source.parse(dataset);
    }

    Duration lockTimeout() {
        return Duration.ofMillis(lockTimeout);
    }

    /** Whether a run waits for the locks of repositories. */
    boolean waitsForLocks() {
        boolean repositories = target == null ? !places().isEmpty() : !DatasetUri.isDataset(target);
        return lockTimeout > 0 && repositories;
    }

    BackupChoice choice() {
        return new BackupChoice(
                source(),
                recursive == Recursion.TRUE,
                iterate,
                full,
                noEncrypt,
                replication.wish(),
                Optional.ofNullable(fullEvery).map(ChainLimit::parse));
    }

    BackupSource backupSource() {
        return new BackupSource(zfs(), source().dataset(), recursive, replication.getKeepBase(), newTarget);
    }

    ReplicationSettings replicationSettings(ZfsEndpoint destination) {
        return new ReplicationSettings(
                source().dataset(),
                destination.source().dataset(),
                replicationChoice(destination.isForce()),
                new ReplicationSettings.Scope(recursive, replication.selection(), replication.getParallel()),
                replication.getKeepBase());
    }

    /** @param forced whether the destination may be rolled back */
    private ReplicationChoice replicationChoice(boolean forced) {
        IncrementalSteps increments = replication.isTogether()
                ? IncrementalSteps.TOGETHER
                : iterate ? IncrementalSteps.EACH : IncrementalSteps.LAST;
        return new ReplicationChoice(
                source().snapshot(), recursive == Recursion.TRUE, increments, full, forced, replication.wish());
    }

    /** The target, if it is a dataset and not a repository. */
    Optional<ZfsEndpoint> targetDataset() {
        String place = target;
        return place != null && DatasetUri.isDataset(place)
                ? Optional.of(getCamelContext().getEndpoint(place, ZfsEndpoint.class))
                : Optional.empty();
    }

    Optional<Repository> backupTarget() {
        String place = target;
        if (place == null) {
            return Optional.empty();
        }
        return Optional.of(Repository.of(ContextStores.of(getCamelContext()).open(place), prefix));
    }

    /** The names of the targets in the order in which their locks are taken, which is the same for all routes. */
    List<String> targetNames() {
        return places().entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    Repository backupTarget(String name) {
        return Repository.of(
                ContextStores.of(getCamelContext()).open(Objects.requireNonNull(places().get(name))), prefix);
    }

    private Map<String, String> places() {
        Map<String, String> places = new TreeMap<>();
        if (targets != null) {
            targets.forEach((name, uri) -> places.put(name, String.valueOf(uri)));
        }
        return places;
    }

    void checkTargets() {
        Map<String, String> places = places();
        if (target != null && !places.isEmpty()) {
            throw new IllegalArgumentException("zfs:" + dataset + " has both target and target."
                    + places.keySet().iterator().next() + ": use target alone for one target, or target.NAME"
                    + " for each of several");
        }
        for (Map.Entry<String, String> place : places.entrySet()) {
            if (!place.getKey().matches("[A-Za-z0-9_-]+")) {
                throw new IllegalArgumentException("'" + place.getKey()
                        + "' is not a valid name of a target: use letters, digits, _ and -, as in"
                        + " target.nas=file:/backup/nas");
            }
            if (Collections.frequency(places.values(), place.getValue()) > 1) {
                throw new IllegalArgumentException(
                        "zfs:" + dataset + " has " + place.getValue() + " as a target more than once: remove one");
            }
        }
    }

    public boolean isNewTarget() {
        return newTarget;
    }

    public void setNewTarget(boolean newTarget) {
        this.newTarget = newTarget;
    }

    public boolean isNoEncrypt() {
        return noEncrypt;
    }

    public void setNoEncrypt(boolean noEncrypt) {
        this.noEncrypt = noEncrypt;
    }

    public String getDataset() {
        return dataset;
    }

    public void setDataset(String dataset) {
        this.dataset = dataset;
    }

    public @Nullable String getTarget() {
        return target;
    }

    public void setTarget(@Nullable String target) {
        this.target = target;
    }

    public @Nullable Map<String, Object> getTargets() {
        return targets;
    }

    public void setTargets(@Nullable Map<String, Object> targets) {
        this.targets = targets;
    }

    public @Nullable String getPrefix() {
        return prefix;
    }

    public void setPrefix(@Nullable String prefix) {
        this.prefix = prefix;
    }

    public Recursion getRecursive() {
        return recursive;
    }

    public void setRecursive(Recursion recursive) {
        this.recursive = recursive;
    }

    @Override
    protected synchronized void doStop() throws Exception {
        Zfs known = zfs;
        zfs = null;
        if (known != null) {
            known.host().close();
        }
        super.doStop();
    }

    public SshConfiguration getSsh() {
        return ssh;
    }

    public void setSsh(SshConfiguration ssh) {
        this.ssh = ssh;
    }

    public ReplicationConfiguration getReplication() {
        return replication;
    }

    public void setReplication(ReplicationConfiguration replication) {
        this.replication = replication;
    }

    public ReceiveConfiguration getReceive() {
        return receive;
    }

    public void setReceive(ReceiveConfiguration receive) {
        this.receive = receive;
    }

    public boolean isIterate() {
        return iterate;
    }

    public void setIterate(boolean iterate) {
        this.iterate = iterate;
    }

    public boolean isFull() {
        return full;
    }

    public void setFull(boolean full) {
        this.full = full;
    }

    public @Nullable String getFullEvery() {
        return fullEvery;
    }

    public void setFullEvery(@Nullable String fullEvery) {
        this.fullEvery = fullEvery;
    }

    public long getLockTimeout() {
        return lockTimeout;
    }

    public void setLockTimeout(long lockTimeout) {
        this.lockTimeout = lockTimeout;
    }

    public ZfsOperation getOperation() {
        return operation;
    }

    public void setOperation(ZfsOperation operation) {
        this.operation = operation;
    }

    public boolean isForce() {
        return force;
    }

    public void setForce(boolean force) {
        this.force = force;
    }

    public @Nullable String getTag() {
        return tag;
    }

    public void setTag(@Nullable String tag) {
        this.tag = tag;
    }

    public String getZfsCommand() {
        return zfsCommand;
    }

    public void setZfsCommand(String zfsCommand) {
        this.zfsCommand = zfsCommand;
    }

    public StallConfiguration getStall() {
        return stall;
    }

    public void setStall(StallConfiguration stall) {
        this.stall = stall;
    }
}
