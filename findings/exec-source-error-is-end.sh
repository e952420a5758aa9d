#!/bin/bash
# What: Apache Commons Exec 1.6.0, which camel-exec 4.17.0 uses: an InputStream given to PumpStreamHandler as the command's
#   standard input.
# Documented: execute() throws IOException if the execution of the command fails or its exit value is not one of success.
# Seen: when the InputStream itself throws after 1000 bytes, the exception is swallowed and the pipe closed. The command sees
#   an ordinary end of file; execute() returns 0.
# To a backup: a restore whose source breaks off gives "zfs receive", or a command that stores a chunk, a shorter stream as
#   if it was whole, and reports success.
. "$(dirname "$0")/run.bash"
jars org.apache.commons:commons-exec:1.6.0
program Broken <<'J'
import java.io.*;
import org.apache.commons.exec.*;

public class Broken {
    public static void main(String[] args) throws Exception {
        InputStream source = new InputStream() {
            private int given;

            @Override
            public int read() throws IOException {
                if (given++ < 1000) {
                    return 'x';
                }
                throw new IOException("the source broke off");
            }
        };
        var out = new ByteArrayOutputStream();
        var executor = DefaultExecutor.builder().get();
        executor.setStreamHandler(new PumpStreamHandler(out, out, source));
        int status = executor.execute(new CommandLine("wc").addArgument("-c"));
        System.out.println("status " + status + ", the command counted " + out.toString().trim() + " bytes");
    }
}
J
still <<'S'
status 0, the command counted 1000 bytes
S
