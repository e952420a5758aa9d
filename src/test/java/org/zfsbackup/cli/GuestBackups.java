package org.zfsbackup.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.zfsbackup.fixture.OpenZfsGuest;
import org.zfsbackup.fixture.Trees;

/** What classes of tests in the OpenZFS guest share: one JVM there for a class, and a folder for the backups of each test. */
@Tag("openzfs")
abstract class GuestBackups {
    static GuestCli cli;

    OpenZfsGuest guest;
    Path backups;

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

    /** The folder for the backups, as the guest sees it. */
    String seen() {
        return OpenZfsGuest.EXCHANGE + "/" + backups.getFileName();
    }
}
