package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnknownWordTest {
    private static String error(String arguments) {
        Cli run = Cli.run(arguments.isEmpty() ? new String[0] : arguments.split(" "));
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).hasSize(2);
        return run.err();
    }

    @ParameterizedTest
    @CsvSource({
        "drectory --dest d, directory",
        "sssh --dest d, ssh",
        "directory --dest d lst, list",
        "directory --dest d verfiy, verify",
        "zfs --dest d base, bases",
        "directory --dst d list, --dest",
        "directory --dest d --verbos list, --verbose",
        "directory --dest d list --jsn, --json",
        "--destination d directory, --dest",
        "zfs --dest d --no-rww, --no-raw",
        "-S tank/a directory --dest d restore --to-fil f, --to-file"
    })
    void wrongWord_getsASuggestion(String arguments, String meant) {
        assertThat(error(arguments)).contains("; did you mean '" + meant + "'?");
    }

    @Test
    void wordUnlikeAnyOther_getsTheWordsThatExist() {
        assertThat(error("qqqqqq"))
                .contains(
                        "unknown subcommand 'qqqqqq'; expected one of: zfs, ssh, directory, s3, target, counter, serve, help")
                .contains("Try: zfsbackup --help");
        assertThat(error("directory --dest d qqqqqq"))
                .contains(
                        "expected one of: backup, list, restore, verify, test-restore, delete, prune, pin, unpin, rebuild")
                .contains("Try: zfsbackup directory --help");
        assertThat(error("--qqqqqq")).contains("unknown option '--qqqqqq'").doesNotContain("did you mean");
    }

    @Test
    void missingSubcommand_getsTheWordsThatExist() {
        String expected = "missing subcommand; expected one of: zfs, ssh, directory, s3, target, counter, serve";
        assertThat(error("")).contains(expected);
        assertThat(error("--dataset tank/a -v")).contains(expected);
    }

    @Test
    void operationWithoutDestination_isExplained() {
        assertThat(error("list directory --dest d")).contains("an operation comes after its destination");
    }

    @Test
    void optionOfAnotherCommand_namesThatCommand() {
        assertThat(error("directory --dest d --to e"))
                .contains("option --to does not exist for directory backup, but for: directory restore");
        assertThat(error("directory --dest d --together"))
                .contains("option --together does not exist for directory, but for: ssh, zfs");
        assertThat(error("--together")).contains("without a destination, but for: ssh, zfs");
    }

    @Test
    void wordTooMuch_isNamed() {
        assertThat(error("directory --dest d list more")).contains("unexpected word 'more' after directory list");
        assertThat(error("counter list")).contains("unexpected word 'list' after counter");
        assertThat(error("--operation list counter")).contains("unexpected word 'list' after counter");
        assertThat(error("--operation shred directory --dest d")).contains("unknown operation 'shred' of directory");
    }

    @Test
    void valueOfAWrongOption_isNotPrinted() {
        assertThat(error("--secrt=hunter2 s3 --bucket b")).contains("'--secrt'").doesNotContain("hunter2");
        assertThat(error("s3 --bucket b --secrt hunter2")).contains("'--secrt'").doesNotContain("hunter2");
        assertThat(error("--secrt hunter2 s3 --bucket b")).contains("'--secrt'").doesNotContain("hunter2");
    }

    @Test
    void missingRequiredOption_isNamed() {
        assertThat(error("directory list")).contains("--dest=DIRECTORY").contains("Try: zfsbackup directory --help");
    }
}
