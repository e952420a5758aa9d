package org.zfsbackup.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zfsbackup.fixture.FakeZfs;

/** Our jar in a Spring Boot application, with the BOMs that the README names, on the oldest and the newest Camel. */
@Timeout(900)
class SpringBootIT {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"4.18.0, 3.5.10", "4.22.0, 4.0.0"})
    void application_backsUpAndStops(String camel, String springBoot) throws Exception {
        ForeignProject application =
                ForeignProject.build("spring-boot", "-Dcamel.version=" + camel, "-Dspring-boot.version=" + springBoot);
        FakeZfs zfs = FakeZfs.in(Files.createDirectory(directory.resolve("zfs")), 2, 300_000);
        Path backups = Files.createDirectory(directory.resolve("backups"));

        String output = application.run("BackupApplication", "--zfs=" + zfs.command(), "--folder=" + backups);

        assertThat(output).contains("Apache Camel " + camel, "committed: true");
        assertThat(backups.resolve("host/map.json")).content().contains("\"tank/a\"", "\"s1\"", "\"s2\"");
        assertThat(application.artifacts()).contains("logback-classic").doesNotContain("slf4j-jdk14");
        // The README says that Spring Boot ignores the property. If this fails, Camel has learned to read it.
        assertThat(output).contains("stall timeout: 600000");
    }
}
