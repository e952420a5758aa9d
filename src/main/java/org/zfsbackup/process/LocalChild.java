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

/** A process of this host, which can be ended with all its children. */
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

    /** Starts a command; its standard input is empty unless it is to be fed. */
    static LocalChild start(Command command, boolean fed) throws IOException {
        return start(command, command.toString(), fed);
    }

    /** @param name what the process is called in errors, where that is not the command itself */
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
    public int await(Duration stallTimeout) throws IOException {
        try {
            if (!process.waitFor(stallTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
                throw new StalledException(name + " closed its output but did not end", stallTimeout);
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

    /** Asks the process and its children to end, and a second later makes them. Does nothing after its end. */
    @Override
    public void kill() {
        if (!process.isAlive()) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            // held, it starts no other child, which nobody would find once its parent has ended
            signal("STOP");
            // the parent first: a shell whose child is ended would go on with its next command
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
     * A process of another user (sudo) cannot be signalled; one that nobody feeds and nobody listens to ends by itself.
     * Closing may wait for a thread that is just writing, so it is done by others.
     */
    private void letGo() {
        for (Closeable end : List.of(process.getOutputStream(), process.getInputStream())) {
            DaemonThreads.start("closing " + command, () -> {
                try {
                    end.close();
                } catch (IOException e) {
                    // it is closed all the same
                }
            });
        }
    }

    /** Sends what the JDK cannot send. Where that fails, the process is ended all the same. */
    private void signal(String name) {
        try {
            awaitGrace(new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid() + " 2>/dev/null").start());
        } catch (IOException e) {
            // no shell, or no room for one: what follows does not need it
        }
    }

    /** Ends early where the thread is interrupted, which only makes the end of the process less gentle. */
    private static void awaitGrace(Process process) {
        try {
            process.waitFor(GRACE_MILLISECONDS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
