package dev.memoryservice.server.memory.contract;

import static dev.memoryservice.server.memory.SampleMemories.START;
import static dev.memoryservice.server.memory.SampleMemories.hashOf;
import static dev.memoryservice.server.memory.SampleMemories.memory;
import static dev.memoryservice.server.memory.SampleMemories.memoryAt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemoryPage;
import dev.memoryservice.server.memory.StoreOutcome;
import dev.memoryservice.server.memory.StoreStatistics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is stored is found, listed, counted and deleted. */
public abstract class BehaviourContract extends StoreContract {

    @Test
    void aStoredMemoryIsFoundAsItWasGiven() {
        Memory memory = new Memory(
                hashOf("The tea is green"),
                "The tea is green",
                List.of("drink", "colour", "a,b"),
                "observation",
                Map.of("count", 3, "deep", Map.of("list", List.of("x", 1.5, true))),
                Optional.of("conversation-7"),
                START,
                START.plusSeconds(1));

        assertThat(put(memory)).isEqualTo(new StoreOutcome.Stored(memory));

        assertThat(store().find(SPACE, memory.contentHash())).contains(memory);
        assertThat(store().list(SPACE, MemoryFilter.NONE, 1, 10)).isEqualTo(new MemoryPage(List.of(memory), 1));
    }

    @Test
    void timesAreKeptToTheMicrosecond() {
        Instant exact = Instant.parse("2026-01-02T03:04:05.123456789Z");

        put(memoryAt(exact, "exact"));

        assertThat(store().find(SPACE, hashOf("exact")).orElseThrow().createdAt())
                .isEqualTo(Instant.parse("2026-01-02T03:04:05.123456Z"));
    }

    @Test
    void anEmptySpaceAnswersEverything() {
        assertThat(store().find(SPACE, hashOf("nothing"))).isEmpty();
        assertThat(store().list(SPACE, MemoryFilter.NONE, 1, 10)).isEqualTo(new MemoryPage(List.of(), 0));
        assertThat(found(SPACE, "nothing", MemoryFilter.NONE)).isEmpty();
        assertThat(store().tags(SPACE)).isEmpty();
        assertThat(store().statistics(SPACE)).isEqualTo(new StoreStatistics(0, 0, 0));
        assertThat(store().delete(SPACE, hashOf("nothing"))).isFalse();
    }

    @Test
    void sameContentIsADuplicateWhateverElseDiffers() {
        Memory first = memory("Same", "one");
        put(first);

        assertThat(put(memory("  same ", "two"))).isEqualTo(new StoreOutcome.Duplicate(first));

        assertThat(listed(SPACE, MemoryFilter.NONE)).containsExactly("Same");
        assertThat(store().tags(SPACE)).isEqualTo(Map.of("one", 1L));
    }

    @Test
    void aDeletedMemoryIsGoneFromEverything() {
        put(memory("to be kept", "kept"));
        put(memory("to be deleted", "gone", "kept"));

        assertThat(store().delete(SPACE, hashOf("to be deleted"))).isTrue();

        assertThat(store().delete(SPACE, hashOf("to be deleted"))).isFalse();
        assertThat(store().find(SPACE, hashOf("to be deleted"))).isEmpty();
        assertThat(store().list(SPACE, MemoryFilter.NONE, 1, 10).total()).isEqualTo(1);
        assertThat(found(SPACE, "to be deleted", MemoryFilter.NONE)).containsExactly("to be kept");
        assertThat(store().tags(SPACE)).isEqualTo(Map.of("kept", 1L));
        assertThat(store().statistics(SPACE)).isEqualTo(new StoreStatistics(1, 1, 0));
    }

    @Test
    void deletedContentCanBeStoredAgainAsANewMemory() {
        put(memory("come and go", "first"));
        store().delete(SPACE, hashOf("come and go"));

        Memory again = memoryAt(START.plusSeconds(60), "Come and GO", "second");
        assertThat(put(again)).isEqualTo(new StoreOutcome.Stored(again));

        assertThat(store().find(SPACE, again.contentHash())).contains(again);
        assertThat(found(SPACE, "come and go", MemoryFilter.NONE)).containsExactly("Come and GO");
        assertThat(store().tags(SPACE)).isEqualTo(Map.of("second", 1L));
        assertThat(store().delete(SPACE, again.contentHash())).isTrue();
        assertThat(store().statistics(SPACE).memories()).isZero();
    }

    @Test
    void statisticsCountThisWeek() {
        put(memoryAt(Instant.now().minus(Duration.ofDays(6)), "recent", "a", "b"));
        put(memoryAt(Instant.now().minus(Duration.ofDays(8)), "old", "b"));

        assertThat(store().statistics(SPACE)).isEqualTo(new StoreStatistics(2, 2, 1));
        assertThat(store().tags(SPACE).entrySet()).containsExactly(Map.entry("b", 2L), Map.entry("a", 1L));
        assertThat(store().sizeBytes()).isPositive();
        store().checkReading();
        store().checkWriting();
        store().checkIntegrity();
    }
}
