package dev.memoryservice.server.memory.rest;

import static dev.memoryservice.server.Client.client;
import static dev.memoryservice.server.Client.sending;
import static dev.memoryservice.server.Json.at;
import static dev.memoryservice.server.Json.json;
import static dev.memoryservice.server.Waiting.await;
import static dev.memoryservice.server.mcp.McpRequests.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.events.EventClient;
import dev.memoryservice.server.memory.Memories;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A server that looks for near duplicates and contradictions, with the real model, and removes tombstones at once. */
@QuarkusTest
@WithTestResource(
        value = RunningServer.class,
        initArgs = {
            @ResourceArg(name = "memory-service.duplicates.semantic", value = "true"),
            @ResourceArg(name = "memory-service.duplicates.contradictions", value = "true"),
            @ResourceArg(name = "memory-service.tombstones.retention", value = "1ms"),
            @ResourceArg(name = "memory-service.tombstones.purge-every", value = "1s")
        })
class NeighbourTest {

    private static ValidatableResponse put(String content, String... more) {
        Map<String, Object> body = new HashMap<>(Map.of("content", content));
        for (int i = 0; i < more.length; i += 2) {
            body.put(more[i], more[i + 1]);
        }
        return sending(body).post("/api/memories").then().statusCode(200);
    }

    private static String hash(ValidatableResponse stored) {
        return at(stored.body(json("success", equalTo(true))).extract(), "content_hash");
    }

    @Test
    void almostTheSameIsRefusedWithWhatIsThere() {
        String hash = hash(put("The database password is rotated every ninety days."));

        put("Every ninety days the database password is rotated")
                .body(json("success", equalTo(false)))
                .body(json("message", equalTo("Duplicate content detected (semantically similar to " + hash + ")")))
                .body(json("content_hash", equalTo(hash)))
                .body(json("memory", nullValue()));
    }

    @Test
    void whatIsSaidInAConversationIsStoredHoweverOften() {
        hash(put("Grace prefers green tea in the morning."));

        hash(put("Grace prefers green tea in the morning!", "conversation_id", "c-1"));
    }

    @Test
    void aContradictionIsStoredReportedAndResolved() throws Exception {
        String older = "Alice owns the billing service";
        String newer = "Alice is the owner of the billing service";
        String loser = hash(put(older));
        try (EventClient listener = EventClient.open("/api/events", "X-API-Key", RunningServer.KEY)) {
            listener.hear("connection_established");

            String winner = hash(put(newer, "conversation_id", "c-2")
                    .body(json("conflicts_with", contains(loser)))
                    .body(json("message", equalTo("Memory stored successfully. It may contradict " + loser)))
                    .body(json("memory.tags", contains("conflict:unresolved"))));

            listener.hear(frame ->
                    frame.name().equals("memory_updated") && frame.text().contains(loser));
            client().get("/api/memories/{hash}", loser).then().body(json("tags", contains("conflict:unresolved")));
            client().get("/api/conflicts")
                    .then()
                    .statusCode(200)
                    .body(json("total", equalTo(1)))
                    .body(json("conflicts", hasSize(1)))
                    .body(json("conflicts[0].newer.content_hash", equalTo(winner)))
                    .body(json("conflicts[0].older.content_hash", equalTo(loser)));

            sending(Map.of("winner_hash", winner, "loser_hash", loser))
                    .post("/api/conflicts/resolve")
                    .then()
                    .statusCode(200)
                    .body(json("success", equalTo(true)))
                    .body(json("winner_hash", equalTo(winner)))
                    .body(json("loser_hash", equalTo(loser)));

            listener.hear(frame ->
                    frame.name().equals("memory_deleted") && frame.text().contains(loser));
            client().get("/api/memories/{hash}", winner).then().body(json("tags", contains("untagged")));
            client().get("/api/memories/{hash}", loser).then().statusCode(404);
            client().get("/api/conflicts").then().body(json("total", equalTo(0)));
            sending(Map.of("winner_hash", winner, "loser_hash", loser))
                    .post("/api/conflicts/resolve")
                    .then()
                    .statusCode(404)
                    .body(json("detail", containsString("GET /api/conflicts")));
        }
    }

    @Test
    void bothMayBeKept() {
        String one = hash(put("The deployment password was changed", "store", "work"));
        String two = at(
                put("The deployment password has been changed", "conversation_id", "c-4", "store", "work")
                        .body(json("conflicts_with", contains(one)))
                        .extract(),
                "content_hash");

        sending(Map.of("winner_hash", one, "loser_hash", two, "keep_both", true, "store", "work"))
                .post("/api/conflicts/resolve")
                .then()
                .statusCode(200);

        for (String hash : List.of(one, two)) {
            client().get("/api/memories/{hash}?store=work", hash)
                    .then()
                    .statusCode(200)
                    .body(json("tags", contains("untagged")));
        }
    }

    @Test
    void aModelIsToldOfAContradiction() {
        String older = hash(put("The team has lunch in the kitchen"));

        sending(Map.of(
                        "jsonrpc",
                        "2.0",
                        "id",
                        1,
                        "method",
                        "tools/call",
                        "params",
                        Map.of(
                                "name",
                                "memory_store",
                                "arguments",
                                Map.of(
                                        "content",
                                        "The team is having lunch in the kitchen",
                                        "conversation_id",
                                        "c-5"))))
                .header("Accept", "application/json, text/event-stream")
                .post("/mcp")
                .then()
                .statusCode(200)
                .body(containsString("It may contradict " + older))
                .body(containsString("The team has lunch in the kitchen"));
        client().delete("/api/memories/{hash}", older).then().statusCode(200);
    }

    @Test
    void aResolutionNeedsBothHashes() {
        sending(Map.of("winner_hash", "x"))
                .post("/api/conflicts/resolve")
                .then()
                .statusCode(422)
                .body(json("detail[0].loc", hasItem("loser_hash")));
        client().get("/api/conflicts?limit=101").then().statusCode(422);
    }

    @Test
    void tombstonesAreRemovedInTheBackground() {
        String hash = hash(put("The office plant is called Herbert", "store", "work"));
        client().delete("/api/memories/{hash}?store=work", hash).then().statusCode(200);

        await().untilAsserted(() -> assertThat(client().get("/api/memories/hashes?store=work&include_deleted=true")
                        .<List<String>>path("hashes"))
                .doesNotContain(hash));
    }

    @Test
    void contradictionsAreListedAndResolvedOverMcpAsWell() {
        String older = "Karl owns the search service";
        String newer = "Karl is the owner of the search service";
        tool("memory_store", Map.of("content", older));
        tool("memory_store", Map.of("content", newer, "conversation_id", "c-3"))
                .then()
                .body(json("result.content[0].text", containsString("contradict")));

        String found = "result.structuredContent.conflicts[?(@.newer.content == '" + newer + "')]";
        tool("memory_conflicts", Map.of()).then().body(json(found, hasSize(1)));
        Map<String, String> hashes =
                Map.of("winner_hash", Memories.contentHash(newer), "loser_hash", Memories.contentHash(older));
        tool("memory_resolve", hashes).then().body(json("result.structuredContent.success", equalTo(true)));
        tool("memory_conflicts", Map.of()).then().body(json(found, hasSize(0)));
        tool("memory_resolve", hashes)
                .then()
                .body(json("result.isError", equalTo(true)))
                .body(json("result.content[0].text", containsString("take both hashes from memory_conflicts")));
    }
}
