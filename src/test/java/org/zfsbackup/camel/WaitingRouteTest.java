package org.zfsbackup.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.api.ZfsBackup;
import org.zfsbackup.camel.component.zfs.ZfsComponent;
import org.zfsbackup.camel.component.zfs.ZfsConsumer;
import org.zfsbackup.fixture.FakeZfs;
import org.zfsbackup.fixture.Remains;
import org.zfsbackup.repository.LockedException;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.RunLock;
import org.zfsbackup.service.OnePoll;
import org.zfsbackup.store.directory.DirectoryStore;
import org.zfsbackup.zfs.DatasetName;

/** Routes that wait for the lock of a repository, in a pool of a single thread that all of them share. */
@Timeout(600)
class WaitingRouteTest {
    private static final String LONG = "&lockTimeout=300000";
    private static final String SHORT = "&lockTimeout=1000";
    private static final String IN_POOL = "&initialDelay=0&delay=3600000&scheduledExecutorService=#pool";
    private static final String IN_QUARTZ = "&scheduler=quartz&scheduler.cron=0/1+*+*+*+*+?";

    @TempDir
    Path directory;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(1);
    private final CountedPoll waiting = new CountedPoll();
    private final OnePoll other = new OnePoll();
    private Path backups;

    /** How often Camel began a poll, and how the first ended. */
    private static final class CountedPoll implements PollingConsumerPollStrategy {
        private final AtomicInteger begun = new AtomicInteger();
        private final OnePoll poll = new OnePoll();

        @Override
        public boolean begin(Consumer consumer, Endpoint endpoint) {
            begun.incrementAndGet();
            return poll.begin(consumer, endpoint);
        }

        @Override
        public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
            poll.commit(consumer, endpoint, polledMessages);
        }

