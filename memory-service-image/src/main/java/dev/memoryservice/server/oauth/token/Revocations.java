package dev.memoryservice.server.oauth.token;

import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.oauth.state.Entry;
import dev.memoryservice.server.oauth.state.Kind;
import dev.memoryservice.server.oauth.state.OAuthState;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The access tokens, and the grants that tokens come from, that are good no more before their time. Kept until the last
 * of the tokens has expired by itself; also in memory, so that asking does not block.
 */
@Singleton
public final class Revocations {

    private final OAuthState state;
    private final Clock clock;
    private final Map<String, Instant> until = new ConcurrentHashMap<>();

    Revocations(MemoryStore store, Clock clock) {
        this.state = store.oauth();
        this.clock = clock;
    }

    /** Reads what was revoked before this start. */
    public void load() {
        state.all(Kind.REVOCATION, clock.instant()).forEach(entry -> until.put(entry.id(), entry.expires()));
    }

    /**
     * Revokes from now on.
     *
     * @param id of a token or of a grant
     * @param end when its last token expires
     */
    public void add(String id, Instant end) {
        state.put(new Entry(Kind.REVOCATION, id, "", "{}", end));
        until.put(id, end);
    }

    boolean contains(String id) {
        return until.containsKey(id);
    }

    /** Forgets what has expired. */
    public void forget() {
        Instant now = clock.instant();
        until.values().removeIf(end -> !end.isAfter(now));
    }
}
