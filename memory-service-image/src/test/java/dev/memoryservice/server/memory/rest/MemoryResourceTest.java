package dev.memoryservice.server.memory.rest;

import static dev.memoryservice.server.Client.client;
import static dev.memoryservice.server.Client.sending;
import static dev.memoryservice.server.Client.store;
import static dev.memoryservice.server.Client.unique;
import static dev.memoryservice.server.Json.at;
import static dev.memoryservice.server.Json.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.memory.Memories;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(RunningServer.class)
class MemoryResourceTest {

    @Test
    void aStoredMemoryIsAnsweredWhole() {
        String content = unique("The release moves to Tuesday");

        Map<String, Object> answer = at(
                sending(Map.of(
                                "content",
                                content,
                                "tags",
                                List.of("release", "plan"),
                                "memory_type",
                                "decision",
                                "metadata",
                                Map.of("camelCase", 1, "snake_case", List.of("kept"))))
                        .post("/api/memories")
                        .then()
                        .statusCode(200)
                        .body(json("success", equalTo(true)))
                        .body(json("message", equalTo("Memory stored successfully")))
                        .body(json("content_hash", equalTo(Memories.contentHash(content))))
                        .body(json("memory", aMapWithSize(9)))
                        .body(json("memory.created_at", instanceOf(Number.class)))
                        .body(json("memory.updated_at", instanceOf(Number.class)))
                        .body(json("memory.content", equalTo(content)))
                        .body(json("memory.content_hash", equalTo(Memories.contentHash(content))))
                        .body(json("memory.tags", containsInAnyOrder("release", "plan")))
                        .body(json("memory.memory_type", equalTo("decision")))
                        .body(json("memory.metadata", equalTo(Map.of("camelCase", 1, "snake_case", List.of("kept")))))
                        .body(json("memory.created_at_iso", endsWith("Z")))
                        .body(json("memory.updated_at_iso", endsWith("Z")))
                        .extract(),
                "$");

        assertThat(answer).containsOnlyKeys("success", "message", "content_hash", "memory");
    }

    @Test
    void aMemoryIsReadBackAsItWasStored() {
        String hash = store(unique("read back"), "one");

        client().get("/api/memories/{hash}", hash)
                .then()
                .statusCode(200)
                .body(json("$", aMapWithSize(9)))
                .body(json("content_hash", equalTo(hash)))
                .body(json("tags", contains("one")));
        client().get("/api/memories/{hash}", hash.toUpperCase(java.util.Locale.ROOT))
                .then()
                .statusCode(200);
    }

    @Test
    void aDuplicateIsNoErrorAndAnswersTheHashThatIsThere() {
        String content = unique("Said twice");
        String hash = store(content);

        sending(Map.of("content", "  " + content.toUpperCase(java.util.Locale.ROOT) + "\n"))
                .post("/api/memories")
                .then()
                .statusCode(200)
                .body(json("success", equalTo(false)))
                .body(json("message", equalTo("Duplicate content detected (exact match)")))
                .body(json("content_hash", equalTo(hash)))
                .body(json("memory", nullValue()));
    }

    @Test
    void aMemoryWithoutTagsOrTypeGetsTheUsualOnes() {
        sending(Map.of("content", unique("bare")))
                .post("/api/memories")
                .then()
                .body(json("memory.tags", contains("untagged")))
                .body(json("memory.memory_type", equalTo("observation")))
                .body(json("memory.metadata", aMapWithSize(0)));
    }

    @Test
    void tagsMayComeAsOneTextWithCommas() {
        sending(Map.of("content", unique("commas"), "tags", "one, two,"))
                .post("/api/memories")
                .then()
                .body(json("memory.tags", containsInAnyOrder("one", "two")));
    }

    @Test
    void theAgentAndTheHostOfTheHeadersAreKept() {
        sending(Map.of("content", unique("headers"), "tags", List.of("one")))
                .header("X-Agent-ID", "claude")
                .header("X-Client-Hostname", "laptop")
                .post("/api/memories")
                .then()
                .body(json("memory.tags", containsInAnyOrder("one", "agent:claude")))
                .body(json("memory.metadata.hostname", equalTo("laptop")));
    }

    @Test
    void aBodyNeedsNoContentType() {
        client().body("{\"content\":\"" + unique("untyped") + "\"}")
                .post("/api/memories")
                .then()
                .statusCode(200);
    }

