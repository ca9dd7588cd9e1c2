package dev.memoryservice.server.memory.rest;

import static dev.memoryservice.server.Client.client;
import static dev.memoryservice.server.Client.sending;
import static dev.memoryservice.server.Client.store;
import static dev.memoryservice.server.Client.unique;
import static dev.memoryservice.server.Json.at;
import static dev.memoryservice.server.Json.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.events.EventClient;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(RunningServer.class)
class ManageTest {

    private static ValidatableResponse bulkDelete(Map<String, ?> body) {
        return sending(body).post("/api/manage/bulk-delete").then();
    }

    private static void assertThere(String hash, boolean there) {
        assertThat(client().get("/api/memories/{hash}", hash).statusCode()).isEqualTo(there ? 200 : 404);
    }

    @Test
    void aBulkDeleteIsDoneWhenTheCountIsRight() {
        String tag = unique("bulk");
        String one = store(unique("one"), tag);
        String two = store(unique("two"), tag, "other");
        String other = store(unique("other"));

        bulkDelete(Map.of("tag", tag, "confirm_count", 2))
                .statusCode(200)
                .body(json("success", equalTo(true)))
                .body(json("message", equalTo("Successfully deleted 2 memories")))
                .body(json("affected_count", equalTo(2)))
                .body(json("operation", equalTo("Delete memories with tag '" + tag + "'")));

        assertThere(one, false);
        assertThere(two, false);
        assertThere(other, true);
    }

    @Test
    void aWrongOrMissingCountIsRefusedWithTheRightOne() {
        String tag = unique("bulk");
        String hash = store(unique("one"), tag);

        bulkDelete(Map.of("tag", tag, "confirm_count", 2))
                .statusCode(409)
                .body(json("detail", equalTo("Confirmation count mismatch. Expected 1, got 2")));
        bulkDelete(Map.of("tag", tag))
                .statusCode(409)
                .body(json("detail", containsString("1 memories are affected; send confirm_count=1")));
        assertThere(hash, true);
    }

    @Test
    void allConditionsMustMatch() {
        String tag = unique("bulk");
        String type = unique("type").substring(0, 20);
        String wanted = at(
                sending(Map.of("content", unique("wanted"), "tags", List.of(tag), "memory_type", type))
                        .post("/api/memories"),
                "content_hash");
        String otherType = store(unique("other type"), tag);
        String today = LocalDate.now(ZoneOffset.UTC).toString();

        bulkDelete(Map.of("tag", tag, "memory_type", type, "before_date", today, "confirm_count", 0))
                .statusCode(200)
                .body(json("affected_count", equalTo(0)));
        assertThere(wanted, true);
        bulkDelete(Map.of("tags", List.of(tag), "memory_type", type, "before_date", "2999-01-01", "confirm_count", 1))
                .statusCode(200);
        assertThere(wanted, false);
        assertThere(otherType, true);
    }

    @Test
    void severalTagsMatchByAnyOrAll() {
        String first = unique("first");
        String second = unique("second");
        String both = store(unique("both"), first, second);
        String one = store(unique("one"), first);

        bulkDelete(Map.of("tags", first + "," + second, "tag_match", "all", "confirm_count", 1))
                .statusCode(200);
        assertThere(both, false);
        assertThere(one, true);
    }

    @Test
    void hashesAreDeletedTogether() {
        String one = store(unique("one"));
        String two = store(unique("two"));

        bulkDelete(Map.of("hashes", List.of(one, two, "0".repeat(64)), "confirm_count", 3))
                .statusCode(409)
                .body(json("detail", containsString("Expected 2")));
        bulkDelete(Map.of("hashes", List.of(one, two, "0".repeat(64)), "confirm_count", 2))
                .statusCode(200)
                .body(json("affected_count", equalTo(2)));
        assertThere(one, false);
    }

    @Test
    void aRequestWithoutAConditionDeletesNothing() {
        bulkDelete(Map.of("confirm_count", 0))
                .statusCode(400)
                .body(json("detail", containsString("At least one filter")));
        bulkDelete(Map.of("tag", " ", "confirm_count", 0)).statusCode(400);
        bulkDelete(Map.of("tag", "x", "hashes", List.of("0".repeat(64)), "confirm_count", 0))
                .statusCode(400)
                .body(json("detail", containsString("two requests")));
    }

    @Test
    void wrongValuesAreRefused() {
        Map<String, Object> wrong = new HashMap<>(Map.of(
                "tags", 1, "before_date", "yesterday", "memory_type", 2, "confirm_count", -1, "tag_match", "some"));
        wrong.put("hashes", Collections.nCopies(1_001, "x"));

        bulkDelete(wrong)
                .statusCode(422)
                .body(json(
                        "detail[*].type",
                        containsInAnyOrder(
                                "list_type",
                                "date_from_datetime_parsing",
                                "string_type",
                                "greater_than_equal",
                                "enum",
                                "too_long")));
        bulkDelete(Map.of("tag", "x", "store", "all", "confirm_count", 0)).statusCode(400);
    }

    @Test
    void everyDeletedMemoryIsTold() throws Exception {
        String tag = unique("told");
        List<String> hashes = new ArrayList<>(List.of(store(unique("one"), tag), store(unique("two"), tag)));
        try (EventClient listener = EventClient.open("/api/events", "X-API-Key", RunningServer.KEY)) {
            listener.hear("connection_established");

            bulkDelete(Map.of("tag", tag, "confirm_count", 2)).statusCode(200);

            for (String hash : hashes) {
                listener.hear(frame ->
                        frame.name().equals("memory_deleted") && frame.text().contains(hash));
            }
        }
    }

