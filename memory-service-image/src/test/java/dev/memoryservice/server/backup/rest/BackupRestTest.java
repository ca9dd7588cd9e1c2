package dev.memoryservice.server.backup.rest;

import static dev.memoryservice.server.Client.client;
import static dev.memoryservice.server.Client.sending;
import static dev.memoryservice.server.Client.store;
import static dev.memoryservice.server.Client.unique;
import static dev.memoryservice.server.Json.at;
import static dev.memoryservice.server.Json.json;
import static dev.memoryservice.server.Json.tree;
import static dev.memoryservice.server.Waiting.await;
import static dev.memoryservice.server.backup.rest.Operations.backUp;
import static dev.memoryservice.server.backup.rest.Operations.ended;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.memoryservice.server.Json;
import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.auth.UserFiles;
import dev.memoryservice.server.backup.BackupId;
import dev.memoryservice.server.backup.format.BackupContents;
import dev.memoryservice.server.backup.format.BackupReader;
import dev.memoryservice.server.backup.format.KeyRing;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Backups and restores of a running server. */
@QuarkusTest
@WithTestResource(RunningServer.class)
@Timeout(120)
class BackupRestTest {

    private static final String WRITER = RunningServer.WRITER;

    @Inject
    ServerConfig config;

    private static RequestSpecification as(String user) {
        return given().header("Authorization", "Bearer " + UserFiles.keyOf(user));
    }

    private static JsonNode restore(Map<String, Object> request) {
        Response begun = sending(request).post("/api/admin/restores");
        assertThat(begun.statusCode()).as(begun.asString()).isEqualTo(202);
        return ended("/api/admin/restores/" + at(begun, "id"));
    }

    private static boolean finds(RequestSpecification caller, String text) {
        return Json.<List<String>>at(
                        caller.contentType("application/json")
                                .body(Map.of("query", text))
                                .post("/api/search"),
                        "results[*].memory.content")
                .contains(text);
    }

    @Test
    void aBackupHoldsWhatTheServerDoesAndSaysSo() throws IOException {
        String hash = store(unique("backed up"));

        JsonNode backup = backUp();

        assertThat(backup.get("memories").asLong()).isPositive();
        assertThat(backup.get("size_bytes").asLong()).isPositive();
        assertThat(backup.get("tenants").asLong()).isPositive();
        assertThat(backup.get("trigger").asText()).isEqualTo("manual");
        assertThat(backup.get("embedding_model").asText()).isEqualTo("all-MiniLM-L6-v2");
        assertThat(backup.get("format_version").asInt()).isEqualTo(2);
        assertThat(backup.get("encrypted")).isEqualTo(BooleanNode.FALSE);
        assertThat(backup.at("/verification/state").asText()).isEqualTo("None");
        assertThat(backup.get("message").asText()).isEmpty();
        byte[] file = client().get("/api/admin/backups/" + backup.get("id").asText() + "/content")
                .then()
                .statusCode(200)
                .header("Content-Length", backup.get("size_bytes").asText())
                .extract()
                .asByteArray();
        List<String> hashes = new ArrayList<>();
        BackupContents contents =
                BackupReader.read(new ByteArrayInputStream(file), KeyRing.NONE, entry -> hashes.add(entry.toString()));
        assertThat(contents.sha256()).isEqualTo(backup.get("sha256").asText());
        assertThat(contents.manifest().memories())
                .isEqualTo(backup.get("memories").asLong());
        assertThat(hashes).anyMatch(entry -> entry.contains(hash));
        client().get("/api/admin/backups")
                .then()
                .statusCode(200)
                .body(json("backups[0].id", equalTo(backup.get("id").asText())));
    }

