package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.FakeZfs;
import org.zfsbackup.fixture.Trees;
import org.zfsbackup.repository.HostName;

/**
 * The service: routes in a folder of the user's own, run at their times by a process of its own. The folder is prepared
 * as the manual says.
 */
@Timeout(600)
class ServeTest {
    @TempDir
    Path directory;

    private Path backups;
    private Path routes;
    private Path configuration;
    private FakeZfs zfs;

    @BeforeEach
    void prepare() throws IOException {
        backups = Files.createDirectory(directory.resolve("backups"));
        routes = Files.createDirectory(directory.resolve("routes"));
        zfs = FakeZfs.in(Files.createDirectory(directory.resolve("zfs")), 2, 300_000);
        try (DirectoryStream<Path> templates = Files.newDirectoryStream(Path.of("routes"), "*.yaml")) {
            for (Path template : templates) {
                Files.copy(template, routes.resolve(template.getFileName()));
            }
        }
        String example = Files.readString(Path.of("config/routes/home-to-nas.yaml.example"));
        Files.writeString(
                routes.resolve("mine.yaml"),
                example.replace("tank/home", "tank/a").replace("0 0 2 * * ?", "* * * * * ?"));
        configuration = directory.resolve("application.properties");
        Files.writeString(
                configuration,
                Files.readString(Path.of("config/application.properties"))
                        .replace("backup.directory = /backup", "backup.directory = " + backups)
                        .replace("config/recipients.txt\n", recipients() + "\n")
                        .replace(
                                "# camel.component.zfs.zfs-command = sudo zfs",
                                "camel.component.zfs.zfs-command = " + zfs.command()));
    }

    private Path recipients() throws IOException {
        return Files.writeString(
                directory.resolve("recipients.txt"),
                "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj\n");
    }

    private Path identity() {
        return Trees.secret(
                directory.resolve("identity.txt"),
                "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX\n");
    }

    private String verified() {
        return Cli.ok("--identity-file", identity().toString(), "directory", "-D", backups.toString(), "verify");
    }

    private Process start() throws IOException {
        return start(Map.of());
    }

    private Process start(Map<String, String> environment) throws IOException {
        return Subprocess.start(
                environment,
                List.of("-Xmx128m"),
                Main.class,
                "serve",
                "--routes",
                routes.toString(),
                "--config",
                configuration.toString());
    }

    private static void await(Process service, Path file) throws InterruptedException {
        for (int i = 0; i < 600 && !Files.exists(file); i++) {
            assertThat(service.isAlive()).isTrue();
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    @Test
    void aRouteWithACronTimeBacksUpByItself() throws Exception {
        Process service = start();
        String prefix = HostName.local();
        await(service, backups.resolve(prefix + "/RESTORE.txt"));
        service.toHandle().destroy();
        String output = Subprocess.output(service);
        assertThat(verified()).isEqualTo("Good     tank/a@s1\nGood     tank/a@s2\n");
        assertThat(output).contains("Committed tank/a@s2").contains("home-to-nas");
        assertThat(backups.resolve(prefix + "/lock/owner.json")).doesNotExist();
    }

    @Test
    void variablesNamedLikeParameters_changeNoRoute() throws Exception {
        String template = Files.readString(routes.resolve("backup.yaml"));
        Trees.text(routes.resolve("backup.yaml"), template.replace("defaultValue: \"{{?zfsbackup.unset}}\", ", ""));
        Process service = start(Map.of("PREFIX", "elsewhere", "DELAY", "x", "BACKUP_DIRECTORY", "/elsewhere"));
        await(service, backups.resolve(HostName.local() + "/RESTORE.txt"));
        service.toHandle().destroy();
        assertThat(Subprocess.output(service)).contains("Committed tank/a@s2");
        assertThat(backups.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void aBackupThatRunsWhenTheServiceIsStoppedGoesOnToItsEnd() throws Exception {
        zfs.sending("touch $here/started; sleep 3; cat $stream");
        Process service = start();
        await(service, directory.resolve("zfs/started"));
        service.toHandle().destroy();
        Subprocess.output(service);
        assertThat(verified()).startsWith("Good     tank/a@s1\n");
        assertThat(backups.resolve(HostName.local() + "/lock/owner.json")).doesNotExist();
    }

    @Test
    void aBackupThatTakesTooLongIsCutOffAndLeavesNothing() throws Exception {
        Trees.text(
                configuration, Files.readString(configuration).replace("shutdownTimeout = 300", "shutdownTimeout = 1"));
        zfs.sending("touch $here/started; head -c 100000 $stream; sleep 1000");
        Process service = start();
        await(service, directory.resolve("zfs/started"));
        List<ProcessHandle> children = service.descendants().toList();
        service.toHandle().destroy();
        Subprocess.output(service);
        assertThat(children).isNotEmpty();
        for (ProcessHandle child : children) {
            child.onExit().get(5, TimeUnit.SECONDS);
        }
        assertThat(Cli.ok("directory", "-D", backups.toString(), "list")).isEmpty();
    }

    @Test
    void aMissingFolderGetsASentence() {
        Cli result = Cli.run("serve", "--routes", "/no/such/folder");
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("there is no folder /no/such/folder").contains("--routes");
    }
}
