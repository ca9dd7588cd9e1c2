package dev.memoryservice.e2e.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/**
 * Stores one memory after the other until it is closed, four a second at most, and remembers those whose store was
 * acknowledged: what a service must still have, whatever happened to it meanwhile.
 */
public final class AcknowledgedStores implements AutoCloseable {

    /** Between two stores. Many tests do this at once, and a store and its way through the API server cost some 25 ms. */
    private static final long PAUSE_MILLISECONDS = 250;

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final MemoryServiceClient client;
    private final String run = UUID.randomUUID().toString();
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1);
    private final AtomicInteger tried = new AtomicInteger();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final List<String> unanswered = new CopyOnWriteArrayList<>();

    private AcknowledgedStores(MemoryServiceClient client) {
        this.client = client;
        var unused = clock.scheduleWithFixedDelay(this::store, 0, PAUSE_MILLISECONDS, TimeUnit.MILLISECONDS);
    }

    /** Begins to store through this client, which is closed with it. */
    public static AcknowledgedStores through(MemoryServiceClient client) {
        return new AcknowledgedStores(client);
    }

    private void store() {
        try {
            MemoryServiceClient.Answer answer =
                    client.store("Fact %d of the run %s".formatted(tried.incrementAndGet(), run));
            if (answer.status() == 200) {
                acknowledged.add(answer.json().get("content_hash").asText());
            } else {
                refusals.add(answer.status() + " " + answer.text());
            }
        } catch (RuntimeException broken) {
            unanswered.add(String.valueOf(broken));
        }
    }

    /** How many stores were acknowledged so far. */
    public int acknowledged() {
        return acknowledged.size();
    }

    /** Waits until so many more were acknowledged than are now. */
    public void awaitMore(int more) {
        int before = acknowledged();
        Awaitility.await("acknowledged stores").atMost(PATIENCE).until(() -> acknowledged() >= before + more);
    }

    /** What was answered otherwise than with 200. */
    public List<String> refusals() {
        return List.copyOf(refusals);
    }

    /** Why there was no answer, as often as there was none: a cut connection, which a client tries again. */
    public List<String> unanswered() {
        return List.copyOf(unanswered);
    }

    /** Proves that the service has everything that it acknowledged. */
    public void assertNothingLost(MemoryServiceClient reader) {
        Set<String> missing = new HashSet<>(acknowledged);
        JsonNode page;
        long cursor = 0;
        do {
            page = reader.get("/api/memories/hashes?limit=10000&cursor=" + cursor)
                    .json();
            page.get("hashes").forEach(hash -> missing.remove(hash.asText()));
            cursor = page.get("next_cursor").asLong();
        } while (page.get("has_more").asBoolean());
        assertThat(missing)
                .as("memories that were acknowledged, of %d, and are not there", acknowledged.size())
                .isEmpty();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        client.close();
    }

    @Override
    public String toString() {
        return acknowledged.size() + " acknowledged stores";
    }
}
