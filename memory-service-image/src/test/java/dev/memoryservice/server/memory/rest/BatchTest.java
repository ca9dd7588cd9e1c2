package dev.memoryservice.server.memory.rest;

import static dev.memoryservice.server.Client.client;
import static dev.memoryservice.server.Client.sending;
import static dev.memoryservice.server.Client.store;
import static dev.memoryservice.server.Client.unique;
import static dev.memoryservice.server.Json.at;
import static dev.memoryservice.server.Json.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.memory.Memories;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(RunningServer.class)
class BatchTest {

    private static ValidatableResponse batch(Object... memories) {
        return sending(Map.of("memories", Arrays.asList(memories)))
                .header("X-Agent-ID", "importer")
                .post("/api/memories/batch")
                .then();
    }

    @Test
    void everyMemoryHasItsOwnResult() {
        String known = unique("known");
        String hash = store(known);
        String first = unique("first");

        batch(
                        Map.of("content", first, "tags", List.of("one"), "memory_type", "fact"),
                        Map.of("content", known),
                        Map.of("tags", List.of("no content")),
                        Map.of("content", "x".repeat(1024 * 1024 + 1)),
                        Map.of("content", unique("elsewhere"), "store", "work"),
                        Map.of("content", first))
                .statusCode(200)
                .body(json("success", equalTo(false)))
                .body(json("message", equalTo("Stored 1 of 6 memories")))
                .body(json("stored", equalTo(1)))
                .body(json("duplicates", equalTo(2)))
                .body(json("failed", equalTo(3)))
                .body(json("results[*].index", contains(0, 1, 2, 3, 4, 5)))
                .body(json("results[*].success", contains(true, false, false, false, false, false)))
                .body(json("results[0].content_hash", equalTo(Memories.contentHash(first))))
                .body(json("results[1].content_hash", equalTo(hash)))
                .body(json("results[2].message", containsString("Field required")))
                .body(json("results[3].message", containsString("1048576")))
                .body(json("results[4].message", containsString("beside 'memories'")))
                .body(json("results[5].message", equalTo("Duplicate content detected (exact match)")))
                .body(json("results[2]", not(hasKey("content_hash"))));

        client().get("/api/memories/{hash}", Memories.contentHash(first))
                .then()
                .body(json("tags", hasItem("agent:importer")))
                .body(json("memory_type", equalTo("fact")));
    }

    @Test
    void aThousandAreStoredAtOnceAndNotOneMore() {
        String tag = unique("thousand");
        Object[] memories = IntStream.range(0, 1_000)
                .mapToObj(i -> Map.of("content", "Number " + i + " of " + tag, "tags", List.of(tag)))
                .toArray();

        batch(memories)
                .statusCode(200)
                .body(json("success", equalTo(true)))
                .body(json("stored", equalTo(1_000)))
                .body(json("results", hasSize(1_000)));

        client().get("/api/memories?tag=" + tag).then().body(json("total", equalTo(1_000)));
        batch(Collections.nCopies(1_001, Map.of("content", "same")).toArray())
                .statusCode(422)
                .body(json("detail[0].type", equalTo("too_long")))
                .body(json("detail[0].msg", containsString("1000")));
    }

    @Test
    void aBatchGoesToTheStoreThatItNames() {
        String content = unique("at work");

        sending(Map.of("memories", List.of(Map.of("content", content)), "store", "work"))
                .post("/api/memories/batch")
                .then()
                .statusCode(200);

        client().get("/api/memories/{hash}?store=work", Memories.contentHash(content))
                .then()
                .statusCode(200);
        client().get("/api/memories/{hash}", Memories.contentHash(content))
                .then()
                .statusCode(404);
    }

    @Test
    void aBatchThatIsNoneIsRefused() {
        for (Object body : List.of(
                Map.of(), Map.of("memories", List.of()), Map.of("memories", "x"), Map.of("memories", List.of(1)))) {
            sending(body)
                    .post("/api/memories/batch")
                    .then()
                    .statusCode(422)
                    .body(json("detail[0].loc", contains("body", "memories")));
        }
    }

    @Test
    void aSessionIsOneMemoryWithALineForEachTurn() {
        String id = unique("session");
        String question = unique("When is the release?");

        String hash = at(
                sending(Map.of(
                                "turns",
                                List.of(
                                        Map.of("role", "user", "content", question),
                                        Map.of("role", "assistant", "content", "On Tuesday.")),
                                "session_id",
                                id,
                                "tags",
                                List.of("release"),
                                "metadata",
                                Map.of("client", "test")))
                        .post("/api/sessions")
                        .then()
                        .statusCode(200)
                        .body(json("success", equalTo(true)))
                        .body(json("message", equalTo("Session stored successfully")))
                        .body(json("session_id", equalTo(id)))
                        .body(json("turn_count", equalTo(2)))
                        .extract(),
                "content_hash");

        client().get("/api/memories/{hash}", hash)
                .then()
                .body(json("content", equalTo("[user] " + question + "\n[assistant] On Tuesday.")))
                .body(json("memory_type", equalTo("session")))
                .body(json("tags", contains("release", "session:" + id)))
                .body(json("metadata.client", equalTo("test")))
                .body(json("metadata.turn_count", equalTo(2)));
    }

    @Test
    void aSessionWithoutANameGetsOne() {
        String id = at(
                sending(Map.of("turns", List.of(Map.of("role", "user", "content", unique("hello")))))
                        .post("/api/sessions")
                        .then()
                        .statusCode(200)
                        .extract(),
                "session_id");

        assertThat(id).isNotBlank();
        client().get("/api/memories?tag=session:" + id).then().body(json("total", equalTo(1)));
    }

    @Test
    void aTurnThatIsWrongIsRefusedWithItsPlace() {
        sending(Map.of("turns", List.of(Map.of("role", "user", "content", "fine"), Map.of("role", "user"))))
                .post("/api/sessions")
                .then()
                .statusCode(422)
                .body(json("detail[0].type", equalTo("missing")))
                .body(json("detail[0].loc", contains("body", "turns", "1", "content")));
        sending(Map.of("turns", List.of()))
                .post("/api/sessions")
                .then()
                .statusCode(422)
                .body(json("detail[0].type", equalTo("too_short")));
    }
}
