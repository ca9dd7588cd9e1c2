package dev.memoryservice.server.memory.contract;

import static dev.memoryservice.server.memory.SampleMemories.START;
import static dev.memoryservice.server.memory.SampleMemories.hashOf;
import static dev.memoryservice.server.memory.SampleMemories.memory;
import static dev.memoryservice.server.memory.SampleMemories.withType;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.MemoryChange;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemoryFilter.TagMatch;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.PastVersion;
import dev.memoryservice.server.memory.Space;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Updates, and the history that they leave. */
public abstract class UpdateContract extends StoreContract {

    private static final Instant LATER = START.plusSeconds(60);

    private static Memory with(
            Memory memory, List<String> tags, String type, Map<String, Object> metadata, Instant at) {
        return new Memory(
                memory.contentHash(),
                memory.content(),
                tags,
                type,
                metadata,
                memory.conversationId(),
                memory.createdAt(),
                at);
    }

    private static UnaryOperator<Memory> tagged(String... tags) {
        return memory -> with(memory, List.of(tags), memory.type(), memory.metadata(), LATER);
    }

    private Optional<MemoryChange> update(String content, UnaryOperator<Memory> change) {
        return store().update(SPACE, hashOf(content), change);
    }

    @Test
    void anUpdateAnswersTheMemoryBeforeAndAfter() {
        Memory before = memory("The tea is green", "drink");
        put(before);

        Memory after = with(before, List.of("tea", "drink"), "fact", Map.of("cups", 2), LATER);
        assertThat(update("The tea is green", memory -> after)).contains(new MemoryChange(before, after));

        assertThat(store().find(SPACE, before.contentHash())).contains(after);
    }

    @Test
    void listsSearchesAndCountsFollowAnUpdate() {
        put(withType(memory("red apple", "red", "fruit"), "food"));
        put(withType(memory("red cherry", "red", "fruit"), "food"));

        update("red apple", memory -> with(memory, List.of("fruit", "green"), "thing", Map.of(), LATER));

        assertThat(store().tags(SPACE)).isEqualTo(Map.of("fruit", 2L, "green", 1L, "red", 1L));
        assertThat(listed(SPACE, MemoryFilter.byTags(List.of("red"), TagMatch.ANY)))
                .containsExactly("red cherry");
        MemoryFilter green = MemoryFilter.byTags(List.of("green"), TagMatch.ANY);
        assertThat(listed(SPACE, green)).containsExactly("red apple");
        assertThat(found(SPACE, "apple", green)).containsExactly("red apple");
        assertThat(store().statistics(SPACE).uniqueTags()).isEqualTo(3);
        store().delete(SPACE, hashOf("red apple"));
        assertThat(store().tags(SPACE)).isEqualTo(Map.of("fruit", 1L, "red", 1L));
    }

    @Test
    void typesAreCountedAnew() {
        put(withType(memory("one"), "food"));
        put(withType(memory("two"), "food"));

        update("one", memory -> with(memory, memory.tags(), "thing", Map.of(), LATER));

        assertThat(store().list(SPACE, ofType("food"), 1, 10).total()).isEqualTo(1);
        assertThat(store().list(SPACE, ofType("thing"), 1, 10).total()).isEqualTo(1);
        store().delete(SPACE, hashOf("one"));
        assertThat(store().list(SPACE, ofType("thing"), 1, 10).total()).isZero();
    }

    private static MemoryFilter ofType(String type) {
        return MemoryFilter.NONE.withType(type);
    }

    @Test
    void anUpdateToWhatThereIsChangesNothing() {
        Memory before = memory("same", "one");
        put(before);

        assertThat(update("same", tagged("one"))).contains(new MemoryChange(before, before));

        assertThat(store().find(SPACE, before.contentHash())).contains(before);
        assertThat(store().history(SPACE, before.contentHash())).contains(List.of());
    }

