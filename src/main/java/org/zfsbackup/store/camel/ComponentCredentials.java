package org.zfsbackup.store.camel;

import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.component.aws2.s3.AWS2S3Component;
import org.apache.camel.component.aws2.s3.AWS2S3Configuration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * The access key that is set on Camel's component {@code aws2-s3}, for example with {@code
 * camel.component.aws2-s3.access-key}, so that a target needs no second one.
 */
final class ComponentCredentials {
    private static final String COMPONENT = "aws2-s3";

    private ComponentCredentials() {}

    /** Returns null if the component is not on the class path, or has no access key. */
    static @Nullable AwsCredentialsProvider of(CamelContext context) {
        Component found = context.getComponent(COMPONENT, true, false);
        if (!(found instanceof AWS2S3Component buckets)) {
            return null;
        }
        AWS2S3Configuration configured = buckets.getConfiguration();
        String key = configured.getAccessKey();
        String secret = configured.getSecretKey();
        return key == null || secret == null ? null : provider(key, secret, configured.getSessionToken());
    }

    /** Camel ignores a token without {@code useSessionCredentials}, but its key is not valid without it. */
    private static AwsCredentialsProvider provider(String key, String secret, @Nullable String token) {
        return StaticCredentialsProvider.create(
                token == null
                        ? AwsBasicCredentials.create(key, secret)
                        : AwsSessionCredentials.create(key, secret, token));
    }
}
