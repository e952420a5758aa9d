package org.zfsbackup.store.s3;

import java.time.Duration;
import org.zfsbackup.s3server.S3Server;

/** Stores of ours on the server of the tests. */
final class Buckets {
    private Buckets() {}

    /** @param options behind those that reach the server, each beginning with an ampersand */
    static S3Store open(S3Server server, String bucket, String options) {
        S3Uri place = S3Uri.of("aws2-s3:" + bucket + "?uriEndpointOverride=" + server.endpoint() + options);
        S3ClientConfig access = place.access();
        access.setKey(server.keyId(), server.secret());
        access.setTimeout(Duration.ofSeconds(1));
        return new S3Store(access.client(), place, true);
    }
}
