package dev.memoryservice.server.backup.rest;

import static dev.memoryservice.server.Client.client;
import static dev.memoryservice.server.Json.at;
import static dev.memoryservice.server.Json.json;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.memoryservice.server.RunningServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** What the Python service's clients ask. */
@QuarkusTest
@WithTestResource(RunningServer.class)
class OlderBackupResourceTest {

    @Test
    void aBackupIsMadeAndSeen() {
        String filename = at(
                client().post("/api/backup/now")
                        .then()
                        .statusCode(200)
                        .body(json("success", equalTo(true)))
                        .body(json("filename", endsWith(".memorybackup")))
                        .body(json("size_bytes", greaterThan(0)))
                        .body(json("error", nullValue()))
                        .extract(),
                "filename");
        client().get("/api/backup/status")
                .then()
                .statusCode(200)
                .body(json("$", aMapWithSize(11)))
                .body(json("enabled", equalTo(true)))
                .body(json("backup_count", greaterThan(0)))
                .body(json("last_backup_time", notNullValue()))
                .body(json("scheduler_running", equalTo(false)));
        client().get("/api/backup/list")
                .then()
                .statusCode(200)
                .body(json("backups[0].filename", equalTo(filename)))
                .body(json("total_count", greaterThan(0)))
                .body(json("total_size_bytes", greaterThan(0)));
        given().get("/api/backup/status").then().statusCode(401);
    }
}
