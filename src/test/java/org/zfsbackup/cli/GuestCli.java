package org.zfsbackup.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.zfsbackup.fixture.OpenZfsGuest;

/**
 * The command line in the OpenZFS guest: once as bin/zfsbackup starts it, which takes ten seconds and more there, or again
 * and again in one JVM.
 */
public final class GuestCli implements AutoCloseable {
    private static final String PROGRAM = "/run/zfsbackup";
    private static final String OPTIONS = "-Xmx192m -XX:TieredStopAtLevel=1";

    private final OpenZfsGuest guest;
    private final Process server;
    private final BufferedReader answers;

    private GuestCli(OpenZfsGuest guest, Process server) {
        this.guest = guest;
        this.server = server;
        answers = new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8));
    }

    /** Starts the JVM. The caller closes it. */
    public static GuestCli in(OpenZfsGuest guest) {
        // In memory, as reading classes over the share takes twice the time; read-only, so that bin/zfsbackup makes no
        // archive of them, which takes minutes; and anew, after forgetting what the guest remembers of an earlier
        // build.
        guest.sh(
                """
                echo 3 > /proc/sys/vm/drop_caches
                mkdir -p %1$s
                ! mountpoint -q %1$s || umount %1$s
                mount -t tmpfs program %1$s
                cd %2$s
                tar cf - bin config routes target/*.jar target/lib target/test-classes/org/zfsbackup/cli | tar xf - -C %1$s
                mount -o remount,ro %1$s
                """
                        .formatted(PROGRAM, OpenZfsGuest.PROGRAM));
        String java = "exec java -XX:+UseSerialGC " + OPTIONS + " -Dorg.apache.camel.jmx.disabled=true"
                + " -Djava.util.logging.config.file=config/logging.properties -Dzfsbackup.routes=routes"
                + " -cp target/test-classes:target/zfsbackup-command.jar " + CliServer.class.getName();
        try {
            return new GuestCli(
                    guest,
                    guest.ssh("cd " + PROGRAM + " && " + java)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command, whatever its status. */
    public Cli run(String... arguments) {
        try {
            server.getOutputStream().write((CliServer.line(List.of(arguments)) + "\n").getBytes(UTF_8));
            server.getOutputStream().flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new AssertionError("the JVM in the guest ended during " + List.of(arguments));
            }
            List<String> words = CliServer.words(answer);
            return new Cli(Integer.parseInt(words.get(0)), words.get(1), words.get(2));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command that must succeed. */
    String ok(String... arguments) {
        return run(arguments).succeeded(arguments);
    }

    /** As an administrator runs it; all that it printed. Must succeed. */
    String command(String... arguments) {
        return guest.sh("ZFSBACKUP_JAVA_OPTIONS='" + OPTIONS + "' " + PROGRAM + "/bin/zfsbackup "
                + OpenZfsGuest.quoted(arguments));
    }

    /** The JVM in the guest ends with its input. */
    @Override
    public void close() {
        try {
            server.getOutputStream().close();
            if (!server.waitFor(20, TimeUnit.SECONDS)) {
                server.destroy();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
