package dev.memoryservice.server.backup.format;

/**
 * What a backup is and holds.
 *
 * @param manifest its counts and checksums
 * @param size in bytes
 * @param sha256 of the whole file, as hexadecimal digits
 */
public record BackupContents(BackupHeader header, BackupManifest manifest, long size, String sha256) {}
