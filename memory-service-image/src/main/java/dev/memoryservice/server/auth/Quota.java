package dev.memoryservice.server.auth;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How much a caller may do, where it is less than the server's own limits.
 *
 * @param requestsPerMinute at least 1
 * @param maxMemories how many memories the caller's tenant may have, at least 0; of users who share one the largest counts
 */
public record Quota(OptionalInt requestsPerMinute, OptionalLong maxMemories) {

    /** Nothing but the server's own limits. */
    public static final Quota UNLIMITED = new Quota(OptionalInt.empty(), OptionalLong.empty());
}