    @Test
    void aBackupIsMadeOnceForAnIdHoweverOftenItIsAskedFor() {
        String id = "20260102T030405Z-abcd";
        Map<String, Object> request = Map.of("id", id, "trigger", "schedule", "labels", Map.of("job", "nightly"));
        sending(request).post("/api/admin/backups").then().statusCode(202).body(json("trigger", equalTo("schedule")));
        String completed = ended("/api/admin/backups/" + id).get("completed_at").asText();

        sending(request)
                .post("/api/admin/backups")
                .then()
                .statusCode(200)
                .body(json("completed_at", equalTo(completed)))
                .body(json("labels.job", equalTo("nightly")));
    }

    @Test
    void aVerificationRestoresComparesAndSearches() {
        store(unique("to be proven"));
        String id = backUp().get("id").asText();

        client().post("/api/admin/backups/" + id + "/verify")
                .then()
                .statusCode(202)
                .body(json("verification.state", equalTo("Running")));

        JsonNode proven = await().until(() -> tree(client().get("/api/admin/backups/" + id)), backup -> !"Running"
                .equals(backup.at("/verification/state").asText()));
        assertThat(proven.at("/verification/state").asText())
                .as(proven.toPrettyString())
                .isEqualTo("Succeeded");
        assertThat(proven.at("/verification/message").asText()).contains("equal in every byte");
        assertThat(proven.hasNonNull("verified_at")).isTrue();
    }

    @Test
    void aVerificationOfADamagedBackupFailsAndSaysWhy() throws IOException {
        String id = backUp().get("id").asText();
        Path file = config.backup().directory().orElseThrow().resolve(id + ".memorybackup");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        client().post("/api/admin/backups/" + id + "/verify").then().statusCode(202);

        JsonNode refused = await().until(() -> tree(client().get("/api/admin/backups/" + id)), backup -> !"Running"
                .equals(backup.at("/verification/state").asText()));
        assertThat(refused.at("/verification/state").asText()).isEqualTo("Failed");
        assertThat(refused.at("/verification/message").asText()).contains("of the backup cannot be right");
        assertThat(restore(Map.of("backup_id", id)).get("message").asText()).contains("of the backup cannot be right");
    }

    @Test
    void aRestoreBringsBackWhatThereWasAndSearchesFindItAtOnce() {
        String kept = unique("kept");
        String hash = store(kept, "kept-tag");
        String id = backUp().get("id").asText();
        client().delete("/api/memories/" + hash).then().statusCode(200);
        String later = unique("later");
        store(later);

        JsonNode dry = restore(Map.of("backup_id", id, "dry_run", true));

        assertThat(dry.get("state").asText()).as(dry.toPrettyString()).isEqualTo("Succeeded");
        assertThat(dry.get("added").asLong()).isEqualTo(1);
        assertThat(dry.get("removed").asLong()).isEqualTo(1);
        assertThat(finds(client(), later)).isTrue();
        client().get("/api/memories/" + hash).then().statusCode(404);

        JsonNode done = restore(Map.of("backup_id", id));

        assertThat(done.get("state").asText()).as(done.toPrettyString()).isEqualTo("Succeeded");
        assertThat(done.get("phase").asText()).isEqualTo("Completed");
        assertThat(done.get("added").asLong()).isEqualTo(1);
        assertThat(done.get("removed").asLong()).isEqualTo(1);
        assertThat(finds(client(), kept)).isTrue();
        assertThat(finds(client(), later)).isFalse();
        client().get("/api/admin/backups/" + done.get("safety_backup_id").asText())
                .then()
                .statusCode(200)
                .body(json("trigger", equalTo("restore")));
        // What was replaced comes back by the safety backup.
        restore(Map.of("backup_id", done.get("safety_backup_id").asText(), "safety_backup", false));
        assertThat(finds(client(), later)).isTrue();
        client().get("/api/admin/restores")
                .then()
                .statusCode(200)
                .body(json("restores[*].id", hasItem(done.get("id").asText())));
    }

