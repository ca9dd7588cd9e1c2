package dev.memoryservice.server.backup;

import static dev.memoryservice.server.Client.client;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.memoryservice.server.RunningServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(RunningServer.class)
class BackupResourceTest {

    @Test
    void itIsSaidThatNoBackupIsMade() {
        client().get("/api/backup/status")
                .then()
                .statusCode(200)
                .body("", aMapWithSize(11))
                .body("enabled", equalTo(false))
                .body("backup_count", equalTo(0))
                .body("last_backup_time", nullValue())
                .body("scheduler_running", equalTo(false));
        client().get("/api/backup/list")
                .then()
                .statusCode(200)
                .body("backups", hasSize(0))
                .body("total_count", equalTo(0))
                .body("total_size_bytes", equalTo(0));
        given().get("/api/backup/status").then().statusCode(401);
    }
}
