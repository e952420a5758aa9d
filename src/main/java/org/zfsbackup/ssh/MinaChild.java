package org.zfsbackup.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.process.Child;
import org.zfsbackup.process.ErrorTail;
import org.zfsbackup.stream.Interrupts;
import org.zfsbackup.stream.StalledException;

/** A command on another host, in its own channel. */
final class MinaChild implements Child {
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final int SIGNALLED = 128;

    private static final Map<String, Integer> SIGNALS = Map.ofEntries(
            Map.entry("HUP", 1),
            Map.entry("INT", 2),
            Map.entry("QUIT", 3),
            Map.entry("ILL", 4),
            Map.entry("ABRT", 6),
            Map.entry("FPE", 8),
            Map.entry("KILL", 9),
            Map.entry("SEGV", 11),
            Map.entry("PIPE", 13),
            Map.entry("ALRM", 14),
            Map.entry("TERM", 15));

    private final SshAddress address;
    private final String name;
    private final MinaChannel channel;
    private final ErrorTail errors;
    private volatile boolean killed;

    MinaChild(SshAddress address, String name, MinaChannel channel, ErrorTail errors) {
        this.address = address;
        this.name = name;
        this.channel = channel;
        this.errors = errors;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public InputStream output() {
        return new MinaOutput(channel.getInvertedOut(), this::failure);
    }

    @Override
    public OutputStream input() {
        return channel.getInvertedIn();
    }

    @Override
    public int await(Duration limit) throws IOException {
        try {
            if (!happens(channel.ended(), limit)) {
                kill();
                throw new StalledException(name + " closed its output but did not end", limit);
            }
            // Wait for the output for a second only: a child of the command may hold it open forever.
            happens(channel.closed(), GRACE);
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
            throw Interrupts.asIo(name + ": interrupted", e);
        }
        return status();
    }

    private static boolean happens(CompletableFuture<Void> event, Duration limit) throws InterruptedException {
        try {
            event.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private int status() throws IOException {
        String signal = channel.getExitSignal();
        if (signal != null) {
            return SIGNALLED + SIGNALS.getOrDefault(signal, 0);
        }
        Integer status = channel.getExitStatus();
        boolean cut = channel.closed().isDone() && !channel.isWhole();
        if (status == null || (status == 0 && (cut || killed))) {
            throw failure(null);
        }
        return status;
    }

    private IOException failure(@Nullable IOException cause) {
        return killed
                ? new IOException(name + " was ended", cause)
                : HostUnreachableException.broke(address, name, errors(), cause);
    }

    @Override
    public boolean endedWell() {
        Integer status = channel.getExitStatus();
        return status != null && status == 0 && !killed;
    }

    @Override
    public String errors() {
        return errors.text();
    }

    @Override
    public void onEnd(Runnable action) {
        channel.ended().thenRun(action);
    }

    @Override
    public void kill() {
        if (!channel.closed().isDone()) {
            killed = killed || !channel.ended().isDone();
            channel.end();
        }
    }
}
