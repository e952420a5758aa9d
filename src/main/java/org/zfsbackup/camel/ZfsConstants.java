package org.zfsbackup.camel;

import org.apache.camel.spi.Metadata;

/**
 * The headers of our exchanges. Their names begin with Camel, so that Camel's header filters do not accept them from
 * outside.
 */
public final class ZfsConstants {
    @Metadata(label = "consumer", description = "The dataset of the stream", javaType = "String")
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
            description = "The size of the stream in bytes, as estimated by zfs; not set if zfs has no estimate",
            javaType = "Long")
    public static final String SIZE_ESTIMATE = "CamelZfsSizeEstimate";

    @Metadata(label = "producer", description = "The number of bytes that pipe:count has counted", javaType = "Long")
    public static final String COUNT = "CamelZfsCount";

    @Metadata(
            label = "producer",
            description = "The hash from pipe:digest in hex digits, available after the stream was read to its end",
            javaType = "String")
    public static final String DIGEST = "CamelZfsDigest";

    @Metadata(
            label = "producer",
            description = "The path of the chunk, relative to the root of the target",
            javaType = "String")
    public static final String CHUNK_NAME = "CamelZfsChunkName";

    @Metadata(label = "producer", description = "The chunk's number, from 1", javaType = "Integer")
    public static final String CHUNK_NUMBER = "CamelZfsChunkNumber";

    @Metadata(label = "producer", description = "The size in bytes of a chunk that is a file", javaType = "Long")
    public static final String CHUNK_LENGTH = "CamelZfsChunkLength";

    @Metadata(label = "producer", description = "The name of one of several targets", javaType = "String")
    public static final String TARGET = "CamelZfsTarget";

    @Metadata(label = "producer", description = "The ID of the backup", javaType = "String")
    public static final String BACKUP_ID = "CamelZfsBackupId";

    private ZfsConstants() {}
}
