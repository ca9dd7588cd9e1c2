package dev.memoryservice.server.memory.contract;

import static dev.memoryservice.server.memory.SampleMemories.START;
import static dev.memoryservice.server.memory.SampleMemories.hashOf;
import static dev.memoryservice.server.memory.SampleMemories.memory;
import static dev.memoryservice.server.memory.SampleMemories.memoryAt;
import static dev.memoryservice.server.memory.SampleMemories.vectorOf;
import static dev.memoryservice.server.memory.SampleMemories.withType;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoryservice.server.memory.Erased;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemoryFilter.TagMatch;
import dev.memoryservice.server.memory.SearchHit;
import dev.memoryservice.server.memory.SearchQuery;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoreOutcome;
import dev.memoryservice.server.memory.StoreStatistics;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** No tenant sees another, and a store is not the store beside it. */
public abstract class IsolationContract extends StoreContract {

    @Test
    void noCallSeesAnotherTenant() {
        Space bob = Space.of("bob");
        put(SPACE, memory("secret of alice", "private"));
        put(bob, memory("diary of bob", "public"));

        for (Space ofBob : List.of(bob, new Space("bob", Space.ALL_STORES))) {
            assertThat(store().find(ofBob, hashOf("secret of alice"))).isEmpty();
            assertThat(listed(ofBob, MemoryFilter.NONE)).containsExactly("diary of bob");
            assertThat(listed(ofBob, MemoryFilter.byTags(List.of("private"), TagMatch.ANY)))
                    .isEmpty();
            assertThat(found(ofBob, "secret of alice", MemoryFilter.NONE)).containsExactly("diary of bob");
            assertThat(store().tags(ofBob)).isEqualTo(Map.of("public", 1L));
            assertThat(store().statistics(ofBob).memories()).isEqualTo(1);
        }
        assertThat(store().delete(bob, hashOf("secret of alice"))).isFalse();
        assertThat(put(bob, memory("secret of alice"))).isInstanceOf(StoreOutcome.Stored.class);
    }

    @Test
    void aTenantsScoresDoNotTellOfAnothersWords() {
        Space bob = Space.of("bob");
        put(bob, memory("merger and tea"));
        put(bob, memory("tea and biscuits"));
        List<SearchHit> before =
                store().search(bob, new SearchQuery("merger", vectorOf("merger"), 10, MemoryFilter.NONE));

        IntStream.range(0, 50).forEach(i -> put(memory("merger number " + i)));

        assertThat(store().search(bob, new SearchQuery("merger", vectorOf("merger"), 10, MemoryFilter.NONE)))
                .isEqualTo(before);
    }

    @Test
    void storesOfATenantAreApartAndReadTogether() {
        Space work = new Space("alice", "work");
        Space all = new Space("alice", Space.ALL_STORES);
        put(memoryAt(START, "at home", "place"));
        put(work, withType(memoryAt(START.plusSeconds(1), "at work", "place"), "task"));

        assertThat(listed(SPACE, MemoryFilter.NONE)).containsExactly("at home");
        assertThat(listed(work, MemoryFilter.NONE)).containsExactly("at work");
        assertThat(listed(all, MemoryFilter.NONE)).containsExactly("at work", "at home");
        assertThat(listed(all, MemoryFilter.byTags(List.of("place"), TagMatch.ANY)))
                .containsExactly("at work", "at home");
        assertThat(listed(all, MemoryFilter.NONE.withType("task"))).containsExactly("at work");
        assertThat(found(work, "at home", MemoryFilter.NONE)).containsExactly("at work");
        assertThat(found(all, "at home", MemoryFilter.NONE)).containsExactly("at home", "at work");
        assertThat(store().find(all, hashOf("at work"))).isPresent();
        assertThat(store().tags(all)).isEqualTo(Map.of("place", 2L));
        assertThat(store().statistics(all)).isEqualTo(new StoreStatistics(2, 1, 0));
    }

    @Test
    void allStoresAreForReadingOnly() {
        Space all = new Space("alice", Space.ALL_STORES);

        assertThatThrownBy(() -> put(all, memory("nowhere"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store().delete(all, hashOf("nowhere"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anErasedTenantLeavesNothingAndTheOthersStay() {
        Space bob = Space.of("bob");
        put(bob, memory("diary of bob", "public"));
        put(memory("one of alice", "private"));
        put(new Space("alice", "work"), memory("two of alice"));
        put(memory("deleted by alice"));
        store().delete(SPACE, hashOf("deleted by alice"));
        assertThat(store().tenants()).isEqualTo(Map.of("alice", 2L, "bob", 1L));

        assertThat(store().erase("alice", 3)).isEqualTo(new Erased(2, 1));

        assertThat(store().erase("alice", 3).nothing()).isTrue();
        assertThat(store().tenants()).isEqualTo(Map.of("alice", 0L, "bob", 1L));
        Space all = new Space("alice", Space.ALL_STORES);
        assertThat(store().statistics(all)).isEqualTo(new StoreStatistics(0, 0, 0));
        assertThat(store().tags(all)).isEmpty();
        assertThat(store().types(all)).isEmpty();
        assertThat(store().activity(all)).isEmpty();
        assertThat(store().hashes(all, 0, 10, true).hashes()).isEmpty();
        assertThat(found(all, "one of alice", MemoryFilter.NONE)).isEmpty();
        assertThat(listed(bob, MemoryFilter.NONE)).containsExactly("diary of bob");
        assertThat(found(bob, "diary of bob", MemoryFilter.NONE)).containsExactly("diary of bob");
        assertThat(put(memory("one of alice", "private"))).isInstanceOf(StoreOutcome.Stored.class);
    }

    @Test
    void anErasureStopsAfterSoManyAndAnUnknownTenantHasNothingToErase() {
        put(memory("first"));
        put(memory("second"));

        assertThat(store().erase("nobody", 10).nothing()).isTrue();
        assertThat(store().erase("alice", 1)).isEqualTo(new Erased(1, 0));
        assertThat(listed(SPACE, MemoryFilter.NONE)).containsExactly("second");
    }
}
