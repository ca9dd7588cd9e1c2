package dev.memoryservice.server.backup.rest;

import static dev.memoryservice.server.Client.client;
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
        String filename = client().post("/api/backup/now")
                .then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("filename", endsWith(".memorybackup"))
                .body("size_bytes", greaterThan(0))
                .body("error", nullValue())
                .extract()
                .path("filename");
        client().get("/api/backup/status")
                .then()
                .statusCode(200)
                .body("", aMapWithSize(11))
                .body("enabled", equalTo(true))
                .body("backup_count", greaterThan(0))
                .body("last_backup_time", notNullValue())
                .body("scheduler_running", equalTo(false));
        client().get("/api/backup/list")
                .then()
                .statusCode(200)
                .body("backups[0].filename", equalTo(filename))
                .body("total_count", greaterThan(0))
                .body("total_size_bytes", greaterThan(0));
        given().get("/api/backup/status").then().statusCode(401);
    }
}
