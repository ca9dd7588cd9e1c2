/**
 * Memories: what one is, and {@link dev.memoryservice.server.memory.MemoryStore}, the port that every backend
 * implements. Nothing here knows a database, a protocol or an embedding model.
 */
package dev.memoryservice.server.memory;