    @Test
    void untaggedMemoriesAreCountedAndDeleted() {
        String hash =
                at(sending(Map.of("content", unique("bare"), "store", "work")).post("/api/memories"), "content_hash");

        int count = at(client().get("/api/manage/untagged/count?store=work"), "count");
        assertThat(count).isPositive();
        client().post("/api/manage/delete-untagged?store=work&confirm_count=" + (count + 1))
                .then()
                .statusCode(409);
        client().post("/api/manage/delete-untagged?store=work&confirm_count=" + count)
                .then()
                .statusCode(200)
                .body(json("affected_count", equalTo(count)));
        client().get("/api/manage/untagged/count?store=work").then().body(json("count", equalTo(0)));
        client().get("/api/memories/{hash}?store=work", hash).then().statusCode(404);
    }

    @Test
    void aTagIsRenamedEverywhereAndEachChangeIsTold() throws Exception {
        String old = unique("old");
        String fresh = unique("new");
        String one = store(unique("one"), old, "kept");
        String two = store(unique("two"), old, fresh);
        try (EventClient listener = EventClient.open("/api/events", "X-API-Key", RunningServer.KEY)) {
            listener.hear("connection_established");

            client().put("/api/manage/tags/{old}?new_tag={fresh}&confirm_count=1", old, fresh)
                    .then()
                    .statusCode(409)
                    .body(json("detail", containsString("Expected 2")));
            client().put("/api/manage/tags/{old}?new_tag={fresh}&confirm_count=2", old, fresh)
                    .then()
                    .statusCode(200)
                    .body(json("affected_count", equalTo(2)))
                    .body(json("message", equalTo("Successfully changed 2 memories")));

            listener.hear(frame ->
                    frame.name().equals("memory_updated") && frame.text().contains(two));
        }
        client().get("/api/memories/{hash}", one).then().body(json("tags", contains(fresh, "kept")));
        client().get("/api/memories/{hash}", two).then().body(json("tags", contains(fresh)));
        client().get("/api/tags").then().body(json("tags[*].tag", not(hasItem(old))));
        client().get("/api/memories/{hash}/history", one).then().body(json("total", equalTo(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?new_tag=", "?confirm_count=1"})
    void aRenameNeedsTheNewName(String query) {
        client().put("/api/manage/tags/x" + query).then().statusCode(422);
    }

    @Test
    void aRenameToItselfOrOfNothingIsRefused() {
        String tag = unique("same");
        store(unique("one"), tag);

        client().put("/api/manage/tags/{old}?new_tag={new}&confirm_count=1", tag, tag)
                .then()
                .statusCode(400);
        client().put("/api/manage/tags/{old}?new_tag=x&confirm_count=0", " ")
                .then()
                .statusCode(400)
                .body(json("detail", containsString("old_tag is blank")));
        client().put("/api/manage/tags/{old}?new_tag=x&confirm_count=0", unique("never"))
                .then()
                .statusCode(404);
        client().put("/api/manage/tags/{old}?new_tag={new}&confirm_count=1", tag, "x".repeat(257))
                .then()
                .statusCode(413);
    }

    @Test
    void tagStatisticsAreTold() {
        String tag = unique("statistics");
        store(unique("one"), tag);
        sending(Map.of("content", unique("two"), "tags", List.of(tag), "memory_type", "fact"))
                .post("/api/memories");

        client().get("/api/manage/tags/stats")
                .then()
                .statusCode(200)
                .body(json("tags[?(@.tag == '" + tag + "')].count", contains(2)))
                .body(json("tags[?(@.tag == '" + tag + "')].memory_types", contains(contains("fact", "observation"))));
        client().get("/api/manage/tags/stats?limit=1").then().body(json("tags", hasSize(1)));
        client().get("/api/manage/tags/stats?limit=0").then().statusCode(422);
    }

    @Test
    void hashesAreListedPageByPage() {
        String hash = store(unique("listed"));
        store(unique("next"));
        client().delete("/api/memories/{hash}", hash).then().statusCode(200);

        List<String> all = new ArrayList<>();
        Integer cursor = 0;
        while (cursor != null) {
            Map<String, Object> page = at(
                    client().get("/api/memories/hashes?include_deleted=true&limit=7&cursor=" + cursor)
                            .then()
                            .statusCode(200)
                            .extract(),
                    "$");
            assertThat(page).containsOnlyKeys("hashes", "next_cursor", "has_more");
            @SuppressWarnings("unchecked")
            List<String> hashes = (List<String>) page.get("hashes");
            all.addAll(hashes);
            cursor = (Integer) page.get("next_cursor");
            assertThat(page).containsEntry("has_more", cursor != null);
        }
        assertThat(all).doesNotHaveDuplicates().contains(hash);
        client().get("/api/memories/hashes?limit=10000")
                .then()
                .body(json("hashes", not(hasItem(hash))))
                .body(json("next_cursor", nullValue()));
        client().get("/api/memories/hashes?limit=10001&cursor=-1&include_deleted=x")
                .then()
                .statusCode(422)
                .body(json("detail", hasSize(3)));
    }
}
