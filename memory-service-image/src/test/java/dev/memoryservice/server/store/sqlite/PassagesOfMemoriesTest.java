package dev.memoryservice.server.store.sqlite;

import static dev.memoryservice.server.memory.SampleMemories.memory;
import static dev.memoryservice.server.memory.SampleMemories.vectorOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.memoryservice.server.memory.EmbeddedMemory;
import dev.memoryservice.server.memory.EmbeddedMemory.EmbeddedPassage;
import dev.memoryservice.server.memory.EmbeddingBacklog;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.SampleMemories;
import dev.memoryservice.server.memory.SearchHit;
import dev.memoryservice.server.memory.SearchQuery;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.UnembeddedMemory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memories that are longer than a model's window, and memories whose vectors are of another model. */
class PassagesOfMemoriesTest {

    private static final Space SPACE = Space.of("alice");
    private static final String TEA = "tea kettle sugar ".repeat(20);
    private static final String SHIP = "ship anchor harbour ".repeat(20);
    private static final String MOON = "moon crater rocket ".repeat(20);

    @TempDir
    private Path directory;

    private SqliteMemoryStore store;

    @BeforeEach
    void openNew() {
        open("first");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void open(String model) {
        store = new SqliteMemoryStore(
                SqliteOptions.of(directory.resolve("memory.db"), Pragmas.NONE), model, SampleMemories.DIMENSION);
    }

    private void reopen(String model) {
        store.close();
        open(model);
    }

    private void put(String content) {
        store.store(SPACE, memory(content), vectorOf(content));
    }

    private SearchHit best(String question) {
        return store.search(SPACE, new SearchQuery("", vectorOf(question), 1, MemoryFilter.NONE))
                .getFirst();
    }

    /** A vector for each of the parts, one after the other in the memory's content. */
    private static EmbeddedMemory embedded(UnembeddedMemory memory, String... parts) {
        List<EmbeddedPassage> passages = new ArrayList<>();
        int start = 0;
        for (String part : parts) {
            boolean there = memory.hasVector() && passages.isEmpty();
            passages.add(new EmbeddedPassage(
                    start, start + part.length(), there ? Optional.empty() : Optional.of(vectorOf(part))));
            start += part.length();
        }
        return new EmbeddedMemory(memory.key(), passages);
    }

    @Test
    void onlyAMemoryThatMayBeLongerThanAWindowIsLookedAt() {
        put("x".repeat(254));
        assertThat(store.embeddingBacklog()).isEqualTo(new EmbeddingBacklog(1, 0, 0));
        put("x".repeat(255));
        assertThat(store.embeddingBacklog()).isEqualTo(new EmbeddingBacklog(2, 0, 1));

        List<UnembeddedMemory> found = store.unembedded(10);
        assertThat(found).singleElement().satisfies(memory -> {
            assertThat(memory.content()).hasSize(255);
            assertThat(memory.hasVector()).isTrue();
        });
        store.embed(List.of(embedded(found.getFirst(), found.getFirst().content())));
        assertThat(store.unembedded(10)).isEmpty();
        assertThat(best("x").passage()).isEmpty();
    }

    @Test
    void aLongMemoryIsFoundByEachOfItsPassagesAndSaysWhichMatched() {
        put("nothing of the kind");
        store.store(SPACE, memory(TEA + SHIP + MOON), vectorOf(TEA));
        put("else");
        store.embed(List.of(embedded(store.unembedded(1).getFirst(), TEA, SHIP, MOON)));

        for (int round = 0; round < 2; round++) {
            assertThat(best(SHIP).memory().content()).isEqualTo(TEA + SHIP + MOON);
            assertThat(best(SHIP).passage()).contains(SHIP);
            assertThat(best(SHIP).cosine()).isCloseTo(1, within(1e-5));
            assertThat(best(MOON).passage()).contains(MOON);
            assertThat(best(TEA).passage()).contains(TEA);
            reopen("first");
        }

        store.delete(SPACE, SampleMemories.hashOf(TEA + SHIP + MOON));
        assertThat(best(SHIP).passage()).isEmpty();
        reopen("first");
        assertThat(best(SHIP).passage()).isEmpty();
    }

    @Test
    void vectorsOfAnotherModelAreNotComparedAndAreReplacedOneByOneAcrossRestarts() {
        put("tea");
        put("coffee");
        store.store(SPACE, memory(TEA + SHIP), vectorOf(TEA));
        store.embed(List.of(embedded(store.unembedded(1).getFirst(), TEA, SHIP)));

        reopen("second");
        assertThat(store.embeddingBacklog()).isEqualTo(new EmbeddingBacklog(3, 3, 0));
        assertThat(best(SHIP).cosine()).isZero();
        assertThat(best(SHIP).passage()).isEmpty();
        List<UnembeddedMemory> found = store.unembedded(10);
        assertThat(found).hasSize(3).noneMatch(UnembeddedMemory::hasVector);
        UnembeddedMemory coffee = found.stream()
                .filter(memory -> memory.content().equals("coffee"))
                .findAny()
                .orElseThrow();
        store.embed(List.of(embedded(coffee, "coffee")));
        assertThat(best("coffee").cosine()).isCloseTo(1, within(1e-5));

        reopen("second");
        assertThat(best("coffee").cosine()).isCloseTo(1, within(1e-5));
        assertThat(best("tea").cosine()).isLessThan(0.9);
        for (UnembeddedMemory memory : store.unembedded(10)) {
            store.embed(
                    List.of(memory.content().equals("tea") ? embedded(memory, "tea") : embedded(memory, TEA, SHIP)));
        }
        assertThat(store.embeddingBacklog()).isEqualTo(new EmbeddingBacklog(3, 0, 0));
        assertThat(best("tea").cosine()).isCloseTo(1, within(1e-5));
        assertThat(best(SHIP).passage()).contains(SHIP);
    }

    @Test
    void aMemoryThatIsDeletedMeanwhileGetsNoVector() {
        put("x".repeat(300));
        UnembeddedMemory found = store.unembedded(1).getFirst();
        store.delete(SPACE, SampleMemories.hashOf("x".repeat(300)));

        store.embed(List.of(embedded(found, "x".repeat(150), "x".repeat(150))));

        assertThat(store.embeddingBacklog()).isEqualTo(new EmbeddingBacklog(0, 0, 0));
        assertThat(store.unembedded(1)).isEmpty();
    }

    @Test
    void aVectorOfAnotherSizeIsRefused() {
        put("x".repeat(300));
        UnembeddedMemory found = store.unembedded(1).getFirst();

        assertThatThrownBy(() -> store.embed(List.of(new EmbeddedMemory(
                        found.key(), List.of(new EmbeddedPassage(0, 300, Optional.of(new float[3])))))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 numbers");
    }
}
