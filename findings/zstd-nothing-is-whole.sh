#!/bin/bash
# What: ZstdInputStream of zstd-jni 1.5.7-6 and the zstd command (seen with 1.5.4) on a file of 0 bytes.
# Documented: a content of nothing has a frame of its own, nine bytes long, which both write; a frame that is cut off is an
#   error. For an input that ends before any frame zstd-jni documents nothing; the command calls it an unexpected end.
# Seen: zstd-jni reads the frame of nothing as nothing, refuses each cut of it, but takes 0 bytes as a whole, empty stream.
#   The command fails on them.
# To a backup: a chunk that a full disk or a crash left at 0 bytes reads as an empty stream without an error, where the tool
#   that an admin would use by hand says that it is broken. The length or the SHA-256 has to be checked beside it.
. "$(dirname "$0")/run.bash"
command -v zstd > /dev/null || { echo "The zstd command is not installed."; exit 2; }
jars com.github.luben:zstd-jni:1.5.7-6
program Nothing <<'J'
import com.github.luben.zstd.*;
import java.io.*;
import java.nio.file.*;
import java.util.Arrays;

public class Nothing {
    public static void main(String[] args) throws Exception {
        var bytes = new ByteArrayOutputStream();
        new ZstdOutputStream(bytes).close();
        Files.write(Path.of("whole.zst"), bytes.toByteArray());
        Files.write(Path.of("empty.zst"), new byte[0]);
        for (int length = bytes.size(); length >= 0; length--) {
            byte[] cut = Arrays.copyOf(bytes.toByteArray(), length);
            try {
                int read = new ZstdInputStream(new ByteArrayInputStream(cut)).readAllBytes().length;
                System.out.println("zstd-jni, " + length + " bytes: " + read + " bytes of content");
            } catch (IOException e) {
                System.out.println("zstd-jni, " + length + " bytes: refused");
            }
        }
    }
}
J
for file in whole empty; do
    if zstd -q -dc "$work/$file.zst" > "$work/content" 2> "$work/trouble"; then
        echo "zstd, $file: $(wc -c < "$work/content") bytes of content" >> "$work/seen"
    else
        echo "zstd, $file: refused" >> "$work/seen"
    fi
done
still <<'S'
zstd-jni, 9 bytes: 0 bytes of content
zstd-jni, 8 bytes: refused
zstd-jni, 7 bytes: refused
zstd-jni, 6 bytes: refused
zstd-jni, 5 bytes: refused
zstd-jni, 4 bytes: refused
zstd-jni, 3 bytes: refused
zstd-jni, 2 bytes: refused
zstd-jni, 1 bytes: refused
zstd-jni, 0 bytes: 0 bytes of content
zstd, whole: 0 bytes of content
zstd, empty: refused
S
