package dev.memoryservice.server.importing;

import dev.memoryservice.server.embedding.Embedder;
import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.MemoryRules;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.Neighbour;
import dev.memoryservice.server.memory.NewMemory;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoreOutcome;
import dev.memoryservice.server.memory.StoredMemory;
import dev.memoryservice.server.request.RefusedException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Brings single memories from elsewhere into a store: keeps their dates, tags, types and metadata, and makes their vectors
 * with the model of here. Near-duplicates are not looked for, since the service that a memory comes from had it accepted.
 */
public final class Importer {

    /**
     * Where the metadata says which hash a memory had, when it is another one here: older versions of the Python service
     * computed it of more than the content.
     */
    public static final String ORIGINAL_HASH = "original_content_hash";

    /** Within these moments a date can be written and shown everywhere. */
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final MemoryStore store;
    private final Embedder embedder;
    private final MemoryRules rules;
    private final List<String> stores;
    private final BiConsumer<Space, Memory> listener;

    /**
     * @param stores the names of the stores that a memory may be brought into
     * @param listener is told of each memory that was stored
     */
    public Importer(
            MemoryStore store,
            Embedder embedder,
            MemoryRules rules,
            List<String> stores,
            BiConsumer<Space, Memory> listener) {
        this.store = store;
        this.embedder = embedder;
        this.rules = rules;
        this.stores = List.copyOf(stores);
        this.listener = listener;
    }

    /**
     * Brings one memory. When this answers {@link Outcome.Stored}, it is durable.
     *
     * @param given as it was found; its tenant is the one to store it for
     * @throws dev.memoryservice.server.memory.StoreUnavailableException when the store cannot take it now
     */
    public Outcome bring(StoredMemory given) {
        Memory found = given.memory();
        Space space = given.space();
        if (given.deletedAt().isPresent()) {
            return new Outcome.Skipped(
                    Reason.DELETED, "it was deleted at " + given.deletedAt().get());
        }
        if (!stores.contains(space.store())) {
            return new Outcome.Skipped(
                    Reason.UNKNOWN_STORE,
                    "it is of the store '%s', and there are only %s: add it to MEMORY_SERVICE_STORES, or name one for all with --store"
                            .formatted(space.store(), stores));
        }
        if (found.content().isBlank()) {
            return new Outcome.Skipped(Reason.EMPTY, "its content is nothing but white space");
        }
        if (isImpossible(found.createdAt()) || isImpossible(found.updatedAt())) {
            return new Outcome.Skipped(
                    Reason.BAD_DATE,
                    "its dates, %s and %s, are not between %s and %s"
                            .formatted(found.createdAt(), found.updatedAt(), EARLIEST, LATEST));
        }
        Memory memory;
        try {
            memory = complete(found);
        } catch (RefusedException e) {
            return new Outcome.Skipped(Reason.TOO_LARGE, e.getMessage());
        }
        Optional<Memory> there = store.find(space, memory.contentHash());
        if (there.isPresent()) {
            return alreadyThere(memory, there.get());
        }
        return switch (store.store(space, memory, embedder.embed(memory.content()))) {
            case StoreOutcome.Stored(Memory stored, List<Neighbour> contradicted) -> {
                listener.accept(space, stored);
                yield new Outcome.Stored();
            }
            case StoreOutcome.Duplicate(Memory existing) -> alreadyThere(memory, existing);
            case StoreOutcome.NearDuplicate near ->
                throw new IllegalStateException("Nobody asked for near-duplicates, but the store found " + near);
        };
    }

    private Memory complete(Memory found) {
        Instant created = found.createdAt().truncatedTo(ChronoUnit.MICROS);
        Instant updated = found.updatedAt().truncatedTo(ChronoUnit.MICROS);
        NewMemory given = new NewMemory(
                found.content(), found.tags(), Optional.of(found.type()), found.metadata(), found.conversationId());
        Memory memory = rules.complete(given, created, updated);
        if (found.contentHash().isEmpty() || found.contentHash().equalsIgnoreCase(memory.contentHash())) {
            return memory;
        }
        Map<String, Object> metadata = new LinkedHashMap<>(found.metadata());
        metadata.putIfAbsent(ORIGINAL_HASH, found.contentHash());
        return rules.complete(
                new NewMemory(found.content(), found.tags(), given.type(), metadata, found.conversationId()),
                created,
                updated);
    }

    /** The same memory again, or another one that says the same. */
    private static Outcome alreadyThere(Memory memory, Memory existing) {
        return memory.createdAt().equals(existing.createdAt())
                ? new Outcome.Unchanged()
                : new Outcome.Skipped(
                        Reason.DUPLICATE,
                        "a memory with the same content, %s of %s, is there"
                                .formatted(existing.contentHash(), existing.createdAt()));
    }

    private static boolean isImpossible(Instant moment) {
        return moment.isBefore(EARLIEST) || moment.isAfter(LATEST);
    }
}
