package dev.memoryservice.server.backup.rest;

import static dev.memoryservice.server.Client.client;
import static dev.memoryservice.server.Client.sending;
import static dev.memoryservice.server.Client.store;
import static dev.memoryservice.server.Client.unique;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.auth.UserFiles;
import dev.memoryservice.server.backup.BackupId;
import dev.memoryservice.server.backup.format.BackupContents;
import dev.memoryservice.server.backup.format.BackupReader;
import dev.memoryservice.server.backup.format.KeyRing;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
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

    private static JsonPath ended(String path) {
        return await().until(() -> client().get(path).jsonPath(), state -> !"Running".equals(state.get("state")));
    }

    private static JsonPath backUp() {
        Response begun = sending(Map.of()).post("/api/admin/backups");
        assertThat(begun.statusCode()).as(begun.asString()).isEqualTo(202);
        JsonPath backup = ended("/api/admin/backups/" + begun.path("id"));
        assertThat(backup.getString("state")).as(backup.prettify()).isEqualTo("Succeeded");
        return backup;
    }

    private static JsonPath restore(Map<String, Object> request) {
        Response begun = sending(request).post("/api/admin/restores");
        assertThat(begun.statusCode()).as(begun.asString()).isEqualTo(202);
        return ended("/api/admin/restores/" + begun.path("id"));
    }

    private static boolean finds(RequestSpecification caller, String text) {
        return caller.contentType("application/json")
                .body(Map.of("query", text))
                .post("/api/search")
                .jsonPath()
                .getList("results.memory.content")
                .contains(text);
    }

    @Test
    void aBackupHoldsWhatTheServerDoesAndSaysSo() throws IOException {
        String hash = store(unique("backed up"));

        JsonPath backup = backUp();

        assertThat(backup.getLong("memories")).isPositive();
        assertThat(backup.getLong("size_bytes")).isPositive();
        assertThat(backup.getLong("tenants")).isPositive();
        assertThat(backup.getString("trigger")).isEqualTo("manual");
        assertThat(backup.getString("embedding_model")).isEqualTo("all-MiniLM-L6-v2");
        assertThat(backup.getInt("format_version")).isEqualTo(2);
        assertThat(backup.getBoolean("encrypted")).isFalse();
        assertThat(backup.getString("verification.state")).isEqualTo("None");
        assertThat(backup.getString("message")).isEmpty();
        byte[] file = client().get("/api/admin/backups/" + backup.getString("id") + "/content")
                .then()
                .statusCode(200)
                .header("Content-Length", backup.getString("size_bytes"))
                .extract()
                .asByteArray();
        List<String> hashes = new ArrayList<>();
        BackupContents contents =
                BackupReader.read(new ByteArrayInputStream(file), KeyRing.NONE, entry -> hashes.add(entry.toString()));
        assertThat(contents.sha256()).isEqualTo(backup.getString("sha256"));
        assertThat(contents.manifest().memories()).isEqualTo(backup.getLong("memories"));
        assertThat(hashes).anyMatch(entry -> entry.contains(hash));
        client().get("/api/admin/backups")
                .then()
                .statusCode(200)
                .body("backups[0].id", equalTo(backup.getString("id")));
    }

    @Test
    void aBackupIsMadeOnceForAnIdHoweverOftenItIsAskedFor() {
        String id = "20260102T030405Z-abcd";
        Map<String, Object> request = Map.of("id", id, "trigger", "schedule", "labels", Map.of("job", "nightly"));
        sending(request).post("/api/admin/backups").then().statusCode(202).body("trigger", equalTo("schedule"));
        String completed = ended("/api/admin/backups/" + id).getString("completed_at");

        sending(request)
                .post("/api/admin/backups")
                .then()
                .statusCode(200)
                .body("completed_at", equalTo(completed))
                .body("labels.job", equalTo("nightly"));
    }

    @Test
    void aVerificationRestoresComparesAndSearches() {
        store(unique("to be proven"));
        String id = backUp().getString("id");

        client().post("/api/admin/backups/" + id + "/verify")
                .then()
                .statusCode(202)
                .body("verification.state", equalTo("Running"));

        JsonPath proven = await().until(
                        () -> client().get("/api/admin/backups/" + id).jsonPath(),
                        backup -> !"Running".equals(backup.get("verification.state")));
        assertThat(proven.getString("verification.state")).as(proven.prettify()).isEqualTo("Succeeded");
        assertThat(proven.getString("verification.message")).contains("equal in every byte");
        assertThat(proven.getString("verified_at")).isNotNull();
    }

    @Test
    void aVerificationOfADamagedBackupFailsAndSaysWhy() throws IOException {
        String id = backUp().getString("id");
        Path file = config.backup().directory().orElseThrow().resolve(id + ".memorybackup");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        client().post("/api/admin/backups/" + id + "/verify").then().statusCode(202);

        JsonPath refused = await().until(
                        () -> client().get("/api/admin/backups/" + id).jsonPath(),
                        backup -> !"Running".equals(backup.get("verification.state")));
        assertThat(refused.getString("verification.state")).isEqualTo("Failed");
        assertThat(refused.getString("verification.message")).contains("of the backup cannot be right");
        assertThat(restore(Map.of("backup_id", id)).getString("message")).contains("of the backup cannot be right");
    }

    @Test
    void aRestoreBringsBackWhatThereWasAndSearchesFindItAtOnce() {
        String kept = unique("kept");
        String hash = store(kept, "kept-tag");
        String id = backUp().getString("id");
        client().delete("/api/memories/" + hash).then().statusCode(200);
        String later = unique("later");
        store(later);

        JsonPath dry = restore(Map.of("backup_id", id, "dry_run", true));

        assertThat(dry.getString("state")).as(dry.prettify()).isEqualTo("Succeeded");
        assertThat(dry.getLong("added")).isEqualTo(1);
        assertThat(dry.getLong("removed")).isEqualTo(1);
        assertThat(finds(client(), later)).isTrue();
        client().get("/api/memories/" + hash).then().statusCode(404);

        JsonPath done = restore(Map.of("backup_id", id));

        assertThat(done.getString("state")).as(done.prettify()).isEqualTo("Succeeded");
        assertThat(done.getString("phase")).isEqualTo("Completed");
        assertThat(done.getLong("added")).isEqualTo(1);
        assertThat(done.getLong("removed")).isEqualTo(1);
        assertThat(finds(client(), kept)).isTrue();
        assertThat(finds(client(), later)).isFalse();
        client().get("/api/admin/backups/" + done.getString("safety_backup_id"))
                .then()
                .statusCode(200)
                .body("trigger", equalTo("restore"));
        // What was replaced comes back by the safety backup.
        restore(Map.of("backup_id", done.getString("safety_backup_id"), "safety_backup", false));
        assertThat(finds(client(), later)).isTrue();
        client().get("/api/admin/restores").then().statusCode(200).body("restores.id", hasItem(done.getString("id")));
    }

    @Test
    void aRestoreOfOneUserLeavesTheOthersAlone() {
        String own = unique("own");
        as(WRITER).contentType("application/json").body(Map.of("content", own)).post("/api/memories");
        String id = backUp().getString("id");
        String ownLater = unique("own later");
        as(WRITER)
                .contentType("application/json")
                .body(Map.of("content", ownLater))
                .post("/api/memories");
        String others = unique("others");
        store(others);

        JsonPath done = restore(Map.of("backup_id", id, "tenant", WRITER));

        assertThat(done.getString("state")).as(done.prettify()).isEqualTo("Succeeded");
        assertThat(done.getString("tenant")).isEqualTo(WRITER);
        assertThat(done.getLong("removed")).isEqualTo(1);
        assertThat(finds(as(WRITER), own)).isTrue();
        assertThat(finds(as(WRITER), ownLater)).isFalse();
        assertThat(finds(client(), others)).isTrue();
    }

    @Test
    void aRestoreIsDoneOnceForAnId() {
        String id = backUp().getString("id");
        String restoreId = unique("restore");
        restore(Map.of("id", restoreId, "backup_id", id, "safety_backup", false));
        String later = unique("later");
        store(later);

        sending(Map.of("id", restoreId, "backup_id", id))
                .post("/api/admin/restores")
                .then()
                .statusCode(200)
                .body("state", equalTo("Succeeded"))
                .body("completed_at", notNullValue());
        assertThat(finds(client(), later)).isTrue();
    }

    @Test
    void ofATimeTheNewestBackupNotAfterItIsRestored() {
        JsonPath backup = backUp();

        JsonPath dry = restore(Map.of("before", backup.getString("started_at"), "dry_run", true));

        assertThat(dry.getString("backup_id")).isEqualTo(backup.getString("id"));
        sending(Map.of("before", "2001-01-01T00:00:00Z"))
                .post("/api/admin/restores")
                .then()
                .statusCode(404)
                .body("detail", containsString("There is no backup of 2001-01-01T00:00:00Z or before"));
    }

    @Test
    void aBackupIsSentAlongAndRestored() {
        String kept = unique("sent along");
        String hash = store(kept);
        String id = backUp().getString("id");
        byte[] file = client().get("/api/admin/backups/" + id + "/content").asByteArray();
        client().delete("/api/memories/" + hash);

        Response begun = client().contentType("application/octet-stream")
                .body(file)
                .post("/api/admin/restores/content?safety_backup=false&id=" + unique("sent"));

        assertThat(begun.statusCode()).as(begun.asString()).isEqualTo(202);
        JsonPath done = ended("/api/admin/restores/" + begun.path("id"));
        assertThat(done.getString("state")).as(done.prettify()).isEqualTo("Succeeded");
        assertThat(done.getString("backup_id")).isEqualTo(id);
        assertThat(finds(client(), kept)).isTrue();
        client().contentType("application/octet-stream")
                .body("no backup".getBytes(StandardCharsets.UTF_8))
                .post("/api/admin/restores/content")
                .then()
                .statusCode(409)
                .body("detail", containsString("no backup that can be read"));
        client().contentType("application/octet-stream")
                .body(file)
                .post("/api/admin/restores/content?dry_run=perhaps")
                .then()
                .statusCode(422);
        client().post("/api/admin/restores/content/").then().statusCode(400);
    }

    @Test
    void aTenantThatTheBackupHasNothingOfIsNotEmptied() {
        String id = backUp().getString("id");

        JsonPath refused = restore(Map.of("backup_id", id, "tenant", "nobody-at-all"));

        assertThat(refused.getString("state")).isEqualTo("Failed");
        assertThat(refused.getString("message")).contains("nothing of the tenant 'nobody-at-all'");
    }

    @Test
    void backupsThatNeedNotBeKeptArePruned() {
        String first = backUp().getString("id");
        client().post("/api/admin/backups/" + first + "/verify");
        await().until(() ->
                "Succeeded".equals(client().get("/api/admin/backups/" + first).path("verification.state")));
        String second = backUp().getString("id");
        String third = backUp().getString("id");

        JsonPath dry = sending(Map.of("last", 1, "dry_run", true))
                .post("/api/admin/backups/prune")
                .jsonPath();
        assertThat(dry.getList("deleted")).contains(second).doesNotContain(first, third);
        client().get("/api/admin/backups/" + second).then().statusCode(200);

        JsonPath done =
                sending(Map.of("last", 1)).post("/api/admin/backups/prune").jsonPath();

        assertThat(done.getList("kept")).contains(first, third);
        assertThat(done.getList("deleted")).contains(second);
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
            client().get(path).then().statusCode(404).body("detail", containsString("There is no backup"));
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
        JsonPath made = client().post("/api/admin/backup")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(made.getString("state")).isEqualTo("Succeeded");

        sending(Map.of("backup_id", made.getString("id"), "safety_backup", false))
                .post("/api/admin/restore")
                .then()
                .statusCode(200)
                .body("state", equalTo("Succeeded"));

        assertThat(HexFormat.of().parseHex(made.getString("sha256"))).hasSize(32);
    }
}
