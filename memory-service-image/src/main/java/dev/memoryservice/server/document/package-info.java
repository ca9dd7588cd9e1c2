/**
 * Documents: files that become memories. {@link dev.memoryservice.server.document.Documents} takes them in, a queue of
 * bounded length reads them one after another in a process of its own (package {@code extract}), {@link
 * dev.memoryservice.server.document.Chunker} cuts their text, and the chunks are stored like any other memory. The
 * history of uploads outlives restarts.
 */
package dev.memoryservice.server.document;
