package dev.memoryservice.server.memory.contract;

import static dev.memoryservice.server.memory.SampleMemories.START;
import static dev.memoryservice.server.memory.SampleMemories.hashOf;
import static dev.memoryservice.server.memory.SampleMemories.memory;
import static dev.memoryservice.server.memory.SampleMemories.memoryAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.StoreOutcome;
import dev.memoryservice.server.memory.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a store remembers when it is closed, and what it says then. */
public abstract class DurabilityContract extends StoreContract {

    @Test
    void everythingIsThereAfterReopening() {
        put(memory("stays after reopening", "kept"));
        put(memory("goes before reopening", "gone"));
        store().delete(SPACE, hashOf("goes before reopening"));

        reopen();

        assertThat(listed(SPACE, MemoryFilter.NONE)).containsExactly("stays after reopening");
        assertThat(found(SPACE, "reopening", MemoryFilter.NONE)).containsExactly("stays after reopening");
        assertThat(store().tags(SPACE)).isEqualTo(Map.of("kept", 1L));
        assertThat(put(memory("stays after reopening"))).isInstanceOf(StoreOutcome.Duplicate.class);
        assertThat(put(memory("goes before reopening"))).isInstanceOf(StoreOutcome.Stored.class);
    }

    @Test
    void aClosedStoreRefusesEverything() {
        store().close();

        assertThatThrownBy(() -> put(memory("late"))).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store().find(SPACE, hashOf("late"))).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(store()::checkReading).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(store()::checkWriting).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void aClockThatJumpsNeitherLosesNorHidesAMemory() {
        Instant far = Instant.parse("2999-12-31T23:59:59Z");
        List<Instant> clock = List.of(START, far, START.minus(Duration.ofDays(20_000)), Instant.EPOCH.minusSeconds(1));
        for (int i = 0; i < clock.size(); i++) {
            put(memoryAt(clock.get(i), "memory " + i, "jumps"));
        }
        store().update(SPACE, hashOf("memory 1"), memory -> memory.withTags(List.of("back"), START));

        for (int round = 0; round < 2; round++) {
            assertThat(listed(SPACE, MemoryFilter.NONE))
                    .containsExactly("memory 1", "memory 0", "memory 2", "memory 3");
            assertThat(found(SPACE, "memory 3", MemoryFilter.NONE)).startsWith("memory 3");
            assertThat(store().find(SPACE, hashOf("memory 1")).orElseThrow().updatedAt())
                    .isEqualTo(far);
            assertThat(store().hashes(SPACE, 0, 10, false).hashes())
                    .containsExactly(hashOf("memory 0"), hashOf("memory 1"), hashOf("memory 2"), hashOf("memory 3"));
            assertThat(store().tags(SPACE)).isEqualTo(Map.of("back", 1L, "jumps", 3L));
            reopen();
        }
    }

    @Test
    void whatEveryAcknowledgedWriteDidIsThereAfterReopening() {
        put(memory("updated", "before"));
        put(memory("deleted"));
        put(memory("purged"));
        store().update(SPACE, hashOf("updated"), memory -> memory.withTags(List.of("after"), START.plusSeconds(1)));
        store().deleteAll(SPACE, List.of(hashOf("deleted"), hashOf("purged")));
        store().purge(Instant.now().plusSeconds(1), 1);

        reopen();

        assertThat(store().tags(SPACE)).isEqualTo(Map.of("after", 1L));
        assertThat(store().history(SPACE, hashOf("updated")).orElseThrow()).hasSize(1);
        assertThat(store().hashes(SPACE, 0, 10, true).hashes()).hasSize(2);
    }
}
