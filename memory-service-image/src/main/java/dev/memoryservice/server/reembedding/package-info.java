/** Vectors that are made after a memory was stored: those of long contents' further passages, and those of a new model. */
package dev.memoryservice.server.reembedding;
