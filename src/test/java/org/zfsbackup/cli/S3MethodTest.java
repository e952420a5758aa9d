package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class S3MethodTest {
    @Test
    void chunksThatNeedMorePartsThanAServerTakesAreRefusedAtOnce() {
        Cli result = Cli.run("--dataset", "tank/home", "--chunk-size", "100GiB", "s3", "--bucket", "bucket");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("100GiB needs more parts than a server takes", "Choose a larger --part-size");
    }
}
