package dev.memoryservice.operator.memoryrestore;

import java.util.Optional;

/**
 * What a MemoryRestore comes down to.
 *
 * @param target the MemoryService that is restored into
 * @param source the MemoryService whose backup it is
 * @param backupId the backup; empty for the newest that is not after the spec's time
 * @param tenant the one memory space that is restored; empty for all
 */
record RestorePlan(String target, String source, Optional<String> backupId, Optional<String> tenant) {

    /** Whether the server that is restored into has the backup itself. */
    boolean isWithinOne() {
        return target.equals(source);
    }
}
