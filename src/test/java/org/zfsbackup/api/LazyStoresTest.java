package org.zfsbackup.api;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class LazyStoresTest {
    @Test
    void aClientThatIsNamedIsNotReplacedByAnother() {
        ZfsBackup backup = ZfsBackup.of("tank/home").to("aws2-s3:bucket?amazonS3Client=#nas&region=eu-central-1");

        assertThatIllegalArgumentException().isThrownBy(backup::list).withMessageContaining("no S3Client named 'nas'");
    }
}
