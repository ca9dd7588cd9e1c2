package dev.memoryservice.server.search.rest;

import static dev.memoryservice.server.Client.sending;
import static dev.memoryservice.server.Client.store;
import static dev.memoryservice.server.Client.unique;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import dev.memoryservice.server.RunningServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(RunningServer.class)
class SearchResourceTest {

    @Test
    void aQuestionFindsWhatAnswersItWithoutSharingItsWords() {
        String hash = store(unique("The physician prescribed penicillin for the infection"));

        sending(Map.of("query", "Which antibiotic did the doctor give?", "n_results", 1))
                .post("/api/search")
                .then()
                .statusCode(200)
                .body("", aMapWithSize(5))
                .body("results", hasSize(1))
                .body("results[0]", aMapWithSize(3))
                .body("results[0].memory", aMapWithSize(9))
                .body("results[0].memory.content_hash", equalTo(hash))
                .body("results[0].relevance_reason", matchesPattern("Semantic similarity: 0\\.\\d{3}"))
                .body("total_found", equalTo(1))
                .body("query", equalTo("Which antibiotic did the doctor give?"))
                .body("search_type", equalTo("semantic"));
    }

    @Test
    void aRareWordFindsTheMemoryThatHasIt() {
        String word = "zq" + Long.toHexString(System.nanoTime());
        String hash = store("The host " + word + " holds the archive");

        sending(Map.of("query", word, "n_results", 1))
                .post("/api/search")
                .then()
                .body("results[0].memory.content_hash", equalTo(hash));
    }

    @Test
    void nothingLessAlikeThanTheThresholdIsFound() {
        store(unique("Bananas are yellow"));

        sending(Map.of("query", "quarterly tax declaration", "n_results", 100, "similarity_threshold", 0.6))
                .post("/api/search")
                .then()
                .statusCode(200)
                .body("results.similarity_score", everyItem(greaterThanOrEqualTo(0.6f)));
        sending(Map.of("query", "quarterly tax declaration", "similarity_threshold", 1))
                .post("/api/search")
                .then()
                .body("results", hasSize(0))
                .body("total_found", equalTo(0));
    }

    @ParameterizedTest
    @CsvSource({
        "n_results,101,less_than_equal",
        "n_results,0,greater_than_equal",
        "n_results,many,int_parsing",
        "similarity_threshold,1.5,float_parsing"
    })
    void aWrongValueIsRefused(String name, String value, String type) {
        sending(Map.of("query", "anything", name, value))
                .post("/api/search")
                .then()
                .statusCode(422)
                .body("detail[0].type", equalTo(type))
                .body("detail[0].loc", contains("body", name));
    }

    @Test
    void aQuestionIsRequired() {
        sending("{}").post("/api/search").then().statusCode(422).body("detail[0].type", equalTo("missing"));
    }

    @Test
    void aQuestionOverTheLimitIsTooLarge() {
        sending(Map.of("query", "x".repeat(16_385))).post("/api/search").then().statusCode(413);
    }

    @Test
    void anUnknownStoreIsRefused() {
        sending(Map.of("query", "anything", "store", "nowhere"))
                .post("/api/search")
                .then()
                .statusCode(400);
    }

    @Test
    void tagsFindAnyOrAllOfThemNewestFirst() {
        String first = unique("first");
        String second = unique("second");
        String both = store(unique("both"), first, second);
        String one = store(unique("one"), first);

        sending(Map.of("tags", List.of(first, second)))
                .post("/api/search/by-tag")
                .then()
                .statusCode(200)
                .body("results.memory.content_hash", contains(one, both))
                .body("results[0].containsKey('similarity_score')", equalTo(true))
                .body("results[0].similarity_score", nullValue())
                .body("results[0].relevance_reason", equalTo("Tags match (ANY): " + first + ", " + second))
                .body("query", equalTo("Tags: " + first + ", " + second + " (ANY)"))
                .body("search_type", equalTo("tag"))
                .body("total_found", equalTo(2));
        sending(Map.of("tags", List.of(first, second), "match_all", true))
                .post("/api/search/by-tag")
                .then()
                .body("results.memory.content_hash", contains(both));
        sending(Map.of("tags", List.of(first), "limit", 1))
                .post("/api/search/by-tag")
                .then()
                .body("results.memory.content_hash", contains(one));
    }

    @Test
    void aSearchByTagsNeedsATag() {
        sending(Map.of("tags", List.of()))
                .post("/api/search/by-tag")
                .then()
                .statusCode(400)
                .body("detail", equalTo("At least one tag must be specified"));
        sending("{}")
                .post("/api/search/by-tag")
                .then()
                .statusCode(422)
                .body("detail.type", containsInAnyOrder("missing"));
    }
}
