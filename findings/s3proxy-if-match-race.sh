#!/bin/bash
# What: S3Proxy 4.1.1 with its store in memory (transient-nio2): eight PutObject with the same If-Match at once.
# Documented: If-Match of S3 writes only if the object still has the ETag; of several writers with one ETag one gets 200 and
#   the others 412 or 409. S3Proxy supports conditional writes.
# Seen: in most rounds several of the eight writers get 200, and the object is that of the last. If-None-Match: * with the
#   same eight writers has exactly one winner in every round.
# To a backup: two hosts that write a map under a lock of If-Match both believe that theirs was kept, and one loses its
#   backups. A probe with one writer after the other finds nothing wrong: only a race does.
. "$(dirname "$0")/run.bash"
. "$(dirname "$0")/s3.bash"
jars $s3proxy
s3server <<'J' | program Race
import java.util.*;
import java.util.concurrent.*;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

public class Race {
    static final ExecutorService WRITERS = Executors.newFixedThreadPool(8);
    static S3Client s3;

    public static void main(String[] args) throws Exception {
        s3 = Server.start();
        int match = 0, noneMatch = 0;
        for (int round = 0; round < 60; round++) {
            String old = "old" + round, made = "new" + round;
            String tag = s3.putObject(put -> put.bucket("backup").key(old), RequestBody.fromString("old")).eTag();
            match += winners(old, tag) > 1 ? 1 : 0;
            noneMatch += winners(made, null) > 1 ? 1 : 0;
        }
        System.err.println("rounds of 60 with several winners: If-Match " + match + ", If-None-Match " + noneMatch);
        System.out.println("several winners: If-Match " + (match > 0) + ", If-None-Match " + (noneMatch > 0));
        System.exit(0);
    }

    static int winners(String key, String tag) throws Exception {
        var start = new CyclicBarrier(8);
        var writers = new ArrayList<Callable<Boolean>>();
        for (int i = 0; i < 8; i++) {
            var body = RequestBody.fromString("writer " + i);
            writers.add(() -> {
                start.await();
                return write(key, tag, body);
            });
        }
        int winners = 0;
        for (var won : WRITERS.invokeAll(writers)) {
            winners += won.get() ? 1 : 0;
        }
        return winners;
    }

    /** A refusal that cuts the connection before it is read is a refusal too. */
    static boolean write(String key, String tag, RequestBody body) {
        try {
            s3.putObject(put -> {
                put.bucket("backup").key(key);
                var ignored = tag == null ? put.ifNoneMatch("*") : put.ifMatch(tag);
            }, body);
            return true;
        } catch (S3Exception | SdkClientException e) {
            return false;
        }
    }
}
J
grep '^rounds' "$work/trouble"
still <<'S'
several winners: If-Match true, If-None-Match false
S
