package org.zfsbackup.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** What a server answers to {@code content}, whose MD5 is 9a0364b9e99bb480dd25e1f0284c8555. */
class UploadChecksumTest {
    private static final byte[] BYTES = "content".getBytes(UTF_8);

    @ParameterizedTest
    @CsvSource({
        "9a0364b9e99bb480dd25e1f0284c8555,,, false",
        "00000000000000000000000000000000,,, true",
        "00000000000000000000000000000000, AES256,, true",
        "00000000000000000000000000000000, aws:kms,, false",
        "00000000000000000000000000000000, aws:kms:dsse,, false",
        "00000000000000000000000000000000, another,, false",
        "00000000000000000000000000000000,, AES256, false",
        "00000000000000000000000000000000-2,,, false",
        ",,, false",
    })
    void etag_isComparedOnlyIfItIsAnMd5(
            @Nullable String etag, @Nullable String encryption, @Nullable String customer, boolean contradicted) {
        UploadChecksum proof = UploadChecksum.of(BYTES, BYTES.length, false);
        String quoted = etag == null ? null : '"' + etag + '"';

        assertThat(proof.isContradictedBy(PutObjectResponse.builder()
                        .eTag(quoted)
                        .serverSideEncryption(encryption)
                        .sseCustomerAlgorithm(customer)
                        .build()))
                .isEqualTo(contradicted);
        assertThat(proof.isContradictedBy(UploadPartResponse.builder()
                        .eTag(quoted)
                        .serverSideEncryption(encryption)
                        .sseCustomerAlgorithm(customer)
                        .build()))
                .isEqualTo(contradicted);
    }
}
