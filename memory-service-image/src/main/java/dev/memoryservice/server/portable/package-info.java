/**
 * The portable format: every memory of a store, or some of them, in one file that any backend and any later version can
 * read. Gzip over JSON lines: a header, one line for each memory or tombstone, and a manifest with their counts and the
 * SHA-256 of all that stands before it. Exports are written in it and read from it; docs/portable-format.md describes it.
 */
package dev.memoryservice.server.portable;
