package org.zfsbackup.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.zfsbackup.fixture.NothingLeft;
import org.zfsbackup.stream.StalledException;

@ExtendWith(NothingLeft.class)
@Timeout(300)
class CommandOutputTest {
    private static final Duration REST = Duration.ofSeconds(20);

    private static Command shell(String script) {
        return Command.of("sh", "-c", script);
    }

    @Test
    void statusOutputAndErrorsAreGivenWhateverTheStatus() throws IOException {
        assertThat(CommandOutput.of(shell("echo out; echo ärror >&2; exit 7"), REST))
                .isEqualTo(new CommandOutput(7, "out\n", "ärror\n"));
    }

    @Test
    void successGivesTheOutput() throws IOException {
        assertThat(CommandOutput.ofSuccess(shell("echo out; echo warning >&2"), REST))
                .isEqualTo("out\n");
    }

    @Test
    void failureTellsWhy() {
        assertThatThrownBy(() -> CommandOutput.ofSuccess(shell("echo out; echo no such pool >&2; exit 1"), REST))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("no such pool")
                .hasMessageContaining("status 1");
    }

    @Test
    void aCommandThatPrintsForEverIsEndedAtALimit() {
        assertThatThrownBy(() -> CommandOutput.of(Command.of("cat", "/dev/zero"), REST))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("printed more than");
    }

    @Test
    void aStallIsNamed() {
        assertThatThrownBy(() -> CommandOutput.of(Command.of("sleep", "1000"), Duration.ofMillis(300)))
                .isInstanceOf(StalledException.class)
                .hasMessageContaining("sleep 1000");
    }
}
