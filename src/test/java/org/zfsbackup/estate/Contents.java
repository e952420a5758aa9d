package org.zfsbackup.estate;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What snapshots hold, as a list of all objects and blocks that a full {@code zfs send} gives. A snapshot keeps its GUID
 * wherever it is sent, so the GUID says what a copy has to hold. Nothing is mounted for this: zfs-fuse may show old content
 * after a promotion or a rollback.
 */
final class Contents {
    private static final int HEAD = 312;
    private static final int OBJECT = 1;
    private static final int WRITE = 3;
    private static final int SPILL = 7;
    private static final int WRITE_EMBEDDED = 8;

    private final Site site;
    private final Map<String, String> byGuid = new LinkedHashMap<>();

    Contents(Site site) {
        this.site = site;
    }

    /** Remembers what these snapshots of the source hold, unless that is known. */
    void remember(Iterable<EstateSnapshot> snapshots) {
        snapshots.forEach(snapshot -> byGuid.computeIfAbsent(snapshot.guid(), guid -> of(snapshot)));
    }

    /** What the source's snapshot with that GUID held. */
    Optional<String> at(String guid) {
        return Optional.ofNullable(byGuid.get(guid));
    }

    /** How many snapshots were made before the one with that GUID; -1 if there was none with it. */
    int age(String guid) {
        return List.copyOf(byGuid.keySet()).indexOf(guid);
    }

    /** What a snapshot, or its copy, holds now. */
    String of(EstateSnapshot snapshot) {
        try {
            Process send = site.send(snapshot.toString());
            send.getOutputStream().close();
            String content = of(send.getInputStream());
            if (send.waitFor() != 0) {
                throw new IllegalStateException("zfs send of " + snapshot + " failed");
            }
            return content;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Hashes the records that carry content: those of dmu_replay_record_t in OpenZFS's sys/zfs_ioctl.h. */
    private static String of(InputStream stream) throws IOException {
        StringBuilder records = new StringBuilder();
        DataInputStream in = new DataInputStream(stream);
        byte[] head = new byte[HEAD];
        while (true) {
            try {
                in.readFully(head);
            } catch (EOFException e) {
                return records.toString();
            }
            ByteBuffer record = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
            byte[] payload = new byte[payload(record)];
            in.readFully(payload);
            described(record).ifPresent(fields -> records.append(fields)
                    .append(", ")
                    .append(HexFormat.of().formatHex(sha256(payload), 0, 8))
                    .append('\n'));
        }
    }

    /** The fields of a record that carries content, in words. */
    private static Optional<String> described(ByteBuffer record) {
        String object = "object " + record.getLong(8);
        return switch (record.getInt(0)) {
            case OBJECT ->
                Optional.of(object + " of type " + record.getInt(16) + ", block " + record.getInt(24)
                        + ", bonus of type " + record.getInt(20) + " and length " + record.getInt(28));
            case WRITE -> Optional.of(object + " at " + record.getLong(24) + ", length " + record.getLong(32));
            case SPILL, WRITE_EMBEDDED -> Optional.of(object + ", length or offset " + record.getLong(16));
            default -> Optional.empty();
        };
    }

    private static int payload(ByteBuffer record) {
        return switch (record.getInt(0)) {
            case 0 -> record.getInt(4);
            case OBJECT -> record.getInt(36) != 0 ? record.getInt(36) : roundedTo8(record.getInt(28));
            case WRITE -> (int) (record.get(50) != 0 ? record.getLong(96) : record.getLong(32));
            case SPILL -> (int) (record.getLong(40) != 0 ? record.getLong(40) : record.getLong(16));
            case WRITE_EMBEDDED -> roundedTo8(record.getInt(52));
            default -> 0;
        };
    }

    private static int roundedTo8(int length) {
        return (length + 7) & ~7;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
