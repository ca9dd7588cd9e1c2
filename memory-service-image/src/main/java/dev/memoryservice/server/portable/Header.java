package dev.memoryservice.server.portable;

import java.time.Instant;

/**
 * The first line: what wrote the file. For people and for tools; nothing in the reading of memories depends on it.
 *
 * @param createdAt when the file was begun, which is the moment that its content is of
 * @param server the version of the server that wrote it
 * @param backend the backend that the memories were in, for example {@code SQLite}
 * @param model the embedding model that the backend's vectors were made with; the vectors are not in the file
 * @param dimension how many numbers that model's vectors have
 */
public record Header(Instant createdAt, String server, String backend, String model, int dimension) {}
