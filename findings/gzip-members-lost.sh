#!/bin/bash
# What: java.util.zip.GZIPInputStream of JDK 17 (seen with 17.0.15) over java.io.SequenceInputStream.
# Documented: a gzip file may consist of several members, one after another (RFC 1952), and the class reads such files;
#   SequenceInputStream is the JDK's way to read several files as one.
# Seen: after a member GZIPInputStream asks its source for available(). At the seam of two files a SequenceInputStream
#   answers 0, and GZIPInputStream takes that for the end: it returns the first file's content and then -1, no error.
#   The same bytes in one array are read whole.
# To a backup: chunks that were compressed one by one and are read back in a row restore as the first chunk alone.
. "$(dirname "$0")/run.bash"
case $(java -version 2>&1 | head -1) in
    *'"17.'*) ;;
    *) echo "This finding is about JDK 17; run it with that."; exit 2 ;;
esac
program Members <<'J'
import java.io.*;
import java.util.zip.*;

public class Members {
    public static void main(String[] args) throws Exception {
        byte[] one = gzip("first "), two = gzip("second");
        var both = new ByteArrayOutputStream();
        both.write(one);
        both.write(two);
        read("in one array", new ByteArrayInputStream(both.toByteArray()));
        read("one after the other",
                new SequenceInputStream(new ByteArrayInputStream(one), new ByteArrayInputStream(two)));
    }

    static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes());
        }
        return bytes.toByteArray();
    }

    static void read(String how, InputStream in) throws IOException {
        System.out.println(how + ": '" + new String(new GZIPInputStream(in).readAllBytes()) + "'");
    }
}
J
still <<'S'
in one array: 'first second'
one after the other: 'first '
S
