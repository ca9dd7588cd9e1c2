package dev.memoryservice.server.memory.contract;

import static dev.memoryservice.server.memory.SampleMemories.memory;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.StoreOutcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many writers at once. */
public abstract class ConcurrencyContract extends StoreContract {

    @Test
    void manyWritersAtOnceLoseNothing() throws Exception {
        int writers = 8;
        int each = 50;
        inParallel(writers, writer -> () -> {
            for (int i = 0; i < each; i++) {
                assertThat(put(memory("writer %d memory %d".formatted(writer, i), "writer-" + writer)))
                        .isInstanceOf(StoreOutcome.Stored.class);
            }
        });

        assertThat(store().list(SPACE, MemoryFilter.NONE, 1, 1).total()).isEqualTo((long) writers * each);
        assertThat(store().tags(SPACE)).hasSize(writers).containsEntry("writer-3", (long) each);
        assertThat(found(SPACE, "writer 3 memory 17", MemoryFilter.NONE)).startsWith("writer 3 memory 17");
    }

    @Test
    void ofManyThatStoreTheSameContentExactlyOneSucceeds() throws Exception {
        List<StoreOutcome> outcomes = java.util.Collections.synchronizedList(new ArrayList<>());

        inParallel(8, writer -> () -> outcomes.add(put(memory("the same", "by-" + writer))));

        assertThat(outcomes)
                .hasSize(8)
                .filteredOn(StoreOutcome.Stored.class::isInstance)
                .hasSize(1);
    }

    @Test
    void aMemoryIsSearchableAsSoonAsItIsStored() throws Exception {
        inParallel(4, worker -> () -> {
            for (int i = 0; i < 50; i++) {
                String content = "unique%dx%d".formatted(worker, i);
                put(memory(content));
                assertThat(found(SPACE, content, MemoryFilter.NONE)).startsWith(content);
            }
        });
    }
}
