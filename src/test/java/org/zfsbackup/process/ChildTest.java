package org.zfsbackup.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.zfsbackup.fixture.NothingLeft.assertEnds;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.zfsbackup.fixture.NothingLeft;
import org.zfsbackup.fixture.TestStreams.Idle;

@ExtendWith(NothingLeft.class)
@Timeout(300)
class ChildTest {
    private static final Duration REST = Duration.ofSeconds(20);

    /** In a program of its own, because it lets no command start from then on. */
    static final class EndingProgram {
        private EndingProgram() {}

        public static void main(String[] arguments) throws IOException {
            InputStream polite = CommandSource.start(Command.parse("sh -c 'echo $$; exec sleep 1000'"), REST);
            InputStream stubborn =
                    CommandSource.start(Command.parse("sh -c \"trap '' TERM; echo \\$\\$; exec sleep 1000\""), REST);
            System.out.println(line(polite) + " " + line(stubborn));
            Children.killAll();
            try {
                CommandSource.start(Command.of("true"), REST).close();
                System.out.println("started");
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
        }

        private static String line(InputStream in) throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                line.append((char) c);
            }
            return line.toString();
        }
    }

    @Test
    void whenAllAreEndedNoneRunsAndNoneStarts() throws Exception {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndingProgram.class.getName())
                .redirectErrorStream(true)
                .start();
        String[] lines = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\n", -1);
        assertThat(program.waitFor()).as(String.join("\n", lines)).isZero();
        for (String pid : lines[0].split(" ", -1)) {
            assertEnds(Long.parseLong(pid));
        }
        assertThat(lines[1]).contains("not started").contains("true");
    }

    @Test
    void aCommandThatIsEndedWhileItStartsAChildLeavesNone() throws IOException {
        for (int round = 0; round < 60; round++) {
            Idle upstream = new Idle(new byte[0], Idle.OnClose.FAILS);
            CommandFilter.start(Command.of("sh", "-c", "cat; cat"), upstream, REST)
                    .close();
        }
    }
}
