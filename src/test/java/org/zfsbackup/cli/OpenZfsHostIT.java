package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zfsbackup.fixture.OpenZfsGuest;
import org.zfsbackup.fixture.Trees;

/**
 * The program on a host of OpenZFS itself, where mountpoints and the host's name are its own. What asks zfs alone is in
 * {@link DirectoryOnOpenZfsIT}, whose program runs beside the guest.
 */
@Tag("openzfs")
@Timeout(900)
class OpenZfsHostIT {
    private static GuestCli cli;

    private OpenZfsGuest guest;
    private Path backups;

    @BeforeAll
    static void startJvm() {
        cli = GuestCli.in(OpenZfsGuest.running());
    }

    @AfterAll
    static void endJvm() {
        cli.close();
    }

    @BeforeEach
    void makeDirectory() throws IOException {
        guest = OpenZfsGuest.running();
        backups = Files.createTempDirectory(guest.exchange(), "backups");
    }

    @AfterEach
    void cleanUp() {
        guest.close();
        Trees.deleteAll(backups);
    }

    private String[] directory(String dataset, String... more) {
        String seen = OpenZfsGuest.EXCHANGE + "/" + backups.getFileName();
        return Cli.with(new String[] {"--dataset", dataset, "directory", "--dest", seen, "--prefix", "h"}, more);
    }

    private String property(String name, String dataset) {
        return guest.run("zfs", "get", "-H", "-o", "value", name, dataset).strip();
    }

    @Test
    void program_asAnAdministratorStartsIt() {
        String source = guest.dataset("tank", "home");
        guest.sh("echo one > /%1$s/f; zfs snapshot %1$s@one".formatted(source));
        assertThat(cli.command(directory(source))).startsWith("Backed up " + source + "@one, full");
        String copy = guest.name("backup", "home");
        cli.ok(directory(source, "restore", "--to", copy));
        assertThat(guest.sh("cat /%s/f".formatted(copy))).isEqualTo("one\n");
    }

    @Test
    void mountpointOfTheSource_isNotTakenUnderAnotherName() {
        String source = guest.dataset("tank", "live");
        String place = "/opt/" + source.replace('/', '-');
        guest.run("zfs", "create", "-o", "mountpoint=" + place, source + "/c");
        guest.sh("echo old > %2$s/f; zfs snapshot -r %1$s@a".formatted(source, place));
        cli.ok(Cli.with(new String[] {"-R"}, directory(source)));
        String copy = guest.name("backup", "live");
        cli.ok(directory(source, "restore", "--to", copy));
        assertThat(property("mountpoint", copy + "/c")).isEqualTo("/" + copy + "/c");
        assertThat(guest.sh("cat /%s/c/f".formatted(copy))).isEqualTo("old\n");
    }

    @Test
    void directoryWithFiles_isNotCovered() {
        String source = guest.dataset("tank", "cover");
        guest.sh("echo old > /%1$s/f; zfs snapshot %1$s@a".formatted(source));
        cli.ok(directory(source));
        String copy = guest.name("backup", "cover");
        guest.sh("mkdir -p /%1$s; echo running > /%1$s/x".formatted(copy));
        Cli restored = cli.run(directory(source, "restore", "--to", copy));
        assertThat(restored.status()).isZero();
        assertThat(guest.sh("cat /%s/x".formatted(copy))).isEqualTo("running\n");
        assertThat(property("canmount", copy)).isEqualTo("noauto");
        guest.sh("rm -r /" + copy);
    }

    @Test
    void mountpoint_comesBackOnTheSameHostAlone() {
        String source = guest.dataset("tank", "place", "-o", "mountpoint=/opt/zb-place");
        guest.sh("echo one > /opt/zb-place/f; zfs snapshot " + source + "@one");
        cli.ok(directory(source));
        guest.sh("zfs destroy -r " + source);
        cli.ok(directory(source, "restore"));
        assertThat(property("mountpoint", source)).isEqualTo("/opt/zb-place");
        assertThat(guest.sh("cat /opt/zb-place/f")).isEqualTo("one\n");
        String name = guest.sh("hostname").strip();
        guest.sh("zfs destroy -r " + source + "; hostname another");
        try {
            cli.ok(directory(source, "restore"));
        } finally {
            guest.sh("hostname " + name);
        }
        assertThat(property("mountpoint", source)).isEqualTo("/" + source);
    }
}
