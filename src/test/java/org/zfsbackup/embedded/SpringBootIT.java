package org.zfsbackup.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.zfsbackup.fixture.FakeZfs;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Our jar in a Spring Boot application, with the bills of materials that the README names. */
@Timeout(900)
class SpringBootIT {
    @TempDir
    static Path directory;

    private static ForeignProject application;
    private static String output;

    @BeforeAll
    static void run() throws Exception {
        application = ForeignProject.build("spring-boot");
        FakeZfs zfs = FakeZfs.in(Files.createDirectory(directory.resolve("zfs")), 2, 300_000);
        Path backups = Files.createDirectory(directory.resolve("backups"));
        output = application.run("BackupApplication", "--zfs=" + zfs.command(), "--folder=" + backups);
    }

    @Test
    void application_backsUpAndStops() {
        assertThat(output).contains("committed: true");
        assertThat(directory.resolve("backups/host/map.json")).content().contains("\"tank/a\"", "\"s1\"", "\"s2\"");
    }

    @Test
    void loggingBackend_isTheOneOfSpringBoot() {
        assertThat(application.artifacts()).contains("logback-classic").doesNotContain("slf4j-jdk14");
    }

    /** The README says so. If this fails, Camel has learned to read them. */
    @Test
    void propertyOfComponent_isIgnored() {
        assertThat(output).contains("stall timeout: 600000");
    }
}
