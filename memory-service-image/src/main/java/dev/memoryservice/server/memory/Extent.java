package dev.memoryservice.server.memory;

import java.util.Optional;

/**
 * How much of a {@link MemoryStore} is meant when it is read as a whole.
 *
 * @param tenant one tenant only; empty for every one
 * @param store the store of that name only; empty for every one
 */
public record Extent(Optional<String> tenant, Optional<String> store) {

    /** All tenants with all of their stores. */
    public static final Extent EVERYTHING = new Extent(Optional.empty(), Optional.empty());

    /** What a caller reads in {@code space}. */
    public static Extent of(Space space) {
        return new Extent(
                Optional.of(space.tenant()), space.isAllStores() ? Optional.empty() : Optional.of(space.store()));
    }
}
