/**
 * The file that a backup is: parts of JSON lines, each a zstd frame with a checksum, on request encrypted, a manifest at
 * the end; docs/portable-format.md describes it as version 2.
 */
package dev.memoryservice.server.backup.format;
