package org.zfsbackup.store.s3;

import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * An access key for buckets. Its text shows no secret.
 *
 * @param id the ID of the key
 * @param secret its secret
 * @param token the session token of a temporary key
 */
public record AccessKey(String id, String secret, Optional<String> token) {
    /** Returns a provider that always gives this key. */
    public AwsCredentialsProvider provider() {
        return StaticCredentialsProvider.create(
                token.isPresent()
                        ? AwsSessionCredentials.create(id, secret, token.get())
                        : AwsBasicCredentials.create(id, secret));
    }

    @Override
    public String toString() {
        return "access key " + id;
    }
}