        @Override
        public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
            return poll.rollback(consumer, endpoint, retryCounter, cause);
        }
    }

    @BeforeEach
    void prepare() throws IOException {
        backups = Files.createDirectory(directory.resolve("backups"));
        FakeZfs zfs = FakeZfs.in(Files.createDirectory(directory.resolve("zfs")), 1, 1000);
        context.getRegistry().bind("pool", pool);
        context.getRegistry().bind("waiting", waiting);
        context.getRegistry().bind("other", other);
        context.getComponent("zfs", ZfsComponent.class).setZfsCommand(zfs.command());
        context.getShutdownStrategy().setTimeout(1);
    }

    @AfterEach
    void nothingIsLeft() {
        context.stop();
        pool.shutdownNow();
        Remains.assertNone();
    }

    private RunLock locked(Path place) throws IOException {
        return RunLock.acquire(new Repository(new DirectoryStore(place), "h"));
    }

    private void route(String name, Path place, String options) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("zfs:tank/a?prefix=h&pollStrategy=#" + name + "&target=file:" + place + options)
                        .routeId(name)
                        .to("chunk:direct:" + name)
                        .to("backup:commit");
                from("direct:" + name).to("file:" + place + "?tempPrefix=.part-&fileExist=Fail");
            }
        });
    }

    /** The route "waiting" has looked for the lock, and the single thread has nothing more to do at the moment. */
    private void awaitFirstLook() {
        while (pool.getCompletedTaskCount() < 1) {
            Thread.onSpinWait();
        }
    }

    private long scheduledTasks() {
        return pool.getQueue().stream()
                .filter(task -> !((Future<?>) task).isCancelled())
                .count();
    }

    private void startWaiting(String options) throws Exception {
        route("waiting", backups, options);
        context.start();
        awaitFirstLook();
    }

    private static int stored(Path place) throws IOException {
        return ZfsBackup.of("tank/a")
                .to("file:" + place)
                .prefix("h")
                .list()
                .of(new DatasetName("tank/a"))
                .size();
    }

    @Test
    void waitingRoute_letsAnotherRunAndRunsAfterIt() throws Exception {
        try (RunLock lock = locked(backups)) {
            startWaiting(IN_POOL + LONG);
            route("other", cloud(), IN_POOL + LONG);
            assertThat(other.await()).isEqualTo(1);
            lock.check();
            assertThat(waiting.begun).hasValue(0);
        }
        assertThat(waiting.poll.await()).isEqualTo(1);
        assertThat(stored(backups)).isEqualTo(1);
        assertThat(waiting.begun).hasValue(1);
    }

    @Test
    void singleQuartzThread_isFreeDuringTheWait() throws Exception {
        Properties properties = new Properties();
        properties.setProperty("org.quartz.threadPool.threadCount", "1");
        context.getComponent("quartz", QuartzComponent.class).setProperties(properties);
        try (RunLock lock = locked(backups)) {
            route("waiting", backups, IN_QUARTZ + LONG);
            route("other", cloud(), IN_QUARTZ + LONG);
            context.start();
            assertThat(other.await()).isEqualTo(1);
            lock.check();
            assertThat(waiting.begun).hasValue(0);
        }
        assertThat(waiting.poll.await()).isEqualTo(1);
        assertThat(stored(backups)).isEqualTo(1);
    }

    @Test
    void endedWait_failsAsWithoutWaiting() throws Exception {
        try (RunLock lock = locked(backups)) {
            startWaiting(IN_POOL + SHORT);
            assertThatExceptionOfType(LockedException.class)
                    .isThrownBy(waiting.poll::await)
                    .withMessageStartingWith(
                            "another run (process " + ProcessHandle.current().pid() + " on ")
                    .withMessageContaining("is using");
            lock.check();
        }
        assertThat(waiting.begun).hasValue(1);
    }

    @Test
    void repeatCount_countsTheRunAndNotTheLooks() throws Exception {
        try (RunLock lock = locked(backups)) {
            startWaiting(IN_POOL + LONG + "&repeatCount=1");
            lock.check();
        }
        assertThat(waiting.poll.await()).isEqualTo(1);
    }

    @Test
    void firingDuringTheWait_beginsNoSecondRun() throws Exception {
        try (RunLock lock = locked(backups)) {
            startWaiting(IN_POOL + LONG);
            ZfsConsumer consumer = (ZfsConsumer) context.getRoute("waiting").getConsumer();
            long before = scheduledTasks();
            consumer.run();
            assertThat(scheduledTasks()).isEqualTo(before).isEqualTo(2);
            lock.check();
        }
        assertThat(waiting.poll.await()).isEqualTo(1);
        assertThat(waiting.begun).hasValue(1);
    }

    @Test
    void stoppedRoute_waitsNoLonger() throws Exception {
        try (RunLock lock = locked(backups)) {
            startWaiting(IN_POOL + LONG);
            assertThat(scheduledTasks()).isEqualTo(2);
            context.getRouteController().stopRoute("waiting");
            assertThat(scheduledTasks()).isZero();
            lock.check();
        }
        assertThat(waiting.begun).hasValue(0);
    }

    @Test
    void suspendedRoute_waitsNoLonger() throws Exception {
        try (RunLock lock = locked(backups)) {
            startWaiting(IN_POOL + LONG);
            assertThat(scheduledTasks()).isEqualTo(2);
            context.getRouteController().suspendRoute("waiting");
            assertThat(scheduledTasks()).isEqualTo(1);
            lock.check();
        }
        context.getRouteController().resumeRoute("waiting");
        ((ZfsConsumer) context.getRoute("waiting").getConsumer()).run();
        assertThat(waiting.poll.await()).isEqualTo(1);
    }

    @Test
    void unreachableTarget_failsInThePoll() throws Exception {
        Path none = backups.resolve("none");
        route("waiting", none, IN_POOL + LONG);
        context.start();
        assertThatThrownBy(waiting.poll::await).hasMessageContaining("there is no directory " + none);
    }

    /** The second of two targets. */
    private Path cloud() throws IOException {
        return Files.createDirectories(directory.resolve("cloud"));
    }

    private void startWaitingForBoth(String options) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("zfs:tank/a?pollStrategy=#waiting&prefix=h&target.a=file:" + backups + "&target.b=file:"
                                + directory + "/cloud" + options)
                        .routeId("waiting")
                        .to("backup:each?branch=direct:to-");
                store("a", backups);
                store("b", directory.resolve("cloud"));
            }

            private void store(String name, Path place) {
                from("direct:to-" + name).to("chunk:direct:store-" + name).to("backup:commit");
                from("direct:store-" + name).to("file:" + place + "?tempPrefix=.part-&fileExist=Fail");
            }
        });
        context.start();
        awaitFirstLook();
    }

    @Test
    void severalTargets_areLockedTogetherAfterTheWait() throws Exception {
        Path free = backups.resolve("h/lock/owner.json");
        try (RunLock lock = locked(cloud())) {
            startWaitingForBoth(IN_POOL + LONG);
            assertThat(free).doesNotExist();
            assertThat(waiting.begun).hasValue(0);
            lock.check();
        }
        assertThat(waiting.poll.await()).isEqualTo(1);
        assertThat(stored(backups)).isEqualTo(1);
        assertThat(free).doesNotExist();
    }

    @Test
    void lockedTargetOfSeveral_failsAloneAfterTheWait() throws Exception {
        try (RunLock lock = locked(cloud())) {
            startWaitingForBoth(IN_POOL + SHORT);
            assertThatThrownBy(waiting.poll::await)
                    .hasMessageStartingWith("1 of 2 targets failed. b: another run (process ");
            lock.check();
        }
        assertThat(stored(backups)).isEqualTo(1);
    }
}
