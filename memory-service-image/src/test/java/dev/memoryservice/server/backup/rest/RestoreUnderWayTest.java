package dev.memoryservice.server.backup.rest;

import static dev.memoryservice.server.Client.client;
import static dev.memoryservice.server.Client.sending;
import static dev.memoryservice.server.Client.store;
import static dev.memoryservice.server.Client.unique;
import static dev.memoryservice.server.Json.at;
import static dev.memoryservice.server.Json.json;
import static dev.memoryservice.server.Waiting.await;
import static dev.memoryservice.server.backup.rest.Operations.backUp;
import static dev.memoryservice.server.backup.rest.Operations.ended;
import static dev.memoryservice.server.memory.SampleMemories.memory;
import static dev.memoryservice.server.memory.SampleMemories.vectorOf;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memoryservice.server.Json;
import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.auth.UserFiles;
import dev.memoryservice.server.backup.SampleBackups;
import dev.memoryservice.server.memory.MemoryVectors;
import dev.memoryservice.server.memory.SnapshotEntry;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoredMemory;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What others see of a running server while it restores, and what becomes of vectors of another model. */
@QuarkusTest
@WithTestResource(RunningServer.class)
@Timeout(120)
class RestoreUnderWayTest {

    private static final String SLOW = "20260404T040404Z-slow";

    @Inject
    ServerConfig config;

    @Test
    void meanwhileWritesWaitOtherWorkIsRefusedAndSearchesAreAnswered() throws Exception {
        String kept = unique("there before the restore");
        String hash = store(kept);
        String other = backUp().get("id").asText();
        Path folder = config.backup().directory().orElseThrow();
        String restore = unique("slow");
        try (PipedBackup slow =
                PipedBackup.in(folder, SLOW, Files.readAllBytes(folder.resolve(other + ".memorybackup")))) {
            CompletableFuture<Void> header = slow.giveHeader();
            sending(Map.of("id", restore, "backup_id", SLOW, "safety_backup", false))
                    .post("/api/admin/restores")
                    .then()
                    .statusCode(202)
                    .body(json("phase", equalTo("Verifying")));
            header.join();
            assertThatOtherWorkIsRefused(restore, other);
            slow.giveAll();
            await().until(() -> "Replacing".equals(at(client().get("/api/admin/restores/" + restore), "phase")));

            PipedBackup.Rest rest = slow.giveHalf();
            try {
                await("writes to be refused")
                        .until(() -> sending(Map.of("content", unique("too early")))
                                        .post("/api/memories")
                                        .statusCode()
                                == 503);
                assertThatWritesAreRefused(hash);
                assertThatOtherWorkIsRefused(restore, other);
                sending(Map.of("query", kept))
                        .post("/api/search")
                        .then()
                        .statusCode(200)
                        .body(json("results[0].memory.content", equalTo(kept)));
                client().get("/api/health/detailed").then().statusCode(200).body(json("restore.id", equalTo(restore)));
            } finally {
                rest.give();
            }

            JsonNode done = ended("/api/admin/restores/" + restore);
            assertThat(done.get("state").asText()).as(done.toPrettyString()).isEqualTo("Succeeded");
        }
        store(unique("stored after the restore"));
        client().get("/api/memories/" + hash).then().statusCode(200);
    }

    private static void assertThatWritesAreRefused(String hash) {
        for (Response refused : List.of(
                sending(Map.of("content", unique("refused"))).post("/api/memories"),
                sending(Map.of("tags", List.of("refused"))).put("/api/memories/" + hash),
                client().delete("/api/memories/" + hash))) {
            assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(Json.<String>at(refused, "detail")).contains("A restore is replacing memories");
        }
    }

    private static void assertThatOtherWorkIsRefused(String restore, String other) {
        for (Response refused : List.of(
                sending(Map.of()).post("/api/admin/backups"),
                sending(Map.of("backup_id", other)).post("/api/admin/restores"),
                sending(Map.of("last", 1)).post("/api/admin/backups/prune"),
                client().post("/api/admin/backups/" + other + "/verify"),
                client().delete("/api/admin/backups/" + other))) {
            assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(409);
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(Json.<String>at(refused, "detail")).contains("at work on the restore " + restore);
        }
        sending(Map.of("id", restore, "backup_id", other))
                .post("/api/admin/restores")
                .then()
                .statusCode(200)
                .body(json("state", equalTo("Running")))
                .body(json("backup_id", equalTo(SLOW)));
    }

    @Test
    void aBackupOfAnotherModelIsRefusedUnlessItsVectorsMayBeMadeAnew() {
        String content = "The physician prescribed penicillin to the helmsman " + unique("of");
        byte[] file = SampleBackups.file(
                List.of(
                        new SnapshotEntry.OfSpace(Space.of(RunningServer.WRITER)),
                        new SnapshotEntry.OfMemory(
                                new StoredMemory(Space.of(RunningServer.WRITER), memory(content)),
                                Optional.of(new MemoryVectors(
                                        SampleBackups.MODEL,
                                        vectorOf(content),
                                        OptionalInt.empty(),
                                        true,
                                        List.of())))),
                Optional.empty());

        bring(file, "")
                .then()
                .statusCode(409)
                .body(json(
                        "detail",
                        containsString("vectors of the model test-model, and this server uses all-MiniLM-L6-v2")))
                .body(json("detail", containsString("'allow_reembedding': true")));
        assertThat(contents(content)).doesNotContain(content);

        Response begun = bring(file, "&allow_reembedding=true");

        assertThat(begun.statusCode()).as(begun.asString()).isEqualTo(202);
        JsonNode done = ended("/api/admin/restores/" + at(begun, "id"));
        assertThat(done.get("state").asText()).as(done.toPrettyString()).isEqualTo("Succeeded");
        assertThat(contents("penicillin helmsman"))
                .as("found by its words at once")
                .contains(content);
        await("the new vectors")
                .until(() -> at(client().get("/api/health/detailed"), "storage.reembedding") == null
                        && contents("Which antibiotic did the doctor give the sailor?")
                                .contains(content));
    }

    private static Response bring(byte[] file, String more) {
        return client().contentType("application/octet-stream")
                .body(file)
                .post("/api/admin/restores/content?safety_backup=false&tenant=" + RunningServer.WRITER + more);
    }

    private static RequestSpecification asWriter() {
        return given().header("Authorization", "Bearer " + UserFiles.keyOf(RunningServer.WRITER));
    }

    private static List<String> contents(String query) {
        return at(
                asWriter()
                        .contentType("application/json")
                        .body(Map.of("query", query))
                        .post("/api/search")
                        .then()
                        .statusCode(200)
                        .extract(),
                "results[*].memory.content");
    }
}
