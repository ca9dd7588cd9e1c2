package dev.memoryservice.server.memory.contract;

import static dev.memoryservice.server.memory.SampleMemories.START;
import static dev.memoryservice.server.memory.SampleMemories.hashOf;
import static dev.memoryservice.server.memory.SampleMemories.memoryAt;
import static dev.memoryservice.server.memory.SampleMemories.withType;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemoryFilter.TagMatch;
import dev.memoryservice.server.memory.MemoryPage;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Order, pages and filters. */
public abstract class PagingContract extends StoreContract {

    @Test
    void pagesRunFromNewestToOldestAndOfEqualTimesFromLastToFirst() {
        put(memoryAt(START, "b"));
        put(memoryAt(START.minusSeconds(9), "a"));
        put(memoryAt(START.plusSeconds(9), "d"));
        put(memoryAt(START, "c"));

        assertThat(listed(SPACE, MemoryFilter.NONE)).containsExactly("d", "c", "b", "a");
        assertThat(store().list(SPACE, MemoryFilter.NONE, 2, 3).memories())
                .extracting(Memory::content)
                .containsExactly("a");
        assertThat(store().list(SPACE, MemoryFilter.NONE, 3, 3)).isEqualTo(new MemoryPage(List.of(), 4));
        assertThat(store().list(SPACE, MemoryFilter.NONE, Integer.MAX_VALUE, 100)
                        .memories())
                .isEmpty();
    }

    @Test
    void aPageOutsideTheBoundsIsRefused() {
        assertThatThrownBy(() -> store().list(SPACE, MemoryFilter.NONE, 0, 10))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store().list(SPACE, MemoryFilter.NONE, 1, 101))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tagsAndTypesRestrictListsAndSearches() {
        put(withType(memoryAt(START, "red apple", "red", "fruit"), "food"));
        put(withType(memoryAt(START.plusSeconds(1), "red car", "red", "vehicle"), "thing"));
        put(withType(memoryAt(START.plusSeconds(2), "green apple", "green", "fruit"), "food"));
        put(withType(memoryAt(START.plusSeconds(3), "red cherry", "red", "fruit"), "thing"));

        Map<MemoryFilter, List<String>> expected = Map.of(
                filter(TagMatch.ANY, "", "red"), List.of("red cherry", "red car", "red apple"),
                filter(TagMatch.ANY, "", "green", "vehicle"), List.of("green apple", "red car"),
                filter(TagMatch.ANY, "", "fruit", "green"), List.of("red cherry", "green apple", "red apple"),
                filter(TagMatch.ALL, "", "fruit", "red"), List.of("red cherry", "red apple"),
                filter(TagMatch.ALL, "", "fruit", "vehicle"), List.of(),
                filter(TagMatch.ANY, "food"), List.of("green apple", "red apple"),
                filter(TagMatch.ANY, "food", "red"), List.of("red apple"),
                filter(TagMatch.ALL, "thing", "red", "fruit"), List.of("red cherry"),
                filter(TagMatch.ANY, "food", "red", "green"), List.of("green apple", "red apple"));
        expected.forEach((filter, contents) -> {
            assertThat(listed(SPACE, filter)).as("list by %s", filter).isEqualTo(contents);
            assertThat(store().list(SPACE, filter, 1, 1).total())
                    .as("total of %s", filter)
                    .isEqualTo(contents.size());
            assertThat(found(SPACE, "red apple", filter))
                    .as("search by %s", filter)
                    .containsExactlyInAnyOrderElementsOf(contents);
        });
    }

    private static MemoryFilter filter(TagMatch match, String type, String... tags) {
        MemoryFilter byTags = MemoryFilter.byTags(List.of(tags), match);
        return type.isEmpty() ? byTags : byTags.withType(type);
    }

    @Test
    void pagesAreConsistentWhileOthersWrite() throws Exception {
        IntStream.range(0, 40).forEach(i -> put(memoryAt(START.plusSeconds(i), "before " + i)));
        inParallel(2, worker -> () -> {
            for (int i = 0; i < 100; i++) {
                if (worker == 0) {
                    put(memoryAt(START.plusSeconds(1_000 + i), "meanwhile " + i));
                } else {
                    MemoryPage page = store().list(SPACE, MemoryFilter.NONE, 1, 100);
                    // Total and page are of one moment, and nothing appears twice.
                    assertThat((long) page.memories().size()).isEqualTo(Math.min(100, page.total()));
                    Set<String> hashes = new HashSet<>();
                    assertThat(page.memories()).allMatch(memory -> hashes.add(memory.contentHash()));
                    assertThat(page.memories())
                            .extracting(Memory::createdAt)
                            .isSortedAccordingTo((a, b) -> b.compareTo(a));
                }
            }
        });
    }

    @Test
    void whoGoesOnFromACursorMissesNothingWhileOthersStoreAndDelete() throws Exception {
        IntStream.range(0, 60).forEach(i -> put(memoryAt(START.plusSeconds(i), "before " + i)));
        Set<String> seen = ConcurrentHashMap.newKeySet();
        inParallel(2, worker -> () -> {
            if (worker == 0) {
                for (int i = 0; i < 60; i++) {
                    put(memoryAt(START.plusSeconds(1_000 + i), "meanwhile " + i));
                    store().delete(SPACE, hashOf("meanwhile " + (i - 1)));
                }
            } else {
                MemoryPage page = store().list(SPACE, MemoryFilter.NONE, 1, 7);
                while (true) {
                    for (Memory memory : page.memories()) {
                        assertThat(seen.add(memory.content()))
                                .as("%s comes once", memory.content())
                                .isTrue();
                    }
                    if (page.next().isEmpty()) {
                        break;
                    }
                    page = store().listAfter(
                                    SPACE, MemoryFilter.NONE, page.next().get(), 7);
                }
            }
        });

        assertThat(seen)
                .containsAll(IntStream.range(0, 60).mapToObj(i -> "before " + i).toList());
    }
}