    @Test
    void theHistoryTellsWhatWasReplacedTheLastFirst() {
        put(withType(memory("history", "one"), "note"));

        update("history", memory -> with(memory, List.of("two"), "fact", Map.of("a", 1), LATER));
        update("history", memory -> with(memory, List.of("two"), "fact", Map.of("a", 2), LATER.plusSeconds(1)));

        assertThat(store().history(SPACE, hashOf("history")))
                .contains(List.of(
                        new PastVersion(List.of("two"), "fact", Map.of("a", 1), LATER.plusSeconds(1)),
                        new PastVersion(List.of("one"), "note", Map.of(), LATER)));
        reopen();
        assertThat(store().history(SPACE, hashOf("history")).orElseThrow()).hasSize(2);
    }

    @Test
    void theHistoryIsBounded() {
        put(memory("often", "tag-0"));

        for (int i = 1; i <= MemoryStore.HISTORY_KEPT + 3; i++) {
            update("often", tagged("tag-" + i));
        }

        List<PastVersion> history = store().history(SPACE, hashOf("often")).orElseThrow();
        assertThat(history).hasSize(MemoryStore.HISTORY_KEPT);
        assertThat(history.getFirst().tags()).containsExactly("tag-" + (MemoryStore.HISTORY_KEPT + 2));
        assertThat(history.getLast().tags()).containsExactly("tag-3");
    }

    @Test
    void whatIsNotThereIsNotUpdatedAndHasNoHistory() {
        put(memory("deleted"));
        store().delete(SPACE, hashOf("deleted"));

        for (String content : List.of("deleted", "never there")) {
            assertThat(update(content, tagged("x"))).isEmpty();
            assertThat(store().history(SPACE, hashOf(content))).isEmpty();
        }
        assertThat(store().tags(SPACE)).isEmpty();
    }

    @Test
    void anotherTenantsMemoryIsNeitherUpdatedNorTold() {
        put(memory("secret of alice", "private"));
        update("secret of alice", tagged("mine"));
        Space bob = Space.of("bob");

        assertThat(store().update(bob, hashOf("secret of alice"), tagged("seen")))
                .isEmpty();
        assertThat(store().history(bob, hashOf("secret of alice"))).isEmpty();
        assertThat(store().history(new Space("bob", Space.ALL_STORES), hashOf("secret of alice")))
                .isEmpty();
        assertThat(store().tags(SPACE)).isEqualTo(Map.of("mine", 1L));
        assertThatThrownBy(() ->
                        store().update(new Space("alice", Space.ALL_STORES), hashOf("secret of alice"), tagged("x")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aChangeThatFailsLeavesEverythingAndHurtsNobodyElse() throws Exception {
        put(memory("refused", "before"));

        inParallel(4, worker -> () -> {
            for (int i = 0; i < 20; i++) {
                if (worker == 0) {
                    assertThatThrownBy(() -> update("refused", memory -> {
                                throw new IllegalStateException("no");
                            }))
                            .hasMessage("no");
                } else {
                    put(memory("worker %d memory %d".formatted(worker, i)));
                }
            }
        });

        assertThat(store().tags(SPACE)).isEqualTo(Map.of("before", 1L, "untagged", 60L));
        assertThat(store().history(SPACE, hashOf("refused"))).contains(List.of());
    }

    @Test
    void updatesOfOneMemoryAtTheSameTimeAreAllMade() throws Exception {
        put(memory("counter"));
        AtomicInteger clock = new AtomicInteger();

        inParallel(8, worker -> () -> {
            for (int i = 0; i < 25; i++) {
                update(
                        "counter",
                        memory -> with(
                                memory,
                                memory.tags(),
                                memory.type(),
                                Map.of("n", 1 + (int) memory.metadata().getOrDefault("n", 0)),
                                START.plusSeconds(clock.incrementAndGet())));
            }
        });

        assertThat(store().find(SPACE, hashOf("counter")).orElseThrow().metadata())
                .isEqualTo(Map.of("n", 200));
    }
}
