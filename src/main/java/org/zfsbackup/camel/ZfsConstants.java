package org.zfsbackup.camel;

import org.apache.camel.spi.Metadata;

/** The headers of our exchanges. They begin with Camel, so that Camel's filters keep them from the outside. */
public final class ZfsConstants {
    @Metadata(label = "consumer", description = "The dataset that the stream is of", javaType = "String")
    public static final String DATASET = "CamelZfsDataset";

    @Metadata(label = "consumer", description = "The snapshot's name, without the dataset", javaType = "String")
    public static final String SNAPSHOT = "CamelZfsSnapshot";

    @Metadata(label = "consumer", description = "The snapshot's GUID", javaType = "String")
    public static final String GUID = "CamelZfsGuid";

    @Metadata(
            label = "consumer",
            description = "The name of the snapshot that an incremental stream builds on",
            javaType = "String")
    public static final String BASE = "CamelZfsBase";

    @Metadata(
            label = "consumer",
            description = "The bytes that zfs expects the stream to have, where it can tell",
            javaType = "Long")
    public static final String SIZE_ESTIMATE = "CamelZfsSizeEstimate";

    @Metadata(label = "producer", description = "The bytes that pipe:count has counted", javaType = "Long")
    public static final String COUNT = "CamelZfsCount";

    @Metadata(
            label = "producer",
            description = "The hash of pipe:digest: hex digits, once the stream was read to its end",
            javaType = "String")
    public static final String DIGEST = "CamelZfsDigest";

    @Metadata(label = "producer", description = "The chunk's path from the target's root", javaType = "String")
    public static final String CHUNK_NAME = "CamelZfsChunkName";

    @Metadata(label = "producer", description = "The chunk's number, from 1", javaType = "Integer")
    public static final String CHUNK_NUMBER = "CamelZfsChunkNumber";

    @Metadata(label = "producer", description = "The bytes of a chunk that is a file", javaType = "Long")
    public static final String CHUNK_LENGTH = "CamelZfsChunkLength";

    @Metadata(label = "producer", description = "The name of one of several targets", javaType = "String")
    public static final String TARGET = "CamelZfsTarget";

    @Metadata(label = "producer", description = "The backup's id", javaType = "String")
    public static final String BACKUP_ID = "CamelZfsBackupId";

    private ZfsConstants() {}
}
