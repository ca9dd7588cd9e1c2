package dev.memoryservice.server.memory.contract;

import static dev.memoryservice.server.memory.SampleMemories.hashOf;
import static dev.memoryservice.server.memory.SampleMemories.memory;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoryservice.server.memory.SearchHit;
import dev.memoryservice.server.memory.Space;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every backend must do to find what is like a memory. */
public abstract class SimilarContract extends StoreContract {

    private List<String> like(Space space, String content, int limit) {
        return store().similar(space, hashOf(content), limit).orElseThrow().stream()
                .map(hit -> hit.memory().content())
                .toList();
    }

    @Test
    void theNearestComeFirstAndTheMemoryItselfIsNotAmongThem() {
        put(memory("red apple pie"));
        put(memory("red apple"));
        put(memory("red car"));
        put(memory("blue sky"));

        assertThat(like(SPACE, "red apple", 2)).containsExactly("red apple pie", "red car");
        List<SearchHit> hits = store().similar(SPACE, hashOf("red apple"), 100).orElseThrow();
        assertThat(hits).hasSize(3);
        assertThat(hits).extracting(SearchHit::cosine).allMatch(cosine -> cosine <= 1 && cosine >= -1);
    }

    @Test
    void whatIsNotThereHasNothingLikeIt() {
        assertThat(store().similar(SPACE, hashOf("red apple"), 10)).isEmpty();
        put(memory("red car"));

        assertThat(store().similar(SPACE, hashOf("red apple"), 10)).isEmpty();
        assertThat(like(SPACE, "red car", 10)).isEmpty();
    }

    @Test
    void neitherDeletedOnesNorThoseOfOthersAreFound() {
        Space work = new Space("alice", "work");
        put(memory("red apple"));
        put(memory("red apple pie"));
        put(work, memory("red apple cake"));
        put(Space.of("bob"), memory("red apple juice"));
        store().delete(SPACE, hashOf("red apple pie"));

        assertThat(like(SPACE, "red apple", 10)).isEmpty();
        assertThat(like(new Space("alice", Space.ALL_STORES), "red apple", 10)).containsExactly("red apple cake");
        assertThat(store().similar(Space.of("bob"), hashOf("red apple"), 10)).isEmpty();
    }

    @Test
    void theLimitIsBounded() {
        IntStream.range(0, 5).forEach(i -> put(memory("number " + i)));

        assertThat(like(SPACE, "number 0", 3)).hasSize(3);
        assertThatThrownBy(() -> store().similar(SPACE, hashOf("number 0"), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store().similar(SPACE, hashOf("number 0"), 101))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
