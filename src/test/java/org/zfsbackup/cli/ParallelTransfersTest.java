package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.zfsbackup.fixture.S3ServerOfClass;
import org.zfsbackup.s3server.S3Server;

/** The parts of all transfers of a process share its memory. */
@ExtendWith(S3ServerOfClass.class)
@Timeout(300)
class ParallelTransfersTest {
    private static S3Server server;

    @Test
    void moreThanTheHeapHolds_areDoneAllTheSame() throws Exception {
        Process run = Subprocess.start(
                List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"),
                ParallelTransfers.class,
                "aws2-s3:" + S3Server.BUCKET + "?uriEndpointOverride=" + server.endpoint(),
                server.keyId(),
                server.secret());

        assertThat(Subprocess.output(run, 200)).contains("stored and read back " + ParallelTransfers.STORES);
    }
}
