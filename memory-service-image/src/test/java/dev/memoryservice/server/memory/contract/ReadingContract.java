package dev.memoryservice.server.memory.contract;

import static dev.memoryservice.server.memory.SampleMemories.START;
import static dev.memoryservice.server.memory.SampleMemories.hashOf;
import static dev.memoryservice.server.memory.SampleMemories.memory;
import static dev.memoryservice.server.memory.SampleMemories.memoryAt;
import static dev.memoryservice.server.memory.SampleMemories.withType;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoryservice.server.memory.Extent;
import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.PastVersion;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoredMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Reading everything there is, as an export does. */
public abstract class ReadingContract extends StoreContract {

    private List<StoredMemory> everything(Extent extent) {
        List<StoredMemory> read = new ArrayList<>();
        store().readAll(extent, read::add);
        return read;
    }

    @Test
    void everythingIsReadInTheOrderOfArrivalTombstonesIncluded() {
        Memory first = memoryAt(START.plusSeconds(9), "arrived first", "a");
        Memory second = memoryAt(START, "arrived second", "b");
        put(first);
        put(new Space("bob", "work"), second);
        put(memory("deleted"));
        store().delete(SPACE, hashOf("deleted"));

        List<StoredMemory> read = everything(Extent.EVERYTHING);

        assertThat(read).extracting(StoredMemory::memory).startsWith(first, second);
        assertThat(read).extracting(StoredMemory::space).containsExactly(SPACE, new Space("bob", "work"), SPACE);
        assertThat(read).extracting(r -> r.deletedAt().isPresent()).containsExactly(false, false, true);
    }

    @Test
    void aReadingHasTheHistoryOfEachMemory() {
        put(memory("changed", "old"));
        put(memory("unchanged"));
        store().update(SPACE, hashOf("changed"), before -> withType(before, "other"));

        assertThat(everything(Extent.EVERYTHING))
                .extracting(
                        read -> read.history().stream().map(PastVersion::type).toList())
                .containsExactly(List.of("note"), List.of());
    }

    @Test
    void aReadingOfATenantOrAStoreHasNothingElse() {
        put(memory("of the space"));
        put(new Space(SPACE.tenant(), "work"), memory("at work"));
        put(new Space("bob", "work"), memory("of bob"));

        assertThat(everything(Extent.of(SPACE)))
                .extracting(r -> r.memory().content())
                .containsExactly("of the space");
        assertThat(everything(Extent.of(new Space(SPACE.tenant(), Space.ALL_STORES))))
                .extracting(r -> r.memory().content())
                .containsExactly("of the space", "at work");
        assertThat(everything(new Extent(Optional.empty(), Optional.of("work"))))
                .extracting(r -> r.memory().content())
                .containsExactly("at work", "of bob");
        assertThat(everything(Extent.of(Space.of("nobody")))).isEmpty();
    }

    @Test
    void aReadingSeesOneMomentAndHindersNoWrites() {
        put(memory("one"));
        put(memory("two"));
        List<String> read = new ArrayList<>();

        store().readAll(Extent.EVERYTHING, each -> {
            read.add(each.memory().content());
            put(memory("while reading " + each.memory().content()));
            store().delete(SPACE, hashOf("two"));
        });

        assertThat(read).containsExactly("one", "two");
        assertThat(everything(Extent.EVERYTHING)).hasSize(4);
    }

    @Test
    void aReadingEndsWithTheFailureOfTheOneWhoReads() {
        put(memory("one"));

        assertThatThrownBy(() -> store().readAll(Extent.EVERYTHING, each -> {
                    throw new IllegalStateException("enough");
                }))
                .hasMessage("enough");
        assertThat(everything(Extent.EVERYTHING)).hasSize(1);
    }
}
