package org.zfsbackup.process;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.zfsbackup.stream.DaemonThreads;
import org.zfsbackup.stream.Interrupts;
import org.zfsbackup.stream.StalledException;

/** A process on this host that can be killed together with all its children. */
public final class LocalChild implements Child {
    private static final File NOTHING = new File("/dev/null");
    private static final int GRACE_MILLISECONDS = 1000;

    private final Command command;
    private final String name;
    private final Process process;
    private final ErrorTail errors;

    private LocalChild(Command command, String name, Process process) {
        this.command = command;
        this.name = name;
        this.process = process;
        this.errors = ErrorTail.of(process.getErrorStream());
    }

    /** Starts a command. Its standard input is empty unless {@code fed} is set. */
    static LocalChild start(Command command, boolean fed) throws IOException {
        return start(command, command.toString(), fed);
    }

    /**
     * Starts a command.
     *
     * @param name the process's name in error messages
     * @param fed whether the caller writes its standard input; otherwise that is empty
     * @throws IOException if the program cannot be started; the message says what to do
     */
    public static LocalChild start(Command command, String name, boolean fed) throws IOException {
        Children.refuseAtTheEnd(name);
        ProcessBuilder builder =
                new ProcessBuilder(Programs.OF_THIS_HOST.located(command).words());
        if (!fed) {
            builder.redirectInput(NOTHING);
        }
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new IOException(Programs.OF_THIS_HOST.failure(command.words().get(0), e), e);
        }
        LocalChild child = new LocalChild(command, name, process);
        Children.add(child);
        return child;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public InputStream output() {
        return process.getInputStream();
    }

    @Override
    public OutputStream input() {
        return process.getOutputStream();
    }

    @Override
    public int await(Duration limit) throws IOException {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
                throw new StalledException(name + " closed its output but did not end", limit);
            }
            errors.await();
            return process.exitValue();
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
            throw Interrupts.asIo(name + ": interrupted", e);
        }
    }

    @Override
    public boolean endedWell() {
        return !process.isAlive() && process.exitValue() == 0;
    }

    @Override
    public String errors() {
        return errors.text();
    }

    @Override
    public void onEnd(Runnable action) {
        process.onExit().thenRun(action);
    }

    /** Terminates the process and its children, and kills them a second later. Does nothing after its end. */
    @Override
    public void kill() {
        if (!process.isAlive()) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            // A stopped process starts no more children, which nobody would find after their parent has ended.
            signal("STOP");
            // The parent comes first: a shell would continue with its next command after its child has ended.
            List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                    .toList();
            all.forEach(ProcessHandle::destroy);
            signal("CONT");
            awaitGrace(process);
            all.forEach(ProcessHandle::destroyForcibly);
            awaitGrace(process);
            if (process.isAlive()) {
                letGo();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Closes the streams of a process that cannot be signalled because another user (sudo) owns it: it ends by itself
     * when nobody feeds it or reads from it. Closing may block while another thread is writing, so new threads do it.
     */
    private void letGo() {
        for (Closeable end : List.of(process.getOutputStream(), process.getInputStream())) {
            DaemonThreads.start("closing " + command, () -> {
                try {
                    end.close();
                } catch (IOException e) {
                    // The stream counts as closed anyway.
                }
            });
        }
    }

    /** Sends a signal that the JDK cannot send. If that fails, the process is ended anyway. */
    private void signal(String name) {
        try {
            awaitGrace(new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid() + " 2>/dev/null").start());
        } catch (IOException e) {
            // There is no shell, or no memory for one. The following steps do not need it.
        }
    }

    /** Waits a second for the end. It returns early if the thread is interrupted; the process is then killed sooner. */
    private static void awaitGrace(Process process) {
        try {
            process.waitFor(GRACE_MILLISECONDS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