    @Test
    void contentIsRequired() {
        sending(Map.of("tags", List.of("one")))
                .post("/api/memories")
                .then()
                .statusCode(422)
                .body(json("detail", hasSize(1)))
                .body(json("detail[0].type", equalTo("missing")))
                .body(json("detail[0].loc", contains("body", "content")))
                .body(json("detail[0].msg", equalTo("Field required")))
                .body(json("detail[0].input.tags", contains("one")));
    }

    @Test
    void contentThatSaysNothingIsRefused() {
        sending(Map.of("content", " \n"))
                .post("/api/memories")
                .then()
                .statusCode(422)
                .body(json("detail[0].type", equalTo("string_too_short")));
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        sending(Map.of("content", 1, "tags", List.of(2), "metadata", "three"))
                .post("/api/memories")
                .then()
                .statusCode(422)
                .body(json("detail[*].type", containsInAnyOrder("string_type", "list_type", "dict_type")))
                .body(json("detail[*].input", hasItem("three")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"content\":", "{'content':1}", "content"})
    void aBodyThatIsNotJsonIsRefusedWithThePlaceOfTheMistake(String body) {
        sending(body)
                .post("/api/memories")
                .then()
                .statusCode(422)
                .body(json("detail[0].type", equalTo("json_invalid")))
                .body(json("detail[0].loc", contains("body")))
                .body(json("detail[0].msg", matchesPattern("(?s)JSON decode error: .*line 1, column \\d+")));
    }

    @ParameterizedTest
    @CsvSource({"'',missing", "[],model_attributes_type", "null,model_attributes_type"})
    void aBodyThatIsNoObjectIsRefused(String body, String type) {
        sending(body).post("/api/memories").then().statusCode(422).body(json("detail[0].type", equalTo(type)));
    }

    @Test
    void contentOverTheLimitIsTooLarge() {
        sending(Map.of("content", "x".repeat(1024 * 1024 + 1)))
                .post("/api/memories")
                .then()
                .statusCode(413)
                .body(json("detail", containsString("1048576")))
                .body(json("detail", containsString("split it")));
    }

    @Test
    void metadataOverTheLimitIsTooLarge() {
        sending(Map.of("content", unique("metadata"), "metadata", Map.of("big", "x".repeat(65536))))
                .post("/api/memories")
                .then()
                .statusCode(413)
                .body(json("detail", containsString("65536")));
    }

    @Test
    void anUnknownStoreIsRefusedWithThoseThereAre() {
        sending(Map.of("content", unique("nowhere"), "store", "nowhere"))
                .post("/api/memories")
                .then()
                .statusCode(400)
                .body(json("detail", equalTo("Unknown store 'nowhere': use one of [default, work]")));
        client().get("/api/memories?store=nowhere").then().statusCode(400);
    }

    @Test
    void nothingIsWrittenToAllStores() {
        sending(Map.of("content", unique("everywhere"), "store", "all"))
                .post("/api/memories")
                .then()
                .statusCode(400)
                .body(json("detail", containsString("for reading only")));
        client().delete("/api/memories/{hash}?store=all", "0".repeat(64)).then().statusCode(400);
    }

    @Test
    void storesAreApartAndAllReadsThemTogether() {
        String content = unique("apart");
        String hash = at(
                sending(Map.of("content", content, "store", RunningServer.SECOND_STORE))
                        .post("/api/memories")
                        .then()
                        .statusCode(200)
                        .extract(),
                "content_hash");

        client().get("/api/memories/{hash}", hash).then().statusCode(404);
        client().get("/api/memories/{hash}?store=work", hash).then().statusCode(200);
        client().get("/api/memories/{hash}?store=all", hash).then().statusCode(200);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        client().get("/api/memories/{hash}", "0".repeat(64))
                .then()
                .statusCode(404)
                .body(json("detail", equalTo("Memory not found")));
    }

    @Test
    void aMemoryIsDeletedOnce() {
        String hash = store(unique("delete me"));

        client().delete("/api/memories/{hash}", hash)
                .then()
                .statusCode(200)
                .body(json("success", equalTo(true)))
                .body(json("message", equalTo("Successfully deleted memory " + hash)))
                .body(json("content_hash", equalTo(hash)));
        client().delete("/api/memories/{hash}", hash)
                .then()
                .statusCode(404)
                .body(json("detail", equalTo("Memory not found")));
        client().get("/api/memories/{hash}", hash).then().statusCode(404);
    }

    @Test
    void pagesAreNewestFirstAndSayWhetherThereAreMore() {
        String tag = unique("page");
        String oldest = store(unique("1st"), tag);
        String middle = store(unique("2nd"), tag);
        String newest = store(unique("3rd"), tag);

        String next = at(
                list("tag=" + tag + "&page_size=2")
                        .body(json("$", aMapWithSize(6)))
                        .body(json("memories[*].content_hash", contains(newest, middle)))
                        .body(json("total", equalTo(3)))
                        .body(json("page", equalTo(1)))
                        .body(json("page_size", equalTo(2)))
                        .body(json("has_more", equalTo(true)))
                        .extract(),
                "next_cursor");
        list("tag=" + tag + "&page_size=2&page=2")
                .body(json("memories[*].content_hash", contains(oldest)))
                .body(json("has_more", equalTo(false)))
                .body(json("next_cursor", nullValue()));
        list("tag=" + tag + "&page_size=2&cursor=" + next)
                .body(json("memories[*].content_hash", contains(oldest)))
                .body(json("total", equalTo(3)))
                .body(json("page", nullValue()))
                .body(json("has_more", equalTo(false)));
        list("tag=" + tag + "&page=3").body(json("memories", hasSize(0))).body(json("total", equalTo(3)));
    }

    @Test
    void tagsFilterByAnyOrByAllOfThem() {
        String first = unique("first");
        String second = unique("second");
        String both = store(unique("both"), first, second);
        String one = store(unique("one"), first);

        list("tag=" + first + "," + second).body(json("memories[*].content_hash", contains(one, both)));
        list("tag=" + first + "," + second + "&tag_match=any").body(json("total", equalTo(2)));
        list("tag=" + first + "," + second + "&tag_match=all").body(json("memories[*].content_hash", contains(both)));
    }

    @Test
    void theTypeFilters() {
        String type = "type-" + Long.toHexString(System.nanoTime());
        String tag = unique("typed");
        sending(Map.of("content", unique("typed"), "memory_type", type, "tags", List.of(tag)))
                .post("/api/memories");
        store(unique("untyped"), tag);

        list("tag=" + tag + "&memory_type=" + type).body(json("total", equalTo(1)));
    }

    @Test
    void aTagExpressionFilters() {
        String tag = unique("expression");
        String kept = store(unique("kept"), tag, "on call");
        store(unique("left out"), tag, "on call", "done");
        store(unique("left out"), tag);

        client().queryParam("tag_expression", tag + " AND \"on call\" AND NOT done")
                .get("/api/memories")
                .then()
                .body(json("memories[*].content_hash", contains(kept)));
        client().queryParam("tag_expression", "a AND")
                .get("/api/memories")
                .then()
                .statusCode(422)
                .body(json("detail[0].type", equalTo("tag_expression")))
                .body(json("detail[0].msg", equalTo("Expected a tag, NOT or '(' but found the end at character 6")));
    }

    @Test
    void theConversationFilters() {
        String conversation = unique("conversation");
        String hash = at(
                sending(Map.of("content", unique("said"), "conversation_id", conversation))
                        .post("/api/memories"),
                "content_hash");
        store(unique("not said there"));

        list("conversation_id=" + conversation).body(json("memories[*].content_hash", contains(hash)));
    }

    @ParameterizedTest
    @CsvSource({
        "cursor=abc,cursor",
        "cursor=AAAAAAAAAAAAAAAAAAAAAA&page=2,page_and_cursor",
        "page=0,greater_than_equal",
        "page_size=101,less_than_equal",
        "page_size=0,greater_than_equal",
        "page=x,int_parsing",
        "tag_match=some,enum"
    })
    void aWrongParameterIsRefused(String query, String type) {
        client().get("/api/memories?" + query)
                .then()
                .statusCode(422)
                .body(json("detail[0].type", equalTo(type)))
                .body(json("detail[0].loc[0]", equalTo("query")));
    }

    @Test
    void tagsAreCountedWithTheMostUsedFirst() {
        String often = unique("often");
        String rare = unique("rare");
        store(unique("a"), often, rare);
        store(unique("b"), often);

        List<Map<String, Object>> tags =
                at(client().get("/api/tags").then().statusCode(200).extract(), "tags");

        assertThat(tags)
                .contains(Map.of("tag", often, "count", 2), Map.of("tag", rare, "count", 1))
                .isSortedAccordingTo((a, b) -> Integer.compare((int) b.get("count"), (int) a.get("count")));
    }

    private static io.restassured.response.ValidatableResponse list(String query) {
        return client().get("/api/memories?" + query).then().statusCode(200);
    }
}
