package dev.memoryservice.operator.verification;

import java.time.Instant;
import java.util.Optional;

/**
 * What a server says about one of its users.
 *
 * @param tenant the memory space that it sees
 * @param revision SHA-256 of the file that the server has read; empty where the server does not say it
 * @param memories how many memories the space holds
 * @param lastUsed when the server last accepted the user; empty if never
 */
public record KnownUser(String tenant, Optional<String> revision, long memories, Optional<Instant> lastUsed) {}
