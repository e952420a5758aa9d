package org.zfsbackup.store;

/** A small object as it was read, with what tells whether it is still the same. */
public final class StoredDocument {
    private final byte[] content;
    private final String etag;

    /** @param etag the store's own mark of these bytes: an ETag, a digest */
    public StoredDocument(byte[] content, String etag) {
        this.content = content;
        this.etag = etag;
    }

    /** The bytes themselves, not to be changed. */
    public byte[] content() {
        return content;
    }

    public String etag() {
        return etag;
    }
}
