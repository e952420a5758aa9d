package org.zfsbackup.operation;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.chunk.DamagedChunkException;
import org.zfsbackup.pipe.WrongKeyException;
import org.zfsbackup.store.NoSuchObjectException;
import org.zfsbackup.stream.BlockReadingStream;
import org.zfsbackup.stream.Causes;
import org.zfsbackup.zfs.sendstream.CheckedSendStream;
import org.zfsbackup.zfs.sendstream.DamagedStreamException;
import org.zfsbackup.zfs.sendstream.StreamedDataset;
import org.zfsbackup.zfs.sendstream.WithheldEndStream;

/**
 * The send stream of a backup that is read back. After a failed read, all further reads fail with the same explanation.
 * For one thread, except for {@link #close}.
 */
public final class BackupStream extends BlockReadingStream {
    private static final List<Class<? extends IOException>> UNREADABLE = List.of(
            DamagedChunkException.class,
            DamagedStreamException.class,
            NoSuchObjectException.class,
            WrongKeyException.class);

    private final CheckedSendStream checked;
    private final InputStream withheld;
    private final UnaryOperator<IOException> explanation;
    private volatile @Nullable IOException failure;

    /** @param explanation converts a failure to the one that is reported; called at most once, by the reading thread */
    BackupStream(CheckedSendStream checked, UnaryOperator<IOException> explanation) {
        this.checked = checked;
        this.withheld = new WithheldEndStream(checked);
        this.explanation = explanation;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        IOException known = failure;
        if (known != null) {
            throw known;
        }
        try {
            return withheld.read(target, offset, length);
        } catch (IOException e) {
            IOException explained = explanation.apply(e);
            failure = explained;
            throw explained;
        }
    }

    /** Whether a read has failed; then the bytes before it must not be trusted either. */
    public boolean hasFailed() {
        return failure != null;
    }

    /** Whether a read has failed in a way that it will fail again: stored bytes are damaged or gone, or the key is wrong. */
    public boolean isUnreadable() {
        IOException known = failure;
        return known != null && UNREADABLE.stream().anyMatch(kind -> Causes.has(known, kind));
    }

    /** The datasets that were found so far, in the order of the stream; complete after its end. */
    public List<StreamedDataset> datasets() {
        return checked.datasets();
    }

    @Override
    public void close() throws IOException {
        withheld.close();
    }
}
