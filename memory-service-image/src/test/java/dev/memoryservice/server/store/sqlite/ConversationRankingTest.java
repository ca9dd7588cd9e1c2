package dev.memoryservice.server.store.sqlite;

import static dev.memoryservice.server.memory.SampleMemories.inConversation;
import static dev.memoryservice.server.memory.SampleMemories.memory;
import static dev.memoryservice.server.memory.SampleMemories.memoryAt;
import static dev.memoryservice.server.memory.SampleMemories.vectorOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.SampleMemories;
import dev.memoryservice.server.memory.SearchHit;
import dev.memoryservice.server.memory.SearchQuery;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.search.Ranking;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands beside a memory, who said it and when count for its rank. */
class ConversationRankingTest {

    private static final Space SPACE = Space.of("alice");
    private static final Ranking PLAIN = new Ranking(0.5, 0, false, 0, 0);

    @TempDir
    private Path directory;

    private SqliteMemoryStore open(Ranking ranking) {
        return new SqliteMemoryStore(
                SqliteOptions.of(directory.resolve("memory.db"), Pragmas.NONE).withRanking(ranking),
                "test",
                SampleMemories.DIMENSION);
    }

    private void store(Memory... memories) {
        try (SqliteMemoryStore store = open(PLAIN)) {
            for (Memory memory : memories) {
                store.store(SPACE, memory, vectorOf(memory.content()));
            }
        }
    }

    private List<String> found(Ranking ranking, String question) {
        try (SqliteMemoryStore store = open(ranking)) {
            return store.search(SPACE, new SearchQuery(question, vectorOf(question), 10, MemoryFilter.NONE)).stream()
                    .map(hit -> hit.memory().content())
                    .toList();
        }
    }

    private double score(Ranking ranking, String question, String content) {
        try (SqliteMemoryStore store = open(ranking)) {
            return store.search(SPACE, new SearchQuery(question, vectorOf(question), 10, MemoryFilter.NONE)).stream()
                    .filter(hit -> hit.memory().content().equals(content))
                    .mapToDouble(SearchHit::score)
                    .findAny()
                    .orElseThrow();
        }
    }

    private void storeTwoConversations() {
        store(
                inConversation(memory("what do you call your puppy"), "one"),
                inConversation(memory("anything new with you"), "two"),
                inConversation(memory("Biscuit"), "one"),
                inConversation(memory("Marble"), "two"),
                memory("the puppy show was cancelled"));
    }

    @Test
    void theWordsOfANeighbourCountForAMemoryOfTheSameConversation() {
        storeTwoConversations();
        Ranking words = new Ranking(0, 0.5, false, 0, 0);

        assertThat(score(words, "puppy", "Biscuit")).isGreaterThan(score(words, "puppy", "Marble"));
        assertThat(found(new Ranking(0, 0, false, 0, 0), "puppy")).first().isNotEqualTo("Biscuit");
        assertThat(score(words, "puppy", "Marble")).isZero();
    }

    @Test
    void theVectorsOfTheWindowCountForAMemoryOfTheSameConversation() {
        storeTwoConversations();
        Ranking window = new Ranking(1, 0, true, 0, 0);
        Ranking alone = new Ranking(1, 0, false, 0, 0);

        double gained = score(window, "what do you call your puppy", "Biscuit")
                - score(alone, "what do you call your puppy", "Biscuit");
        assertThat(gained).isGreaterThan(0.2);
    }

    @Test
    void aDeletedNeighbourNoLongerCountsAndTheOnesAroundItBecomeNeighbours() {
        store(
                inConversation(memory("puppy"), "one"),
                inConversation(memory("hm"), "one"),
                inConversation(memory("Biscuit"), "one"));
        Ranking words = new Ranking(0, 0.5, false, 0, 0);
        assertThat(score(words, "puppy", "Biscuit")).isZero();

        try (SqliteMemoryStore store = open(words)) {
            store.delete(SPACE, SampleMemories.hashOf("hm"));
            assertThat(store.search(SPACE, new SearchQuery("puppy", vectorOf("puppy"), 10, MemoryFilter.NONE)))
                    .extracting(SearchHit::score)
                    .containsExactly(1.0, 0.5);
            store.delete(SPACE, SampleMemories.hashOf("puppy"));
            assertThat(store.search(SPACE, new SearchQuery("puppy", vectorOf("puppy"), 10, MemoryFilter.NONE)))
                    .extracting(SearchHit::score)
                    .containsExactly(0.0);
        }
        // The same after the vectors were loaded anew.
        assertThat(score(words, "puppy", "Biscuit")).isZero();
    }

    @Test
    void aConversationOfAnotherStoreIsAnotherConversation() {
        try (SqliteMemoryStore store = open(new Ranking(0, 0.5, false, 0, 0))) {
            Space work = new Space("alice", "work");
            store.store(work, inConversation(memory("puppy"), "one"), vectorOf("puppy"));
            store.store(SPACE, inConversation(memory("Biscuit"), "one"), vectorOf("Biscuit"));

            assertThat(store.search(
                            new Space("alice", Space.ALL_STORES),
                            new SearchQuery("puppy", vectorOf("puppy"), 10, MemoryFilter.NONE)))
                    .extracting(SearchHit::score)
                    .containsExactly(1.0, 0.0);
        }
    }

    @Test
    void theAuthorThatAQuestionNamesIsPreferred() {
        Memory ofAnna = memory("I like tea with milk");
        store(
                new Memory(
                        ofAnna.contentHash(),
                        ofAnna.content(),
                        ofAnna.tags(),
                        ofAnna.type(),
                        Map.of("speaker", "Anna"),
                        ofAnna.conversationId(),
                        ofAnna.createdAt(),
                        ofAnna.updatedAt()),
                memory("Boris: I like tea with lemon"));

        Ranking author = new Ranking(0.5, 0, false, 0.3, 0);
        assertThat(found(author, "does Anna like tea").getFirst()).isEqualTo("I like tea with milk");
        assertThat(found(author, "does Boris like tea").getFirst()).startsWith("Boris");
        assertThat(score(author, "who likes tea", "I like tea with milk"))
                .isEqualTo(score(PLAIN, "who likes tea", "I like tea with milk"));
    }

    @Test
    void theTimeThatAQuestionNamesIsPreferredAndItsWordsAreFound() {
        store(
                memoryAt(Instant.parse("2025-03-07T10:00:00Z"), "we had tea in the garden"),
                memoryAt(Instant.parse("2025-06-07T10:00:00Z"), "we had tea in the harbour"));

        Ranking date = new Ranking(1, 0, false, 0, 1);
        assertThat(found(date, "tea on 7 March 2025").getFirst()).endsWith("garden");
        assertThat(found(date, "tea on 7 June 2025").getFirst()).endsWith("harbour");
        assertThat(found(new Ranking(0, 0, false, 0, 0), "june").getFirst()).endsWith("harbour");
    }
}
