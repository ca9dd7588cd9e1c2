/**
 * The SQLite backend: one file, one writer that commits groups of writes, many readers, words in FTS5 and vectors as
 * blobs that are also held in memory for scanning.
 *
 * <p>What must stay true: a write is acknowledged only after its transaction is on the disk; at most one process has
 * the file open; everything that is looked up by words or by vectors is looked up inside one tenant.
 */
package dev.memoryservice.server.store.sqlite;
