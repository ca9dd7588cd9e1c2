package dev.memoryservice.server.memory;

import dev.memoryservice.server.embedding.Embedder;
import dev.memoryservice.server.events.MemoryEvents;
import dev.memoryservice.server.request.RefusedException;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Stores many memories at once: one wait for the disk for each {@link MemoryStore#LARGEST_BATCH}. */
@Singleton
public final class MemoryBatches {

    private final MemoryStore store;
    private final Embedder embedder;
    private final MemoryEvents events;
    private final MemoryRules rules;
    private final NeighbourPolicy policy;
    private final Room room;

    MemoryBatches(
            MemoryStore store,
            Embedder embedder,
            MemoryEvents events,
            MemoryRules rules,
            NeighbourPolicy policy,
            Room room) {
        this.room = room;
        this.store = store;
        this.embedder = embedder;
        this.events = events;
        this.rules = rules;
        this.policy = policy;
    }

    /** Stores memories in order, each as {@link Memories#store} does. What hinders one does not hinder the others. */
    public List<BatchResult> store(Space space, List<NewMemory> given) {
        room.require(space.tenant(), given.size());
        List<BatchResult> results = new ArrayList<>(given.size());
        List<Candidate> waiting = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (NewMemory memory : given) {
            results.add(new BatchResult.Failed("not tried"));
            try {
                waiting.add(candidate(memory));
                places.add(results.size() - 1);
            } catch (RefusedException e) {
                results.set(results.size() - 1, new BatchResult.Failed(e.getMessage()));
            }
            if (waiting.size() == MemoryStore.LARGEST_BATCH) {
                store(space, waiting, places, results);
            }
        }
        store(space, waiting, places, results);
        return results;
    }

    /** A memory with its vector, as it is handed to the store. */
    Candidate candidate(NewMemory given) {
        Instant now = MemoryRules.now();
        Memory memory = rules.complete(given, now, now);
        return new Candidate(memory, embedder.embed(memory.content()), policy.rules(given, now));
    }

    /** Tells the listeners what a store has changed. */
    void tell(Space space, StoreOutcome outcome) {
        if (outcome instanceof StoreOutcome.Stored(Memory memory, List<Neighbour> contradicted)) {
            events.stored(space, memory);
            contradicted.stream()
                    .map(Neighbour::memory)
                    .filter(other -> !other.tags().contains(NeighbourRules.CONFLICT_TAG))
                    .forEach(other -> events.updated(space, new MemoryChange(other, inConflict(other, memory))));
        }
    }

    private static Memory inConflict(Memory older, Memory newer) {
        return older.withTags(NeighbourRules.withConflict(older.tags()), newer.createdAt());
    }

    private void store(Space space, List<Candidate> waiting, List<Integer> places, List<BatchResult> results) {
        if (waiting.isEmpty()) {
            return;
        }
        try {
            List<StoreOutcome> outcomes = store.storeAll(space, List.copyOf(waiting));
            for (int i = 0; i < outcomes.size(); i++) {
                results.set(places.get(i), new BatchResult.Done(outcomes.get(i)));
                tell(space, outcomes.get(i));
            }
        } catch (StoreUnavailableException e) {
            places.forEach(place -> results.set(place, new BatchResult.Failed(e.getMessage())));
        }
        waiting.clear();
        places.clear();
    }
}
