package dev.memoryservice.server.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.auth.Caller;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * How often one caller, or one address that shows no good credential, may ask. A token bucket each: as many requests
 * at once as a minute allows, and from then on as many as come back with the time. Both maps are bounded; a bucket
 * that nobody used for some minutes is full, so that nothing is lost with it.
 */
@Singleton
public final class RateLimits {

    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final Duration IDLE = Duration.ofMinutes(3);
    private static final long MOST_BUCKETS = 20_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final int perCaller;
    private final int perAddress;
    private final TimeMeter time;
    private final Cache<Whose, Bucket> buckets;

    /** A caller whose limit is changed gets a new bucket. */
    private record Whose(String kind, String name, int perMinute) {}

    @Inject
    RateLimits(ServerConfig config) {
        this(config, TimeMeter.SYSTEM_MILLISECONDS);
    }

    RateLimits(ServerConfig config, TimeMeter time) {
        this.time = time;
        perCaller = checked("requests-per-minute", config.limits().requestsPerMinute());
        perAddress = checked("address-requests-per-minute", config.limits().addressRequestsPerMinute());
        buckets = Caffeine.newBuilder()
                .maximumSize(MOST_BUCKETS)
                .expireAfterAccess(IDLE)
                .executor(Runnable::run)
                .build();
    }

    private static int checked(String name, int perMinute) {
        if (perMinute < 1) {
            throw new ConfigurationException("memory-service.limits." + name + " is " + perMinute + ": 1 or more");
        }
        return perMinute;
    }

    /**
     * Counts a request of a caller, and says on the answer how many are left.
     *
     * @return after how many seconds to come again, when there are none left
     */
    public Optional<Long> take(Caller caller, String address, HttpServerResponse response) {
        // Where nobody shows who it is, the address is all there is to tell one from another.
        return caller.credential() == Caller.Credential.NONE
                ? take(new Whose("address", address, perCaller), response)
                : take(
                        new Whose(
                                caller.credential().name(),
                                caller.name(),
                                Math.min(
                                        perCaller,
                                        caller.quota().requestsPerMinute().orElse(perCaller))),
                        response);
    }

    /** The same for a request that shows no good credential. */
    public Optional<Long> take(String address, HttpServerResponse response) {
        return take(new Whose("stranger", address, perAddress), response);
    }

    private Optional<Long> take(Whose whose, HttpServerResponse response) {
        ConsumptionProbe probe = buckets.get(whose, this::bucket).tryConsumeAndReturnRemaining(1);
        response.putHeader("RateLimit-Limit", Integer.toString(whose.perMinute()))
                .putHeader("RateLimit-Remaining", Long.toString(probe.getRemainingTokens()))
                .putHeader("RateLimit-Reset", Long.toString(seconds(probe.getNanosToWaitForReset())));
        if (probe.isConsumed()) {
            return Optional.empty();
        }
        long wait = Math.max(1, seconds(probe.getNanosToWaitForRefill()));
        response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait));
        return Optional.of(wait);
    }

    private Bucket bucket(Whose whose) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(whose.perMinute()).refillGreedy(whose.perMinute(), PERIOD))
                .withCustomTimePrecision(time)
                .build();
    }

    private static long seconds(long nanos) {
        return (nanos + NANOS_PER_SECOND - 1) / NANOS_PER_SECOND;
    }
}
