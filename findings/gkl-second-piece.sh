#!/bin/bash
# What: IntelDeflater of gkl 0.9.1 (Intel's compression for Java) as the deflater of java.util.zip.DeflaterOutputStream.
#   Needs Linux on x86-64.
# Documented: it extends java.util.zip.Deflater, whose setInput takes an offset, and takes more input once needsInput() says so.
# Seen: setInput ignores the offset, and input that was given before is dropped when more comes. Of two writes only the
#   second is in the output, and it has the bytes of the buffer's beginning. No exception; the stream inflates cleanly.
# To a backup: a gzip chunk written in pieces is whole to every check of the format but that of the content.
. "$(dirname "$0")/run.bash"
[ "$(uname -sm)" = "Linux x86_64" ] || { echo "gkl has its native code for Linux on x86-64 only here."; exit 2; }
jars com.intel.gkl:gkl:0.9.1 -com.github.samtools
program Pieces <<'J'
import com.intel.gkl.compression.IntelDeflater;
import java.io.*;
import java.util.zip.*;

public class Pieces {
    public static void main(String[] args) throws Exception {
        new IntelDeflater(1, true).load(null);
        byte[] data = "AAAAABBBBBCCCCCDDDDD".getBytes();
        for (int first : new int[] {20, 10}) {
            for (Deflater deflater : new Deflater[] {new Deflater(1, true), new IntelDeflater(1, true)}) {
                var bytes = new ByteArrayOutputStream();
                try (var out = new DeflaterOutputStream(bytes, deflater)) {
                    out.write(data, 0, first);
                    out.write(data, first, 20 - first);
                }
                var in = new InflaterInputStream(new ByteArrayInputStream(bytes.toByteArray()), new Inflater(true));
                System.out.println(deflater.getClass().getSimpleName() + " " + first + "+" + (20 - first) + " bytes: "
                        + new String(in.readAllBytes()));
            }
        }
    }
}
J
still <<'S'
Deflater 20+0 bytes: AAAAABBBBBCCCCCDDDDD
IntelDeflater 20+0 bytes: AAAAABBBBBCCCCCDDDDD
Deflater 10+10 bytes: AAAAABBBBBCCCCCDDDDD
IntelDeflater 10+10 bytes: AAAAABBBBB
S
