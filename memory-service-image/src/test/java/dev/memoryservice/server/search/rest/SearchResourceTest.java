package dev.memoryservice.server.search.rest;

import static dev.memoryservice.server.Client.client;
import static dev.memoryservice.server.Client.sending;
import static dev.memoryservice.server.Client.store;
import static dev.memoryservice.server.Client.unique;
import static dev.memoryservice.server.Json.at;
import static dev.memoryservice.server.Json.json;
import static dev.memoryservice.server.Waiting.await;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.text.CharSequenceLength.hasLength;

import dev.memoryservice.server.RunningServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
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
        // All tests share one database, and some fill it with random texts: the tag keeps these two apart from them.
        String tag = unique("clinic");
        String hash = store(unique("The physician prescribed penicillin for the infection"), tag);
        store(unique("The gardener watered the roses before the summer party"), tag);

        sending(Map.of("query", "Which antibiotic did the doctor give?", "n_results", 1, "tags", List.of(tag)))
                .post("/api/search")
                .then()
                .statusCode(200)
                .body(json("$", aMapWithSize(5)))
                .body(json("results", hasSize(1)))
                .body(json("results[0]", aMapWithSize(3)))
                .body(json("results[0].memory", aMapWithSize(9)))
                .body(json("results[0].memory.content_hash", equalTo(hash)))
                .body(json("results[0].relevance_reason", matchesPattern("Semantic similarity: 0\\.\\d{3}")))
                .body(json("total_found", equalTo(1)))
                .body(json("query", equalTo("Which antibiotic did the doctor give?")))
                .body(json("search_type", equalTo("semantic")));
    }

    @Test
    void aRareWordFindsTheMemoryThatHasIt() {
        String word = "zq" + Long.toHexString(System.nanoTime());
        String hash = store("The host " + word + " holds the archive");

        sending(Map.of("query", word, "n_results", 1))
                .post("/api/search")
                .then()
                .body(json("results[0].memory.content_hash", equalTo(hash)));
    }

    @Test
    void aLongContentIsFoundByItsLastPassageAndSaysWhichMatched() {
        String tax = "The tax office wants the receipts of the whole year in order. ";
        String penguins = "Penguins huddle together through the antarctic winter to stay warm. ";
        String last = unique("They take turns at the rim");
        String hash = store(tax.repeat(40) + penguins.repeat(15) + last);

        await().untilAsserted(
                        () -> sending(Map.of("query", "How do birds of the south pole keep warm?", "n_results", 1))
                                .post("/api/search")
                                .then()
                                .statusCode(200)
                                .body(json("results[0].memory.content_hash", equalTo(hash)))
                                .body(json("results[0].passage", endsWith(last)))
                                .body(json("results[0].passage", hasLength(lessThan(2_000)))));
    }

    @Test
    void nothingLessAlikeThanTheThresholdIsFound() {
        store(unique("Bananas are yellow"));

        sending(Map.of("query", "quarterly tax declaration", "n_results", 100, "similarity_threshold", 0.6))
                .post("/api/search")
                .then()
                .statusCode(200)
                .body(json("results[*].similarity_score", everyItem(greaterThanOrEqualTo(0.6))));
        sending(Map.of("query", "quarterly tax declaration", "similarity_threshold", 1))
                .post("/api/search")
                .then()
                .body(json("results", hasSize(0)))
                .body(json("total_found", equalTo(0)));
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
                .body(json("detail[0].type", equalTo(type)))
                .body(json("detail[0].loc", contains("body", name)));
    }

    @Test
    void aQuestionIsRequired() {
        sending("{}").post("/api/search").then().statusCode(422).body(json("detail[0].type", equalTo("missing")));
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
                .body(json("results[*].memory.content_hash", contains(one, both)))
                .body(json("results[0]", hasKey("similarity_score")))
                .body(json("results[0].similarity_score", nullValue()))
                .body(json("results[0].relevance_reason", equalTo("Tags match (ANY): " + first + ", " + second)))
                .body(json("query", equalTo("Tags: " + first + ", " + second + " (ANY)")))
                .body(json("search_type", equalTo("tag")))
                .body(json("total_found", equalTo(2)));
        sending(Map.of("tags", List.of(first, second), "match_all", true))
                .post("/api/search/by-tag")
                .then()
                .body(json("results[*].memory.content_hash", contains(both)));
        sending(Map.of("tags", List.of(first), "limit", 1))
                .post("/api/search/by-tag")
                .then()
                .body(json("results[*].memory.content_hash", contains(one)));
    }

    @Test
    void aSearchByTagsNeedsATag() {
        sending(Map.of("tags", List.of()))
                .post("/api/search/by-tag")
                .then()
                .statusCode(400)
                .body(json("detail", equalTo("At least one tag must be specified")));
        sending("{}")
                .post("/api/search/by-tag")
                .then()
                .statusCode(422)
                .body(json("detail[*].type", containsInAnyOrder("missing")));
    }

    @Test
    void aSearchByTagsCanBeOfATime() {
        String tag = unique("timed");
        String hash = store(unique("just now"), tag);

        sending(Map.of("tags", List.of(tag), "time_filter", "today"))
                .post("/api/search/by-tag")
                .then()
                .statusCode(200)
                .body(json("results[*].memory.content_hash", contains(hash)));
        sending(Map.of("tags", List.of(tag), "time_filter", "last week"))
                .post("/api/search/by-tag")
                .then()
                .body(json("results", hasSize(0)));
        sending(Map.of("tags", List.of(tag), "time_filter", "zzz"))
                .post("/api/search/by-tag")
                .then()
                .statusCode(400);
    }

    @Test
    void aQuestionIsAskedAmongWhatTheFilterMeans() {
        String tag = unique("filtered");
        String conversation = unique("conversation");
        String content = unique("The kettle is in the kitchen");
        String wanted = at(
                sending(Map.of(
                                "content",
                                content,
                                "tags",
                                List.of(tag, "kitchen"),
                                "memory_type",
                                "fact",
                                "conversation_id",
                                conversation))
                        .post("/api/memories"),
                "content_hash");
        store(unique("The kettle is in the kitchen, they say"), tag);

        List<Map<String, String>> filters = List.of(
                Map.of("tag_expression", tag + " AND kitchen"),
                Map.of("tags", tag + ",kitchen", "tag_match", "all"),
                Map.of("tags", tag, "memory_type", "fact"),
                Map.of("conversation_id", conversation),
                Map.of("conversation_id", conversation, "time_filter", "today", "tz", "+00:00"),
                Map.of("conversation_id", conversation, "after", "yesterday", "before", "tomorrow"));
        for (Map<String, String> filter : filters) {
            sendingAll(filter, "query", "Where is the kettle?")
                    .post("/api/search")
                    .then()
                    .statusCode(200)
                    .body(json("results[*].memory.content_hash", contains(wanted)));
        }
        sending(Map.of("query", "Where is the kettle?", "conversation_id", conversation, "before", "today"))
                .post("/api/search")
                .then()
                .body(json("results", hasSize(0)));
    }

    @Test
    void aTimeInWordsFindsTheNewestOfIt() {
        String tag = unique("by-time");
        String first = store(unique("first"), tag);
        String second = store(unique("second"), tag);

        sending(Map.of("query", "today", "tags", tag))
                .post("/api/search/by-time")
                .then()
                .statusCode(200)
                .body(json("$", aMapWithSize(5)))
                .body(json("results[*].memory.content_hash", contains(second, first)))
                .body(json("results[0].similarity_score", nullValue()))
                .body(json("results[0].relevance_reason", equalTo("Time match: today")))
                .body(json("query", equalTo("today")))
                .body(json("search_type", equalTo("time")))
                .body(json("total_found", equalTo(2)));
        sending(Map.of("query", "what happened yesterday?", "tags", tag))
                .post("/api/search/by-time")
                .then()
                .statusCode(200)
                .body(json("results", hasSize(0)));
    }

    @Test
    void aQuestionCanBeAskedAboutATime() {
        String tag = unique("asked");
        String answer = store(unique("The physician prescribed penicillin"), tag);
        store(unique("Bananas are yellow"), tag);

        sending(Map.of("query", "this year", "semantic_query", "which antibiotic?", "n_results", 1, "tags", tag))
                .post("/api/search/by-time")
                .then()
                .body(json("results[*].memory.content_hash", contains(answer)))
                .body(json("results[0].similarity_score", greaterThanOrEqualTo(0.5)));
    }

    @Test
    void aTimeThatCannotBeReadIsRefusedWithExamples() {
        sending(Map.of("query", "zzz"))
                .post("/api/search/by-time")
                .then()
                .statusCode(400)
                .body(
                        json(
                                "detail",
                                equalTo(
                                        "Could not parse time query: 'zzz'. Try 'yesterday', 'last week', 'this month', etc.")));
        sending(Map.of("query", "today", "tz", "Mars/Olympus"))
                .post("/api/search/by-time")
                .then()
                .statusCode(400)
                .body(json("detail", containsString("Mars/Olympus")));
        sending("{}").post("/api/search/by-time").then().statusCode(422);
    }

    @Test
    void similarMemoriesAreFoundByTheHashOfOne() {
        String tea = store(unique("Green tea from Japan"));
        String like = store(unique("Green tea from Japan is bitter"));

        client().get("/api/search/similar/{hash}?n_results=1", tea)
                .then()
                .statusCode(200)
                .body(json("$", aMapWithSize(5)))
                .body(json("results", hasSize(1)))
                .body(json("results[0].similarity_score", greaterThanOrEqualTo(0.6)))
                .body(json("query", equalTo(tea)))
                .body(json("search_type", equalTo("similar")));
        client().get("/api/search/similar/{hash}?n_results=100", tea)
                .then()
                .body(json("results[*].memory.content_hash", hasItem(like)))
                .body(json("results[*].memory.content_hash", not(hasItem(tea))));
        client().get("/api/search/similar/{hash}", "0".repeat(64))
                .then()
                .statusCode(404)
                .body(json("detail", equalTo("Memory not found")));
        client().get("/api/search/similar/{hash}?n_results=0", tea).then().statusCode(422);
    }

    private static RequestSpecification sendingAll(Map<String, String> values, String name, String value) {
        Map<String, String> all = new HashMap<>(values);
        all.put(name, value);
        return sending(all);
    }
}
