package dev.memoryservice.server.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * When callers and keys were last used, since the server started. Of those that were used last so many are known that
 * every user and key of a large server is among them.
 */
@Singleton
public final class LastUses {

    private static final long MOST = 50_000;

    private final Cache<Object, Instant> uses =
            Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

    /** Users, administrators and keys of nobody are named independently of each other. */
    private record Named(Kind kind, String name) {

        private enum Kind {
            USER,
            ADMINISTRATOR,
            KEY,
            COLLECTOR
        }

        static Named of(Caller caller) {
            Kind kind =
                    switch (caller.credential()) {
                        case API_KEY -> Kind.KEY;
                        case ADMINISTRATOR_KEY -> Kind.ADMINISTRATOR;
                        case METRICS_TOKEN -> Kind.COLLECTOR;
                        case USER_KEY, ACCESS_TOKEN, NONE -> Kind.USER;
                    };
            return new Named(kind, caller.name());
        }
    }

    /** Takes note of a request. */
    void used(Caller caller) {
        uses.put(Named.of(caller), Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }

    /** Takes note of a key. */
    void used(SecretDigest key) {
        uses.put(key, Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }

    /** When a user last made a request, with whatever credential. */
    public Optional<Instant> ofUser(String name) {
        return Optional.ofNullable(uses.getIfPresent(new Named(Named.Kind.USER, name)));
    }

    /** When a key that belongs to no user was last used. */
    public Optional<Instant> ofApiKey(String name) {
        return Optional.ofNullable(uses.getIfPresent(new Named(Named.Kind.KEY, name)));
    }

    /** When a key of a user was last used. */
    public Optional<Instant> of(User.Key key) {
        return Optional.ofNullable(uses.getIfPresent(key.digest()));
    }
}
