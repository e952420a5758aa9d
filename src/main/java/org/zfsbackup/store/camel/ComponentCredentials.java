package org.zfsbackup.store.camel;

import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.component.aws2.s3.AWS2S3Component;
import org.apache.camel.component.aws2.s3.AWS2S3Configuration;
import org.zfsbackup.store.s3.AccessKey;

/**
 * The access key that is set on Camel's component {@code aws2-s3}, for example with {@code
 * camel.component.aws2-s3.access-key}, so that a target needs no second one. No method has a type of Amazon's SDK in its
 * signature, because this class is loaded without the SDK too.
 */
final class ComponentCredentials {
    private static final String COMPONENT = "aws2-s3";

    private ComponentCredentials() {}

    /**
     * Returns nothing if the component is not on the class path, or has no access key. Camel ignores a token without {@code
     * useSessionCredentials}, but its key is not valid without it.
     */
    static Optional<AccessKey> of(CamelContext context) {
        Component found = context.getComponent(COMPONENT, true, false);
        if (!(found instanceof AWS2S3Component buckets)) {
            return Optional.empty();
        }
        AWS2S3Configuration configured = buckets.getConfiguration();
        String key = configured.getAccessKey();
        String secret = configured.getSecretKey();
        return key == null || secret == null
                ? Optional.empty()
                : Optional.of(new AccessKey(key, secret, Optional.ofNullable(configured.getSessionToken())));
    }
}
