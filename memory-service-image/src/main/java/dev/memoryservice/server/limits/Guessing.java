package dev.memoryservice.server.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.auth.SecretDigest;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Locks out an address that guesses keys. What counts is how many different wrong keys it presents: a client that goes
 * on with a key that was rotated away locks out nobody, not even itself. And keys that were good from an address of
 * late stay good from there, because behind a proxy many clients have one address.
 */
@Singleton
public final class Guessing {

    private static final Duration MEMORY = Duration.ofHours(1);
    private static final long MOST_REMEMBERED = 20_000;

    private final int mostGuesses;
    private final Duration lockedFor;
    private final Cache<Attempt, Boolean> attempts;
    private final Cache<String, AtomicInteger> guesses;

    private record Attempt(String address, SecretDigest key) {}

    @Inject
    Guessing(ServerConfig config) {
        this(config.limits().wrongKeys(), config.limits().lockedOutFor(), Ticker.systemTicker());
    }

    Guessing(int mostGuesses, Duration lockedFor, Ticker ticker) {
        this.mostGuesses = mostGuesses;
        this.lockedFor = lockedFor;
        if (mostGuesses < 1 || lockedFor.compareTo(Duration.ofSeconds(1)) < 0 || lockedFor.compareTo(MEMORY) > 0) {
            throw new ConfigurationException("memory-service.limits.wrong-keys is " + mostGuesses
                    + " and memory-service.limits.locked-out-for is " + lockedFor
                    + ": use 1 or more keys, and a time from 1s to 1h");
        }
        attempts = cache(ticker).expireAfterWrite(MEMORY).build();
        // From the first guess, or from the one that was too many: then the counter is written anew.
        guesses = cache(ticker).expireAfterWrite(lockedFor).build();
    }

    private static Caffeine<Object, Object> cache(Ticker ticker) {
        return Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).ticker(ticker).executor(Runnable::run);
    }

    /** How long an address is locked out. */
    public Duration lockedFor() {
        return lockedFor;
    }

    /** Whether this key is not looked at when it comes from this address. */
    public boolean refuses(String address, String key) {
        AtomicInteger made = guesses.getIfPresent(address);
        return made != null
                && made.get() >= mostGuesses
                && !Boolean.TRUE.equals(attempts.getIfPresent(new Attempt(address, SecretDigest.of(key))));
    }

    /** The key was a good one. */
    public void succeeded(String address, String key) {
        Attempt attempt = new Attempt(address, SecretDigest.of(key));
        if (!Boolean.TRUE.equals(attempts.getIfPresent(attempt))) {
            attempts.put(attempt, true);
        }
    }

    /** The key was none. */
    public void failed(String address, String key) {
        Attempt attempt = new Attempt(address, SecretDigest.of(key));
        if (attempts.getIfPresent(attempt) == null) {
            attempts.put(attempt, false);
            AtomicInteger made = guesses.get(address, first -> new AtomicInteger());
            if (made.incrementAndGet() == mostGuesses) {
                guesses.put(address, made);
            }
        } else {
            attempts.put(attempt, false);
        }
    }
}
