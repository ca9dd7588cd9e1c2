/** Embeddings: the vector that stands for a text's meaning, and the models that make it. */
package dev.memoryservice.server.embedding;
