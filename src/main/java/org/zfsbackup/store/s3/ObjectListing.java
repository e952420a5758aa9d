package org.zfsbackup.store.s3;

import java.util.ArrayList;
import java.util.List;
import org.zfsbackup.store.StoredObject;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.OptionalObjectAttributes;

/**
 * Lists objects, with the copies of those in an archive if the server tells them. Most other servers ignore the header
 * that asks for them; if one refuses it, the list is requested without it, from then on. Safe for use by several threads.
 */
final class ObjectListing {
    private final S3Client client;
    private final String bucket;
    private volatile boolean withoutCopies;

    ObjectListing(S3Client client, String bucket) {
        this.client = client;
        this.bucket = bucket;
    }

    /** All objects whose names have this beginning. */
    List<StoredObject> of(String beginning) {
        ListObjectsV2Request plain =
                ListObjectsV2Request.builder().bucket(bucket).prefix(beginning).build();
        if (!withoutCopies) {
            try {
                return all(plain.toBuilder()
                        .optionalObjectAttributes(OptionalObjectAttributes.RESTORE_STATUS)
                        .build());
            } catch (SdkException e) {
                if (!S3Failure.mayBeUnknownHeader(e)) {
                    throw e;
                }
            }
        }
        List<StoredObject> found = all(plain);
        withoutCopies = true;
        return found;
    }

    private List<StoredObject> all(ListObjectsV2Request request) {
        List<StoredObject> objects = new ArrayList<>();
        client.listObjectsV2Paginator(request)
                .contents()
                .forEach(object -> objects.add(new StoredObject(
                        object.key(),
                        object.size(),
                        object.lastModified(),
                        ArchiveClasses.listed(object),
                        ArchiveClasses.lapse(object.restoreStatus()))));
        return objects;
    }
}