    @Test
    void aRestoreOfOneUserLeavesTheOthersAlone() {
        String own = unique("own");
        as(WRITER).contentType("application/json").body(Map.of("content", own)).post("/api/memories");
        String id = backUp().get("id").asText();
        String ownLater = unique("own later");
        as(WRITER)
                .contentType("application/json")
                .body(Map.of("content", ownLater))
                .post("/api/memories");
        String others = unique("others");
        store(others);

        JsonNode done = restore(Map.of("backup_id", id, "tenant", WRITER));

        assertThat(done.get("state").asText()).as(done.toPrettyString()).isEqualTo("Succeeded");
        assertThat(done.get("tenant").asText()).isEqualTo(WRITER);
        assertThat(done.get("removed").asLong()).isEqualTo(1);
        assertThat(finds(as(WRITER), own)).isTrue();
        assertThat(finds(as(WRITER), ownLater)).isFalse();
        assertThat(finds(client(), others)).isTrue();
    }

    @Test
    void aRestoreIsDoneOnceForAnId() {
        String id = backUp().get("id").asText();
        String restoreId = unique("restore");
        restore(Map.of("id", restoreId, "backup_id", id, "safety_backup", false));
        String later = unique("later");
        store(later);

        sending(Map.of("id", restoreId, "backup_id", id))
                .post("/api/admin/restores")
                .then()
                .statusCode(200)
                .body(json("state", equalTo("Succeeded")))
                .body(json("completed_at", notNullValue()));
        assertThat(finds(client(), later)).isTrue();
    }

    @Test
    void ofATimeTheNewestBackupNotAfterItIsRestored() {
        JsonNode backup = backUp();

        JsonNode dry = restore(Map.of("before", backup.get("started_at").asText(), "dry_run", true));

        assertThat(dry.get("backup_id").asText()).isEqualTo(backup.get("id").asText());
        sending(Map.of("before", "2001-01-01T00:00:00Z"))
                .post("/api/admin/restores")
                .then()
                .statusCode(404)
                .body(json("detail", containsString("There is no backup of 2001-01-01T00:00:00Z or before")));
    }

    @Test
    void aBackupIsSentAlongAndRestored() {
        String kept = unique("sent along");
        String hash = store(kept);
        String id = backUp().get("id").asText();
        byte[] file = client().get("/api/admin/backups/" + id + "/content").asByteArray();
        client().delete("/api/memories/" + hash);

        Response begun = client().contentType("application/octet-stream")
                .body(file)
                .post("/api/admin/restores/content?safety_backup=false&id=" + unique("sent"));

        assertThat(begun.statusCode()).as(begun.asString()).isEqualTo(202);
        JsonNode done = ended("/api/admin/restores/" + at(begun, "id"));
        assertThat(done.get("state").asText()).as(done.toPrettyString()).isEqualTo("Succeeded");
        assertThat(done.get("backup_id").asText()).isEqualTo(id);
        assertThat(finds(client(), kept)).isTrue();
        client().contentType("application/octet-stream")
                .body("no backup".getBytes(StandardCharsets.UTF_8))
                .post("/api/admin/restores/content")
                .then()
                .statusCode(409)
                .body(json("detail", containsString("no backup that can be read")));
        client().contentType("application/octet-stream")
                .body(file)
                .post("/api/admin/restores/content?dry_run=perhaps")
                .then()
                .statusCode(422);
        client().post("/api/admin/restores/content/").then().statusCode(400);
    }

    @Test
    void aTenantThatTheBackupHasNothingOfIsNotEmptied() {
        String id = backUp().get("id").asText();

        JsonNode refused = restore(Map.of("backup_id", id, "tenant", "nobody-at-all"));

        assertThat(refused.get("state").asText()).isEqualTo("Failed");
        assertThat(refused.get("message").asText()).contains("nothing of the tenant 'nobody-at-all'");
    }

