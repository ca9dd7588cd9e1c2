package dev.memoryservice.server.memory.contract;

import static dev.memoryservice.server.memory.SampleMemories.START;
import static dev.memoryservice.server.memory.SampleMemories.hashOf;
import static dev.memoryservice.server.memory.SampleMemories.memory;
import static dev.memoryservice.server.memory.SampleMemories.memoryAt;
import static dev.memoryservice.server.memory.SampleMemories.vectorOf;
import static dev.memoryservice.server.memory.SampleMemories.withType;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoryservice.server.memory.Candidate;
import dev.memoryservice.server.memory.HashPage;
import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemoryFilter.TagMatch;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.NeighbourRules;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoreOutcome;
import dev.memoryservice.server.memory.TagStatistics;
import dev.memoryservice.server.time.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Many memories in one call, tombstones and their end. */
public abstract class BulkContract extends StoreContract {

    private static final MemoryFilter TAGGED = MemoryFilter.byTags(List.of("x"), TagMatch.ANY);

    private static Candidate candidate(Memory memory) {
        return new Candidate(memory, vectorOf(memory.content()), NeighbourRules.NONE);
    }

    private List<String> hashes(boolean deletedToo) {
        return store().hashes(SPACE, 0, 1_000, deletedToo).hashes();
    }

    @Test
    void aBatchIsStoredInOrderAndSaysWhatBecameOfEach() {
        Memory known = memory("known");
        put(known);
        Memory one = memoryAt(START.plusSeconds(1), "one", "a");
        Memory two = memoryAt(START.plusSeconds(2), "two", "a");

        assertThat(store().storeAll(
                                SPACE,
                                Stream.of(one, known, two, one)
                                        .map(BulkContract::candidate)
                                        .toList()))
                .containsExactly(
                        new StoreOutcome.Stored(one),
                        new StoreOutcome.Duplicate(known),
                        new StoreOutcome.Stored(two),
                        new StoreOutcome.Duplicate(one));

        assertThat(listed(SPACE, MemoryFilter.NONE)).containsExactly("two", "one", "known");
        assertThat(found(SPACE, "two", MemoryFilter.NONE)).startsWith("two");
        assertThat(store().tags(SPACE)).containsEntry("a", 2L);
        assertThat(hashes(false)).containsExactly(hashOf("known"), hashOf("one"), hashOf("two"));
    }

    @Test
    void batchesAndSingleStoresAtTheSameTimeLoseNothing() throws Exception {
        inParallel(4, writer -> () -> {
            for (int i = 0; i < 5; i++) {
                int round = i;
                if (writer % 2 == 0) {
                    store().storeAll(
                                    SPACE,
                                    IntStream.range(0, 20)
                                            .mapToObj(n -> candidate(
                                                    memory("batch %d of %d memory %d".formatted(round, writer, n))))
                                            .toList());
                } else {
                    put(memory("single %d of %d".formatted(round, writer)));
                }
            }
        });

        assertThat(store().statistics(SPACE).memories()).isEqualTo(2 * 5 * 20 + 2 * 5);
        assertThat(found(SPACE, "batch 3 of 2 memory 17", MemoryFilter.NONE)).startsWith("batch 3 of 2 memory 17");
    }

