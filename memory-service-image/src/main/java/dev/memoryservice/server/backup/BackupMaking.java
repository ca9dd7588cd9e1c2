package dev.memoryservice.server.backup;

import dev.memoryservice.server.backup.format.BackupContents;
import dev.memoryservice.server.backup.format.BackupHeader;
import dev.memoryservice.server.backup.format.BackupWriter;
import dev.memoryservice.server.backup.format.EncryptionKey;
import dev.memoryservice.server.backup.repository.Repository;
import dev.memoryservice.server.memory.Extent;
import dev.memoryservice.server.memory.MemoryStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Writes everything of a store into a file of a repository.
 *
 * @param model the embedding model that the store was opened for
 * @param dimension how many numbers its vectors have
 * @param server the version of this server
 */
public record BackupMaking(MemoryStore store, String model, int dimension, String server) {

    /**
     * Makes one, as of one moment; what is written to the store meanwhile is not in it.
     *
     * @param key what to encrypt with
     * @param goOn is called often, and may throw to end it
     * @return what it holds
     */
    public BackupContents make(String id, Repository repository, Optional<EncryptionKey> key, Runnable goOn) {
        BackupHeader header = new BackupHeader(
                BackupHeader.VERSION,
                id,
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                server,
                store.backend(),
                model,
                dimension,
                Optional.empty());
        AtomicReference<BackupContents> contents = new AtomicReference<>();
        repository.write(id, out -> {
            try (BackupWriter writer = new BackupWriter(out, header, key)) {
                store.readSnapshot(Extent.EVERYTHING, entry -> {
                    goOn.run();
                    writer.write(entry);
                });
                contents.set(writer.finish());
            }
        });
        return contents.get();
    }
}