    @Test
    void backupsThatNeedNotBeKeptArePruned() {
        String first = backUp().get("id").asText();
        client().post("/api/admin/backups/" + first + "/verify");
        await().until(() -> "Succeeded".equals(at(client().get("/api/admin/backups/" + first), "verification.state")));
        String second = backUp().get("id").asText();
        String third = backUp().get("id").asText();

        Response dry = sending(Map.of("last", 1, "dry_run", true)).post("/api/admin/backups/prune");
        assertThat(Json.<List<String>>at(dry, "deleted")).contains(second).doesNotContain(first, third);
        client().get("/api/admin/backups/" + second).then().statusCode(200);

        Response done = sending(Map.of("last", 1)).post("/api/admin/backups/prune");

        assertThat(Json.<List<String>>at(done, "kept")).contains(first, third);
        assertThat(Json.<List<String>>at(done, "deleted")).contains(second);
        client().get("/api/admin/backups/" + second).then().statusCode(404);
        assertThat(config.backup().directory().orElseThrow().resolve(second + ".memorybackup"))
                .doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "backups | {\"id\": \"../../etc/passwd\"} | Input should be like 20261121T030000Z-k3x9",
                "backups | {\"trigger\": \"moon\"} | Input should be 'manual' or 'schedule'",
                "backups | {\"labels\": {\"a\": 1}} | at most 16 texts",
                "backups | [] | JSON object",
                "backups/prune | {} | would delete every backup",
                "backups/prune | {\"last\": -1} | greater than or equal to 0",
                "restores | {} | Say either backup_id, or before",
                "restores | {\"backup_id\": \"20260102T030405Z-abcd\", \"before\": \"2026-01-01T00:00:00Z\"} | Say either",
                "restores | {\"before\": \"yesterday\"} | a moment like",
                "restores | {\"backup_id\": \"20260102T030405Z-abcd\", \"id\": \"a/b\"} | at most 128 letters",
            })
    void whatMakesNoSenseIsRefused(String path, String body, String words) {
        client().contentType("application/json")
                .body(body)
                .post("/api/admin/" + path)
                .then()
                .statusCode(422)
                .body(containsString(words));
    }

    @Test
    void whatIsNotThereIsSaidToBeMissing() {
        String id = "20200102T030405Z-none";
        for (String path :
                List.of("/api/admin/backups/" + id, "/api/admin/backups/" + id + "/content", "/api/admin/backups/x")) {
            client().get(path).then().statusCode(404).body(json("detail", containsString("There is no backup")));
        }
        client().delete("/api/admin/backups/" + id).then().statusCode(404);
        client().post("/api/admin/backups/" + id + "/verify").then().statusCode(404);
        sending(Map.of("backup_id", id)).post("/api/admin/restores").then().statusCode(404);
        client().get("/api/admin/restores/none").then().statusCode(404);
    }

    @Test
    void whoeverAdministratesTheServerMayAndNobodyElse() {
        assertThat(BackupId.is("20200102T030405Z-none")).isTrue();
        as(RunningServer.ADMINISTRATOR).get("/api/admin/backups").then().statusCode(200);
        for (String path :
                List.of("/api/admin/backups", "/api/admin/restores", "/api/backup/status", "/api/backup/list")) {
            as(WRITER).get(path).then().statusCode(403);
        }
        for (String path : List.of(
                "/api/admin/backups",
                "/api/admin/backup",
                "/api/admin/restores",
                "/api/admin/restore",
                "/api/backup/now")) {
            as(WRITER).post(path).then().statusCode(403);
            given().post(path).then().statusCode(401);
        }
    }

    @Test
    void olderNamesMakeAndRestoreAndWait() {
        JsonNode made =
                tree(client().post("/api/admin/backup").then().statusCode(200).extract());
        assertThat(made.get("state").asText()).isEqualTo("Succeeded");

        sending(Map.of("backup_id", made.get("id").asText(), "safety_backup", false))
                .post("/api/admin/restore")
                .then()
                .statusCode(200)
                .body(json("state", equalTo("Succeeded")));

        assertThat(HexFormat.of().parseHex(made.get("sha256").asText())).hasSize(32);
    }
}
