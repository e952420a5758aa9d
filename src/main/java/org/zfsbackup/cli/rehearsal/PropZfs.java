package org.zfsbackup.cli.rehearsal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A scripted stand-in for {@code zfs}: {@code tank/a} has a snapshot, and so has every dataset that was received. A stand-in
 * for {@code ssh} in the same folder runs its command on this host.
 */
final class PropZfs {
    private static final String ZFS =
            """
            #!/bin/sh
            for last; do :; done
            got="$0.$(printf %s "${last%@*}" | tr / .)"
            case "$1 $last" in
            "send send")
                printf 'usage:\\n\\tsend [-DLPbcehnpsVvw] [-i|-I snapshot] [-R] <snapshot>\\n' >&2
                exit 2 ;;
            "send "*)
                case "$2" in
                -nvP) printf 'full\\t%s\\t624\\nsize\\t624\\n' "$last" ;;
                *) cat "$0.stream" ;;
                esac ;;
            "receive "*) cat >"$got" ;;
            "get "*)
                [ -e "$got" ] || { echo "cannot open '$last': dataset does not exist" >&2; exit 1; }
                case "$*" in *"-o value guid"*) echo 7; exit ;; esac
                for name in "$last" "$last@s"; do
                    type=snapshot
                    [ "$name" = "$last@s" ] || type=filesystem
                    printf "$name\\t%s\\t%s\\n" guid 7 createtxg 7 creation 7 type $type userrefs 0 \\
                        receive_resume_token - encryption off
                done ;;
            "list "*/*) [ -e "$got" ] || { echo "cannot open '$last': dataset does not exist" >&2; exit 1; } ;;
            esac
            """;

    private static final String SSH = "#!/bin/sh\nfor last; do :; done\nexec sh -c \"$last\"\n";

    private static final int RECORD = 312;
    private static final int END = 5;
    private static final int GUID_AT = 40;
    private static final int NAME_AT = 56;
    private static final long GUID = 7;

    private final Path stage;

    private PropZfs(Path stage) {
        this.stage = stage;
    }

    static PropZfs in(Path stage) throws IOException {
        PropZfs zfs = new PropZfs(stage);
        script(stage.resolve("zfs"), ZFS);
        script(stage.resolve("ssh"), SSH);
        Files.write(stage.resolve("zfs.stream"), stream());
        Files.createFile(stage.resolve("zfs.tank.a"));
        return zfs;
    }

    String command() {
        return stage.resolve("zfs").toString();
    }

    String ssh() {
        return stage.resolve("ssh").toString();
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    /** A complete send stream without content: BEGIN, and END with the Fletcher-4 sums of BEGIN. */
    private static byte[] stream() {
        ByteBuffer stream = ByteBuffer.allocate(2 * RECORD).order(ByteOrder.LITTLE_ENDIAN);
        stream.putLong(8, 0x2F5bacbacL).putLong(16, 1).putInt(32, 2).putLong(GUID_AT, GUID);
        stream.put(NAME_AT, "tank/a@s".getBytes(StandardCharsets.UTF_8));
        long[] sums = new long[4];
        for (int at = 0; at < RECORD; at += Integer.BYTES) {
            sums[0] += Integer.toUnsignedLong(stream.getInt(at));
            for (int i = 1; i < sums.length; i++) {
                sums[i] += sums[i - 1];
            }
        }
        stream.putInt(RECORD, END).putLong(RECORD + GUID_AT, GUID);
        for (int i = 0; i < sums.length; i++) {
            stream.putLong(RECORD + Long.BYTES * (i + 1), sums[i]);
        }
        return stream.array();
    }
}
