package org.zfsbackup.store.s3;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.stream.Hashes;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * A checksum of uploaded bytes, with which the server detects changes on the way: a CRC32 (Amazon's newer checksums),
 * or an MD5.
 *
 * @param crc32 in base64, big-endian, as in the header; null if an MD5 is used
 * @param md5 16 bytes; null if a CRC32 is used
 */
record UploadChecksum(@Nullable String crc32, byte @Nullable [] md5) {
    static UploadChecksum of(byte[] bytes, int length, boolean checksums) {
        if (checksums) {
            return new UploadChecksum(crc32(bytes, length), null);
        }
        MessageDigest digest = Hashes.md5();
        digest.update(bytes, 0, length);
        return new UploadChecksum(null, digest.digest());
    }

    private static String crc32(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(Integer.BYTES)
                        .putInt((int) crc.getValue())
                        .array());
    }

    @Nullable
    String md5Header() {
        return md5 == null ? null : Base64.getEncoder().encodeToString(md5);
    }

    boolean isContradictedBy(PutObjectResponse answer) {
        boolean plain = isPlain(answer.serverSideEncryption(), answer.sseCustomerAlgorithm());
        return isContradictedBy(answer.checksumCRC32(), plain ? answer.eTag() : null);
    }

    boolean isContradictedBy(UploadPartResponse answer) {
        boolean plain = isPlain(answer.serverSideEncryption(), answer.sseCustomerAlgorithm());
        return isContradictedBy(answer.checksumCRC32(), plain ? answer.eTag() : null);
    }

    /** An ETag is an MD5 only if the server does not encrypt with a given key. */
    private static boolean isPlain(@Nullable ServerSideEncryption encryption, @Nullable String customer) {
        return customer == null && (encryption == null || encryption == ServerSideEncryption.AES256);
    }

    /** Whether the server's answer contradicts the bytes that were sent. */
    private boolean isContradictedBy(@Nullable String answeredCrc32, @Nullable String etag) {
        if (crc32 != null) {
            return answeredCrc32 != null && !answeredCrc32.equals(crc32);
        }
        String bare = etag == null ? "" : etag.replace("\"", "");
        return md5 != null
                && bare.matches("[0-9a-f]{32}")
                && !bare.equals(HexFormat.of().formatHex(md5));
    }

    /**
     * The checksum that a server returns for an object of several parts: the checksum of their checksums, and their
     * number.
     */
    static String ofParts(List<String> crc32s) {
        ByteBuffer all = ByteBuffer.allocate(Integer.BYTES * crc32s.size());
        crc32s.forEach(crc32 -> all.put(Base64.getDecoder().decode(crc32)));
        return crc32(all.array(), all.capacity()) + "-" + crc32s.size();
    }
}
