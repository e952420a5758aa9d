package org.zfsbackup.target;

/** A small object as it was read, with what tells whether it is still the same. */
public final class Document {
    private final byte[] content;
    private final String version;

    /** @param version the store's own mark of these bytes: an ETag, a digest */
    public Document(byte[] content, String version) {
        this.content = content;
        this.version = version;
    }

    /** The bytes themselves, not to be changed. */
    public byte[] content() {
        return content;
    }

    public String version() {
        return version;
    }
}
