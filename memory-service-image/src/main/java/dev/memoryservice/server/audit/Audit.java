package dev.memoryservice.server.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.auth.Caller;
import dev.memoryservice.server.limits.ClientAddress;
import dev.memoryservice.server.logging.RequestIds;
import io.github.bucket4j.Bucket;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Writes down refused and administrative calls, when their answer is out: as lines of JSON in the log category {@code
 * dev.memoryservice.audit}, of which the last are kept for administrators to see. Who floods the server with refused
 * calls does not flood the log: beyond a rate they are counted only.
 */
@Singleton
public final class Audit {

    private static final Logger LOG = Logger.getLogger("dev.memoryservice.audit");

    /** How many entries are kept. */
    public static final int KEPT = 500;

    private static final int LONGEST_PATH = 256;
    private static final int REFUSALS_AT_ONCE = 200;
    private static final int REFUSALS_PER_SECOND = 20;

    /** Of answers whose refusal nobody gave a reason for. */
    private static final Set<Integer> REFUSING = Set.of(401, 403, 421, 429);

    private final ObjectMapper json;
    private final Deque<AuditEntry> last = new ArrayDeque<>();
    private final AtomicLong omitted = new AtomicLong();
    private final Map<Refusal, Counter> refused = new EnumMap<>(Refusal.class);
    private final Bucket refusals = Bucket.builder()
            .addLimit(
                    limit -> limit.capacity(REFUSALS_AT_ONCE).refillGreedy(REFUSALS_PER_SECOND, Duration.ofSeconds(1)))
            .build();

    Audit(ObjectMapper json, MeterRegistry registry) {
        this.json = json;
        for (Refusal refusal : Refusal.values()) {
            refused.put(
                    refusal,
                    Counter.builder("memory.service.requests.refused")
                            .description("Requests that were refused before anybody worked on them")
                            .tag("reason", refusal.word())
                            .register(registry));
        }
    }

    /** Watches a request: whether it is written down is known when it is answered. */
    public void watch(RoutingContext request) {
        request.addEndHandler(ended -> answered(request));
    }

    /** Says that the request is about the server or about others than the caller, so that it is always written down. */
    public void administrative(RoutingContext request) {
        request.put(Audit.class.getName(), true);
    }

    /** The last entries, the newest first. */
    public List<AuditEntry> last() {
        synchronized (last) {
            List<AuditEntry> entries = new ArrayList<>(last);
            Collections.reverse(entries);
            return entries;
        }
    }

    private void answered(RoutingContext request) {
        int status = request.response().getStatusCode();
        Optional<Refusal> refusal = Refusal.of(request);
        refusal.ifPresent(why -> refused.get(why).increment());
        boolean administrative = request.get(Audit.class.getName()) != null;
        boolean isRefused = refusal.isPresent() || REFUSING.contains(status);
        if (isRefused && !refusals.tryConsume(1)) {
            omitted.incrementAndGet();
        } else if (isRefused || administrative) {
            write(entry(request, status, isRefused ? "refused" : "administrative", refusal));
        }
    }

    private static AuditEntry entry(RoutingContext request, int status, String kind, Optional<Refusal> refusal) {
        Optional<Caller> caller = Caller.find(request);
        String path = request.normalizedPath();
        return new AuditEntry(
                Instant.now().truncatedTo(ChronoUnit.MILLIS).toString(),
                kind,
                caller.map(Caller::name).orElse(Refusal.who(request)),
                caller.map(Caller::tenant).orElse(""),
                caller.map(known -> known.credential().word()).orElse(""),
                ClientAddress.of(request.request()),
                request.request().method().name(),
                path.length() > LONGEST_PATH ? path.substring(0, LONGEST_PATH) : path,
                status,
                refusal.map(Refusal::word).orElse(""),
                RequestIds.of(request));
    }

    private void write(AuditEntry entry) {
        long left = omitted.getAndSet(0);
        if (left > 0) {
            LOG.infof("{\"time\":\"%s\",\"kind\":\"omitted\",\"refusals\":%d}", entry.time(), left);
        }
        synchronized (last) {
            if (last.size() == KEPT) {
                last.removeFirst();
            }
            last.addLast(entry);
        }
        try {
            LOG.info(json.writeValueAsString(entry));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An entry is made of texts and a number", e);
        }
    }
}
