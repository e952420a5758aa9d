package org.zfsbackup.store;

/** A small object as it was read, with its version. */
public final class StoredDocument {
    private final byte[] content;
    private final String etag;

    /**
     * @param content the bytes, which are not copied
     * @param etag the store's identifier of this version, for example an ETag or a digest
     */
    public StoredDocument(byte[] content, String etag) {
        this.content = content;
        this.etag = etag;
    }

    /** The bytes themselves, which must not be changed. */
    public byte[] content() {
        return content;
    }

    /** The version, for {@link ObjectStore#replace}. */
    public String etag() {
        return etag;
    }
}
