package dev.memoryservice.server.memory.contract;

import static dev.memoryservice.server.memory.SampleMemories.hashOf;
import static dev.memoryservice.server.memory.SampleMemories.memory;
import static dev.memoryservice.server.memory.SampleMemories.vectorOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.SearchHit;
import dev.memoryservice.server.memory.SearchQuery;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a search finds. */
public abstract class SearchContract extends StoreContract {

    @Test
    void wordsAloneFindNamesAndInflections() {
        // All vectors are the same, so that only the words can tell the memories apart.
        float[] same = vectorOf("same");
        for (String content : List.of(
                "The build agent is db-7.prod.example.com",
                "The build agent is db-8.prod.example.com",
                "Grace deploys the billing service on Fridays",
                "Lunch is at noon")) {
            store().store(SPACE, memory(content), same);
        }

        Map.of(
                        "What is db-7.prod.example.com for?", "The build agent is db-7.prod.example.com",
                        "who is deploying?", "Grace deploys the billing service on Fridays",
                        "What did GRACE do?", "Grace deploys the billing service on Fridays",
                        "when do we have lunch", "Lunch is at noon")
                .forEach((question, answer) -> assertThat(
                                store().search(SPACE, new SearchQuery(question, same, 1, MemoryFilter.NONE)))
                        .extracting(hit -> hit.memory().content())
                        .containsExactly(answer));
    }

    @Test
    void searchPutsTheNearestMeaningFirstWhenNoWordMatches() {
        put(memory("north"));
        put(memory("south"));

        List<SearchHit> hits = store().search(SPACE, new SearchQuery("zzz", vectorOf("south"), 1, MemoryFilter.NONE));

        assertThat(hits).hasSize(1);
        assertThat(hits.getFirst().memory().content()).isEqualTo("south");
        assertThat(hits.getFirst().cosine()).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-5));
        assertThat(hits.getFirst().score()).isBetween(0.0, 1.0);
    }

    @Test
    void aSearchWithoutWordsOrBeyondTheBoundsIsHandled() {
        put(memory("only one"));

        assertThat(found(SPACE, "", MemoryFilter.NONE)).containsExactly("only one");
        assertThat(found(SPACE, "?!", MemoryFilter.NONE)).containsExactly("only one");
        assertThatThrownBy(() -> store().search(SPACE, new SearchQuery("one", vectorOf("one"), 101, MemoryFilter.NONE)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store().search(SPACE, new SearchQuery("one", new float[3], 10, MemoryFilter.NONE)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aMegabyteOfContentIsStoredAndFound() {
        String large = "The password of the lighthouse is heliotrope. " + "All work and no play. ".repeat(48_000);

        put(memory(large));
        put(memory("something else"));

        assertThat(store().find(SPACE, hashOf(large)).orElseThrow().content()).isEqualTo(large);
        assertThat(found(SPACE, "heliotrope", MemoryFilter.NONE).getFirst()).isEqualTo(large);
    }
}
