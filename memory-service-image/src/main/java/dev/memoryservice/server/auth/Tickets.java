package dev.memoryservice.server.auth;

import dev.memoryservice.server.request.RefusedException;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tickets for the event stream: a browser's {@code EventSource} cannot send a header, and a key in an address ends
 * up in logs. A ticket is good for one connection, soon, and for nothing else.
 */
@Singleton
public final class Tickets {

    /** How long a ticket is good. */
    public static final Duration LIFETIME = Duration.ofSeconds(60);

    private static final int MOST_PENDING = 4096;
    private static final int BYTES = 32;

    private final SecureRandom random = new SecureRandom();

    /** In the order of issue, which is the order of expiry. */
    private final Map<String, Pending> pending = new LinkedHashMap<>();

    private record Pending(Caller caller, Instant expires) {}

    /**
     * A new ticket for {@code caller}.
     *
     * @throws RefusedException when 4096 are pending already
     */
    public synchronized String issue(Caller caller) {
        dropExpired();
        if (pending.size() >= MOST_PENDING) {
            throw new RefusedException(
                    RefusedException.Reason.TOO_MANY,
                    MOST_PENDING + " tickets are waiting to be used: try again in " + LIFETIME.toSeconds() + " s");
        }
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        pending.put(ticket, new Pending(caller, Instant.now().plus(LIFETIME)));
        return ticket;
    }

    /** Whose ticket this is, if it is good; it is not good a second time. */
    public synchronized Optional<Caller> redeem(String ticket) {
        dropExpired();
        return Optional.ofNullable(pending.remove(ticket)).map(Pending::caller);
    }

    private void dropExpired() {
        Instant now = Instant.now();
        var oldestFirst = pending.values().iterator();
        while (oldestFirst.hasNext() && oldestFirst.next().expires().isBefore(now)) {
            oldestFirst.remove();
        }
    }
}
