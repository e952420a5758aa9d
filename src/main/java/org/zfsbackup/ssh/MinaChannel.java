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
 * One command's channel, which can be ended without its input coming to an end first: after the message that closes a
 * channel nothing is sent in it.
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

    /** When the command has told how it ended, or the channel is closed. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    CompletableFuture<Void> closed() {
        return closed;
    }

    /** Whether all of its output came: the other side said so. */
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

    /** Ends the command, as far as the other side lets us, and the channel; at once, from any thread. */
    void end() {
        boolean interrupted = Thread.interrupted();
        try {
            if (sending.tryLock(GRACE_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                endUnderLock();
            } else {
                // somebody is stuck in sending: the connection is of no use to anyone
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
            // a connection that takes nothing more has ended the command already
        } finally {
            sending.unlock();
        }
    }

    /** Before the channel closes, so that the command does not take that for its input's end. */
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
