package dev.memoryservice.server.memory;

import dev.memoryservice.server.events.MemoryEvents;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The contradictions that were found when memories were stored, and what a person or an agent decides about them. */
@Singleton
public final class Conflicts {

    private final MemoryStore store;
    private final MemoryEvents events;

    Conflicts(MemoryStore store, MemoryEvents events) {
        this.store = store;
        this.events = events;
    }

    /** The last found that nobody has resolved, at most {@code most}, 1 to 100. */
    public ContradictionPage unresolved(Space space, int most) {
        return store.contradictions(space, most);
    }

    /**
     * Ends a contradiction. The loser is deleted, unless both shall be kept.
     *
     * @return false when the two do not contradict each other
     */
    public boolean resolve(Space space, String winner, String loser, boolean keepBoth) {
        List<String> hashes = List.of(winner.toLowerCase(Locale.ROOT), loser.toLowerCase(Locale.ROOT));
        List<Optional<Memory>> before =
                hashes.stream().map(hash -> store.find(space, hash)).toList();
        if (!store.endContradiction(space, hashes.getFirst(), hashes.getLast())) {
            return false;
        }
        boolean deleted = !keepBoth && store.delete(space, hashes.getLast());
        for (int i = 0; i < hashes.size(); i++) {
            Optional<Memory> was = before.get(i);
            store.find(space, hashes.get(i))
                    .flatMap(now -> was.map(memory -> new MemoryChange(memory, now)))
                    .filter(change -> !change.fields().isEmpty())
                    .ifPresent(change -> events.updated(space, change));
        }
        if (deleted) {
            events.deleted(space, hashes.getLast());
        }
        return true;
    }
}
