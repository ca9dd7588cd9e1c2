package dev.memoryservice.server.memory;

import dev.memoryservice.server.request.RefusedException;
import jakarta.inject.Singleton;
import java.util.OptionalLong;

/**
 * Whether a tenant may have more memories. Counted before storing, so that requests at the same moment may go beyond
 * the limit by as many as they are.
 */
@Singleton
public final class Room {

    private final TenantLimits limits;
    private final MemoryStore store;

    Room(TenantLimits limits, MemoryStore store) {
        this.limits = limits;
        this.store = store;
    }

    /**
     * Makes sure that there is room for some more memories; costs a count where there is a limit, else nothing.
     *
     * @throws RefusedException when there is not
     */
    public void require(String tenant, int more) {
        OptionalLong most = limits.mostMemories(tenant);
        if (most.isEmpty()) {
            return;
        }
        long now = store.statistics(new Space(tenant, Space.ALL_STORES)).memories();
        if (now + more > most.getAsLong()) {
            throw new RefusedException(
                    RefusedException.Reason.TOO_LARGE,
                    "There are " + now + " memories, and at most " + most.getAsLong() + " are allowed, so " + more
                            + " more cannot be stored: delete some, or have maxMemories raised");
        }
    }
}
