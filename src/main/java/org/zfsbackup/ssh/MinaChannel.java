package org.zfsbackup.ssh;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelListener;
import org.apache.sshd.common.io.AbstractIoWriteFuture;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * The channel of one command. It can be ended before its input has ended: nothing is sent after the message that closes
 * the channel.
 */
final class MinaChannel extends ChannelExec {
    private static final int GRACE_MILLISECONDS = 500;
    private static final int ROOM = 64;

    private final ReentrantLock sending = new ReentrantLock();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private boolean over;

    MinaChannel(String line) {
        super(line, StandardCharsets.UTF_8, null, null);
        addChannelListener(new ChannelListener() {
            @Override
            public void channelStateChanged(Channel channel, String hint) {
                if (getExitStatus() != null || getExitSignal() != null) {
                    ended.complete(null);
                }
            }
        });
        addCloseFutureListener(future -> {
            closed.complete(null);
            ended.complete(null);
        });
    }

    /** Completes after the command has reported how it ended, or the channel is closed. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    CompletableFuture<Void> closed() {
        return closed;
    }

    /** Returns whether all of its output came: the other side has sent an EOF. */
    boolean isWhole() {
        return eofReceived.get();
    }

    @Override
    public IoWriteFuture writePacket(Buffer buffer) throws IOException {
        sending.lock();
        try {
            return over ? refused() : super.writePacket(buffer);
        } finally {
            sending.unlock();
        }
    }

    @Override
    protected IoWriteFuture sendEof() throws IOException {
        sending.lock();
        try {
            return over ? refused() : super.sendEof();
        } finally {
            sending.unlock();
        }
    }

    private static IoWriteFuture refused() {
        return AbstractIoWriteFuture.fulfilled("ended", new ClosedChannelException());
    }

    @Override
    public void handleClose() throws IOException {
        sending.lock();
        try {
            over = true;
        } finally {
            sending.unlock();
        }
        super.handleClose();
    }

    /** Ends the command, if the other side allows it, and the channel. Returns at once, from any thread. */
    void end() {
        boolean interrupted = Thread.interrupted();
        try {
            if (sending.tryLock(GRACE_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                endUnderLock();
            } else {
                // Another thread is stuck in sending, so the connection is unusable.
                getSession().close(true);
            }
        } catch (InterruptedException e) {
            interrupted = true;
            getSession().close(true);
        } finally {
            close(true);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void endUnderLock() {
        try {
            if (!over && !isClosing()) {
                over = true;
                sendTermination();
                send(SshConstants.SSH_MSG_CHANNEL_CLOSE);
            }
        } catch (IOException | RuntimeException e) {
            // A connection that accepts no more data has ended the command already.
        } finally {
            sending.unlock();
        }
    }

    /** Sends a signal before the channel closes, so that the command does not mistake that for the end of its input. */
    private void sendTermination() throws IOException {
        Session session = getSession();
        Buffer buffer = session.createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST, ROOM);
        buffer.putUInt(getRecipient());
        buffer.putString("signal");
        buffer.putBoolean(false);
        buffer.putString("TERM");
        session.writePacket(buffer);
    }

    private void send(byte message) throws IOException {
        Session session = getSession();
        Buffer buffer = session.createBuffer(message, ROOM);
        buffer.putUInt(getRecipient());
        session.writePacket(buffer);
    }
}
