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
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.memoryservice.server.RunningServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(RunningServer.class)
class UpdateTest {

    private static ValidatableResponse put(String hash, Object body) {
        return sending(body).put("/api/memories/{hash}", hash).then();
    }

    @Test
    void anUpdateAnswersWhatWasChangedAndTheMemory() {
        String content = unique("update me");
        String hash = store(content, "old");

        put(hash, Map.of("tags", List.of("new", "new"), "memory_type", "decision", "metadata", Map.of("a", 1)))
                .statusCode(200)
                .body(json("$", aMapWithSize(4)))
                .body(json("success", equalTo(true)))
                .body(json("message", equalTo("Updated fields: tags, memory_type, metadata, updated_at")))
                .body(json("content_hash", equalTo(hash)))
                .body(json("memory.content", equalTo(content)))
                .body(json("memory.tags", contains("new")))
                .body(json("memory.memory_type", equalTo("decision")))
                .body(json("memory.metadata", equalTo(Map.of("a", 1))));

        Map<String, Object> read = at(client().get("/api/memories/{hash}", hash), "$");
        assertThat(read).containsEntry("tags", List.of("new")).containsEntry("memory_type", "decision");
        assertThat((String) read.get("updated_at_iso")).isGreaterThan((String) read.get("created_at_iso"));
    }

    @Test
    void onlyTheFieldsGivenAreChanged() {
        String hash = store(unique("partly"), "kept");

        put(hash, Map.of("memory_type", "fact"))
                .body(json("message", equalTo("Updated fields: memory_type, updated_at")))
                .body(json("memory.tags", contains("kept")));
        put(hash, Map.of("tags", "one, two"))
                .body(json("message", equalTo("Updated fields: tags, updated_at")))
                .body(json("memory.tags", containsInAnyOrder("one", "two")))
                .body(json("memory.memory_type", equalTo("fact")));
    }

    @Test
    void metadataIsMergedAndNullRemovesAnEntry() {
        String hash = store(unique("metadata"));
        put(hash, Map.of("metadata", Map.of("kept", 1, "gone", 2)));
        Map<String, Object> change = new HashMap<>(Map.of("added", List.of("x")));
        change.put("gone", null);

        put(hash, Map.of("metadata", change))
                .statusCode(200)
                .body(json("memory.metadata", equalTo(Map.of("kept", 1, "added", List.of("x")))));
    }

    @Test
    void anUpdateWithoutFieldsChangesNothing() {
        String hash = store(unique("unchanged"), "one");
        String updatedAt = at(client().get("/api/memories/{hash}", hash), "updated_at_iso");

        for (Object body :
                Arrays.asList(Map.of(), Map.of("tags", List.of("one")), Collections.singletonMap("tags", null))) {
            put(hash, body)
                    .statusCode(200)
                    .body(json("success", equalTo(true)))
                    .body(json("message", equalTo("No updates provided - memory unchanged")))
                    .body(json("memory.updated_at_iso", equalTo(updatedAt)));
        }
        client().get("/api/memories/{hash}/history", hash).then().body(json("history", hasSize(0)));
    }

    @Test
    void takingAllTagsAwayLeavesItUntagged() {
        String hash = store(unique("bare"), "one");

        put(hash, Map.of("tags", List.of())).body(json("memory.tags", contains("untagged")));
    }

    @Test
    void theHistoryTellsWhatWasReplaced() {
        String hash = store(unique("history"), "first");
        put(hash, Map.of("tags", List.of("second")));
        put(hash, Map.of("memory_type", "fact", "metadata", Map.of("a", 1)));

        client().get("/api/memories/{hash}/history", hash.toUpperCase(Locale.ROOT))
                .then()
                .statusCode(200)
                .body(json("content_hash", equalTo(hash)))
                .body(json("total", equalTo(2)))
                .body(json("history[*].tags", contains(List.of("second"), List.of("first"))))
                .body(json("history[*].memory_type", contains("observation", "observation")))
                .body(json("history[0].metadata", aMapWithSize(0)))
                .body(json("history[0]", aMapWithSize(5)));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        put("0".repeat(64), Map.of("tags", List.of("x")))
                .statusCode(404)
                .body(json("detail", equalTo("Memory not found")));
        client().get("/api/memories/{hash}/history", "0".repeat(64)).then().statusCode(404);
    }

    @Test
    void wrongValuesAreRefusedTogether() {
        String hash = store(unique("wrong"), "one");

        put(hash, Map.of("tags", 1, "memory_type", 2, "metadata", "three"))
                .statusCode(422)
                .body(json("detail[*].type", containsInAnyOrder("list_type", "string_type", "dict_type")));
        put(hash, "[]").statusCode(422);
        sending(Map.of("tags", List.of("x")))
                .put("/api/memories/{hash}?store=all", hash)
                .then()
                .statusCode(400)
                .body(json("detail", containsString("for reading only")));
        client().get("/api/memories/{hash}", hash).then().body(json("tags", contains("one")));
    }

    @Test
    void mergedMetadataKeepsToTheLimit() {
        String hash = store(unique("grows"));
        put(hash, Map.of("metadata", Map.of("half", "x".repeat(40_000)))).statusCode(200);

        put(hash, Map.of("metadata", Map.of("other half", "x".repeat(40_000))))
                .statusCode(413)
                .body(json("detail", containsString("65536")));
        client().get("/api/memories/{hash}", hash).then().body(json("metadata", aMapWithSize(1)));
    }
}
