package dev.memoryservice.server.memory;

import java.util.Optional;
import java.util.function.Function;

/**
 * What to put in the place of what a store holds.
 *
 * @param tenant the one tenant to replace; empty to replace every one, also those that the snapshot has nothing of
 * @param snapshot what comes in their place; entries of other tenants are passed over
 * @param done what the store's log shall say of it, which is durable in the same moment as the replacement itself
 */
public record Replacement(
        Optional<String> tenant, Snapshot snapshot, Function<SnapshotDifference, RestoreLog.Entry> done) {

    /** Whether something of a tenant is concerned. */
    public boolean concerns(SnapshotEntry entry) {
        return tenant.isEmpty() || tenant.get().equals(entry.tenant());
    }
}
