package org.zfsbackup.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.fixture.FakeZfs;
import org.zfsbackup.operation.RunListener;
import org.zfsbackup.operation.VerifyReport;
import org.zfsbackup.pipe.Rot13;
import org.zfsbackup.zfs.DatasetName;

/** The Java API as the documentation shows it. */
class ExampleTest {
    @TempDir
    Path directory;

    /** Remembers what it was told. */
    private static final class Journal implements RunListener {
        private final List<String> lines = new ArrayList<>();
        private long moved;

        @Override
        public void started(Stream stream) {
            lines.add("started " + stream.snapshot());
        }

        @Override
        public void progress(Stream stream, long bytes) {
            moved += bytes;
        }

        @Override
        public void completed(Stream stream, long bytes) {
            lines.add("completed " + stream.snapshot() + " " + bytes);
        }

        @Override
        public void failed(Stream stream, Throwable cause) {
            lines.add("failed " + stream.snapshot() + ": " + cause.getMessage());
        }
    }

    @Test
    void theMainJobInJava() throws Exception {
        FakeZfs zfs = FakeZfs.in(Files.createDirectory(directory.resolve("zfs")), 2, 300_000);
        String target = "file:" + Files.createDirectory(directory.resolve("backups"));
        Journal journal = new Journal();

        ZfsBackup backup = ZfsBackup.of("tank/a")
                .to(target)
                .prefix("host1")
                .zfsCommand(zfs.command())
                .compress("gzip?level=3")
                .listener(journal);
        int sent = backup.backup();
        VerifyReport report = backup.verify();
        int received = backup.restoreTo("tank/restored");
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        backup.writeTo(stream);
        long counted = backup.count();

        assertThat(sent).isEqualTo(2);
        assertThat(report.isGood()).isTrue();
        assertThat(received).isEqualTo(2);
        assertThat(stream.toByteArray()).isEqualTo(zfs.stream(2));
        assertThat(counted).isEqualTo(zfs.stream(1).length + zfs.stream(2).length);
        assertThat(journal.lines)
                .contains(
                        "started tank/a@s1",
                        "completed tank/a@s2 " + zfs.stream(2).length,
                        "completed tank/restored@s2 " + zfs.stream(2).length);
        assertThat(journal.moved).isGreaterThan(2L * counted);
    }

    @Test
    void aFunctionInJavaIsAPipe() throws Exception {
        FakeZfs zfs = FakeZfs.in(Files.createDirectory(directory.resolve("zfs")), 1, 300_000);
        Path backups = Files.createDirectory(directory.resolve("backups"));
        ZfsBackup stranger =
                ZfsBackup.of("tank/a").to("file:" + backups).prefix("h").zfsCommand(zfs.command());
        ZfsBackup backup = stranger.function("rot13", new Rot13());

        backup.streamPipe("bean?name=rot13").compress("gzip").backup();
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        backup.writeTo(stream);

        assertThat(stream.toByteArray()).isEqualTo(zfs.stream(1));
        assertThat(backup.verify().isGood()).isTrue();
        assertThat(backup.restoreTo("tank/restored")).isEqualTo(1);
        assertThat(Files.readString(backups.resolve("h/RESTORE.txt"))).contains("tr A-Za-z N-ZA-Mn-za-m");
        assertThat(stranger.verify().toString()).contains("bind an org.zfsbackup.pipe.StreamFunction");
        assertThatThrownBy(() -> stranger.writeTo(stream)).hasMessageContaining("went through bean 'rot13'");
        assertThatThrownBy(() -> stranger.restoreTo("tank/c")).hasStackTraceContaining("went through bean 'rot13'");
        assertThatThrownBy(
                        () -> stranger.streamPipe("bean?name=rot13").full(true).backup())
                .hasStackTraceContaining("there is no bean 'rot13'");
    }

    @Test
    void aFailureIsToldToTheListenerAndThrown() throws Exception {
        FakeZfs zfs = FakeZfs.in(Files.createDirectory(directory.resolve("zfs")), 1, 300_000);
        zfs.sending("echo no; exit 1");
        String target = "file:" + Files.createDirectory(directory.resolve("backups"));
        Journal journal = new Journal();
        ZfsBackup backup =
                ZfsBackup.of("tank/a").to(target).zfsCommand(zfs.command()).listener(journal);
        assertThatThrownBy(backup::backup).hasMessageContaining("ended with status 1");
        assertThat(journal.lines).hasSize(2).last().asString().startsWith("failed tank/a@s1: ");
        assertThat(backup.list().datasets()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a&b", "a+b", "a#b", "\u00e4", "a{b}", "a$b", "a:b", "a;b", "a@b", "a'b"})
    void anyDirectoryWorks(String name) throws Exception {
        FakeZfs zfs = FakeZfs.in(Files.createDirectory(directory.resolve("zfs")), 1, 1000);
        Path odd = Files.createDirectory(directory.resolve(name));
        ZfsBackup backup = ZfsBackup.of("tank/a")
                .to("file:" + odd)
                .prefix("h 1")
                .compress("gzip")
                .zfsCommand(zfs.command());
        assertThat(backup.backup()).isEqualTo(1);
        assertThat(odd.resolve("h 1/map.json")).exists();
        assertThat(backup.verify().isGood()).isTrue();
        assertThat(backup.restoreTo("tank/b")).isEqualTo(1);
        assertThat(backup.delete(false)).isNotNull();
        assertThat(backup.list().of(new DatasetName("tank/a"))).isEmpty();
    }
}
