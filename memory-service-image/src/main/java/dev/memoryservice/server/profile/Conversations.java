package dev.memoryservice.server.profile;

import dev.memoryservice.server.memory.Memories;
import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.SearchHit;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoreOutcome;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes in what was said, turn by turn, and recalls what matters for the next turn. Each exchange is a memory like any
 * other: found by every search, deleted like the rest.
 *
 * <p>Every method may throw {@link dev.memoryservice.server.memory.StoreUnavailableException} and {@link
 * dev.memoryservice.server.request.RefusedException}.
 */
@Singleton
public final class Conversations {

    /** The most results of one recall. */
    public static final int MOST_RESULTS = 50;

    private static final int SHORT_TERM = 10;

    /** Turns of a conversation often resemble each other, and none of them is to be taken for another. */
    private static final String ENDLESS = "conversation";

    private final Memories memories;
    private final Profiles profiles;

    Conversations(Memories memories, Profiles profiles) {
        this.memories = memories;
        this.profiles = profiles;
    }

    /**
     * One turn as a client gives it.
     *
     * @param userInput what the user said, not blank
     * @param agentResponse what the agent answered
     * @param saidAt when; empty for now
     * @param metaData free JSON values
     * @param tags labels; none for the usual one
     * @param conversationId which conversation it belongs to; empty for the one that never ends
     */
    public record NewExchange(
            String userInput,
            String agentResponse,
            Optional<Instant> saidAt,
            Map<String, Object> metaData,
            List<String> tags,
            Optional<String> conversationId) {}

    /** Remembers one turn. When this returns it is durable. */
    public AddedExchange add(Space space, NewExchange exchange) {
        Instant saidAt = exchange.saidAt().orElseGet(Instant::now).truncatedTo(ChronoUnit.MICROS);
        StoreOutcome outcome = memories.store(
                space,
                Exchange.toMemory(
                        exchange.userInput(),
                        exchange.agentResponse(),
                        saidAt,
                        exchange.metaData(),
                        exchange.tags().isEmpty() ? List.of(Exchange.TYPE) : exchange.tags(),
                        Optional.of(exchange.conversationId().orElse(ENDLESS))));
        return AddedExchange.of(exchange, saidAt, outcome);
    }

    /**
     * What is known that matters for a query: the latest turns, past turns about it, and notes about it.
     *
     * @param maxResults the most of each kind, 1 to {@link #MOST_RESULTS}
     */
    public Recollection recall(Space space, String query, int maxResults) {
        List<Exchange> pages = new ArrayList<>();
        List<Memory> notes = new ArrayList<>();
        for (SearchHit hit :
                memories.search(space, query, 2 * maxResults, MemoryFilter.NONE).hits()) {
            Exchange.of(hit.memory()).ifPresentOrElse(pages::add, () -> notes.add(hit.memory()));
        }
        return Recollection.of(
                query,
                profiles.recentWords(space),
                latest(space),
                pages.stream().limit(maxResults).toList(),
                notes.stream().limit(maxResults).toList());
    }

    /** The latest turns, oldest first, as a conversation reads. */
    private List<Exchange> latest(Space space) {
        MemoryFilter exchanges = MemoryFilter.NONE.withType(Exchange.TYPE);
        return memories.list(space, exchanges, 1, SHORT_TERM).memories().reversed().stream()
                .flatMap(memory -> Exchange.of(memory).stream())
                .toList();
    }
}
