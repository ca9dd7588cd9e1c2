package dev.memoryservice.server.profile;

import dev.memoryservice.server.embedding.Embedder;
import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemoryPage;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.Space;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says who a user is, as far as the user's memories tell. A profile costs reading at most {@value MemorySample#NEWEST}
 * of the newest memories and eight searches, whatever the space holds; it is kept until a memory comes, changes or
 * goes.
 *
 * <p>Every method may throw {@link dev.memoryservice.server.memory.StoreUnavailableException}.
 */
@Singleton
public final class Profiles {

    private static final int KEPT = 32;

    /** How old the knowledge may be that goes with a recall, where every turn of a conversation changes the memories. */
    private static final Duration RECENT = Duration.ofMinutes(5);

    private final MemoryStore store;
    private final Embedder embedder;
    private final ModelNarrator narrator;

    /** By space, the one used last at the end. */
    private final Map<Space, Computed> kept = new LinkedHashMap<>(16, 0.75f, true);

    /** The state of a space that a profile was computed from. */
    private record State(long memories, List<String> newest) {}

    private record Computed(State state, Instant at, ProfileViews views, Narrative narrative) {}

    Profiles(MemoryStore store, Embedder embedder, ModelNarrator narrator) {
        this.store = store;
        this.embedder = embedder;
        this.narrator = narrator;
    }

    /**
     * The profile of the user whose memories are in a space.
     *
     * @param space may be all stores of the tenant
     * @param assistant who asks: the name of the key
     * @param wanted what is to be in it
     */
    public UserProfile profile(Space space, String assistant, UserProfile.Wanted wanted) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        State state = state(space);
        Computed computed = kept(space);
        if (computed == null || !computed.state().equals(state) || computed.at().isBefore(now.minus(RECENT))) {
            computed = compute(space, state, now);
        }
        return UserProfile.of(
                space.tenant(), assistant, now.toString(), computed.views(), computed.narrative(), wanted);
    }

    /** What the profile says in words, up to five minutes old; never older than the last forgetting that shows. */
    String recentWords(Space space) {
        Instant now = Instant.now();
        State state = state(space);
        Computed computed = kept(space);
        if (computed == null
                || computed.at().isBefore(now.minus(RECENT))
                || computed.state().memories() > state.memories()) {
            computed = compute(space, state, now);
        }
        return computed.narrative().text();
    }

    private Computed compute(Space space, State state, Instant now) {
        ProfileViews views = ProfileViews.of(MemorySample.read(store, embedder, space), now);
        Computed computed = new Computed(state, now, views, narrator.narrate(views));
        synchronized (kept) {
            kept.put(space, computed);
            if (kept.size() > KEPT) {
                kept.remove(kept.keySet().iterator().next());
            }
        }
        return computed;
    }

    private Computed kept(Space space) {
        synchronized (kept) {
            return kept.get(space);
        }
    }

    private State state(Space space) {
        MemoryPage newest = store.list(space, MemoryFilter.NONE, 1, 1);
        return new State(
                newest.total(),
                newest.memories().stream().map(Profiles::version).toList());
    }

    private static String version(Memory memory) {
        return memory.contentHash() + "@" + memory.updatedAt();
    }
}
