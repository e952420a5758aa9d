package org.zfsbackup.s3server;

/** What a RestoreObject asked for. */
public record Restore(String key, String tier, int days) {}