    @Test
    void moreThanABatchIsRefused() {
        List<Candidate> tooMany = Collections.nCopies(MemoryStore.LARGEST_BATCH + 1, candidate(memory("same")));

        assertThatThrownBy(() -> store().storeAll(SPACE, tooMany)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store().deleteOldest(SPACE, TAGGED, MemoryStore.LARGEST_BATCH + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theOldestThatMatchAreDeleted() {
        put(memoryAt(START.plusSeconds(2), "second", "x"));
        put(memoryAt(START.plusSeconds(1), "first", "x", "y"));
        put(memoryAt(START.plusSeconds(3), "third", "x"));
        put(memoryAt(START, "other", "y"));
        put(Space.of("bob"), memoryAt(START, "of bob", "x"));

        assertThat(store().deleteOldest(SPACE, TAGGED, 2)).containsExactlyInAnyOrder(hashOf("first"), hashOf("second"));

        assertThat(listed(SPACE, MemoryFilter.NONE)).containsExactly("third", "other");
        assertThat(found(SPACE, "first", MemoryFilter.NONE)).doesNotContain("first");
        assertThat(store().tags(SPACE)).isEqualTo(Map.of("x", 1L, "y", 1L));
        assertThat(store().deleteOldest(SPACE, MemoryFilter.NONE.within(TimeRange.before(START.plusSeconds(3))), 10))
                .containsExactly(hashOf("other"));
        assertThat(store().statistics(Space.of("bob")).memories()).isEqualTo(1);
        assertThat(store().deleteOldest(Space.of("nobody"), MemoryFilter.NONE, 10))
                .isEmpty();
    }

    @Test
    void severalHashesAreDeletedAtOnce() {
        put(memory("one"));
        put(memory("two"));
        put(Space.of("bob"), memory("of bob"));

        assertThat(store().deleteAll(SPACE, List.of(hashOf("one"), hashOf("never"), hashOf("of bob"))))
                .containsExactly(hashOf("one"));

        assertThat(listed(SPACE, MemoryFilter.NONE)).containsExactly("two");
        assertThat(store().find(Space.of("bob"), hashOf("of bob"))).isPresent();
    }

    @Test
    void theOldestThatMatchAreChanged() {
        for (int i = 0; i < 3; i++) {
            put(memoryAt(START.plusSeconds(i), "memory " + i, "x"));
        }

        assertThat(store().updateOldest(
                                SPACE, TAGGED, 2, memory -> memory.withTags(List.of("z"), START.plusSeconds(60))))
                .extracting(change -> change.after().content())
                .containsExactly("memory 0", "memory 1");

        assertThat(store().tags(SPACE)).isEqualTo(Map.of("z", 2L, "x", 1L));
        assertThat(store().history(SPACE, hashOf("memory 0")).orElseThrow()).hasSize(1);
    }

    @Test
    void hashesAreListedInTheOrderOfArrivalWithTombstonesOnRequest() {
        for (String content : List.of("c", "a", "d", "b")) {
            put(memory(content));
        }
        put(new Space("alice", "work"), memory("at work"));
        put(Space.of("bob"), memory("of bob"));
        store().delete(SPACE, hashOf("a"));

        assertThat(hashes(false)).containsExactly(hashOf("c"), hashOf("d"), hashOf("b"));
        assertThat(hashes(true)).containsExactly(hashOf("c"), hashOf("a"), hashOf("d"), hashOf("b"));
        assertThat(store().hashes(new Space("alice", Space.ALL_STORES), 0, 10, false)
                        .hashes())
                .containsExactly(hashOf("c"), hashOf("d"), hashOf("b"), hashOf("at work"));
        assertThat(store().hashes(Space.of("nobody"), 0, 10, true))
                .isEqualTo(new HashPage(List.of(), OptionalLong.empty()));
    }

    @Test
    void whoGoesFromPageToPageOfHashesMissesNothing() {
        IntStream.range(0, 7).forEach(i -> put(memory("memory " + i)));
        List<String> seen = new ArrayList<>();
        OptionalLong cursor = OptionalLong.of(0);
        int pages = 0;
        while (cursor.isPresent()) {
            HashPage page = store().hashes(SPACE, cursor.getAsLong(), 3, false);
            seen.addAll(page.hashes());
            cursor = page.next();
            pages++;
            if (pages == 1) {
                store().delete(SPACE, hashOf("memory 0"));
                put(memory("meanwhile"));
            }
        }

        assertThat(seen)
                .containsExactlyElementsOf(
                        Stream.concat(IntStream.range(0, 7).mapToObj(i -> "memory " + i), Stream.of("meanwhile"))
                                .map(content -> hashOf(content))
                                .toList());
    }

    @Test
    void tombstonesAreRemovedWhenTheirTimeHasCome() {
        put(memory("kept"));
        put(memory("deleted", "gone"));
        store().update(SPACE, hashOf("deleted"), memory -> memory.withTags(List.of("changed"), START.plusSeconds(1)));
        Instant before = Instant.now().minusSeconds(1);
        store().delete(SPACE, hashOf("deleted"));

        assertThat(store().purge(before, 10)).isZero();
        assertThat(hashes(true)).hasSize(2);

        assertThat(store().purge(Instant.now().plusSeconds(1), 10)).isEqualTo(1);
        assertThat(hashes(true)).containsExactly(hashOf("kept"));
        assertThat(put(memory("deleted"))).isInstanceOf(StoreOutcome.Stored.class);
        assertThat(store().history(SPACE, hashOf("deleted"))).contains(List.of());
        reopen();
        assertThat(found(SPACE, "deleted", MemoryFilter.NONE)).startsWith("deleted");
    }

    @Test
    void aPurgeTakesTheOldestTombstonesFirstAndNoMoreThanAsked() {
        for (String content : List.of("first", "second", "third")) {
            put(memory(content));
        }
        for (String content : List.of("second", "first", "third")) {
            store().delete(SPACE, hashOf(content));
        }

        assertThat(store().purge(Instant.now().plusSeconds(1), 2)).isEqualTo(2);

        assertThat(hashes(true)).hasSize(1);
    }

    @Test
    void tagStatisticsTellTheLastUseAndTheTypes() {
        put(withType(memoryAt(START, "one", "often", "rare"), "note"));
        put(withType(memoryAt(START.plusSeconds(5), "two", "often"), "fact"));
        put(withType(memoryAt(START.plusSeconds(9), "three", "gone"), "fact"));
        store().delete(SPACE, hashOf("three"));
        put(new Space("alice", "work"), withType(memoryAt(START.plusSeconds(7), "four", "often"), "task"));

        assertThat(store().tagStatistics(SPACE, 10))
                .containsExactly(
                        new TagStatistics("often", 2, START.plusSeconds(5), List.of("fact", "note")),
                        new TagStatistics("rare", 1, START, List.of("note")));
        assertThat(store().tagStatistics(new Space("alice", Space.ALL_STORES), 1))
                .containsExactly(new TagStatistics("often", 3, START.plusSeconds(7), List.of("fact", "note", "task")));
        assertThat(store().tagStatistics(Space.of("bob"), 10)).isEmpty();
    }
}
