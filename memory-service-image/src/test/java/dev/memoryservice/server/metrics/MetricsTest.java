package dev.memoryservice.server.metrics;

import static dev.memoryservice.server.Client.client;
import static dev.memoryservice.server.Client.store;
import static dev.memoryservice.server.Client.unique;
import static dev.memoryservice.server.Waiting.await;
import static dev.memoryservice.server.backup.rest.Operations.backUp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.events.EventClient;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(RunningServer.class)
class MetricsTest {

    private static final Path PAGE = Path.of("../docs/metrics.md");
    private static final String OWN = "memory_service_";

    /** Only there when the server speaks HTTPS; TlsTest looks at it. */
    private static final String CERTIFICATE = "memory_service_certificate_expiry_timestamp_seconds";

    @Test
    void everyMetricIsDocumentedAndEveryDocumentedOneIsThere() throws Exception {
        store(unique("measured"));
        client().get("/api/health").then().statusCode(200);

        Set<String> documented = documented();
        Set<String> there = scrape().lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ")[2])
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> own = there.stream()
                .filter(name -> name.startsWith(OWN) && !name.endsWith("_max"))
                .collect(Collectors.toCollection(TreeSet::new));
        own.add(CERTIFICATE);
        there.add(CERTIFICATE);

        assertThat(there).containsAll(documented);
        assertThat(documented).containsAll(own);
    }

    /** The first column of the page's tables about the server. */
    private static Set<String> documented() throws IOException {
        String page = Files.readString(PAGE);
        String ofServer = page.substring(page.indexOf("## Server"), page.indexOf("## Operator"));
        return Pattern.compile("(?m)^\\| `([a-z_]+)` ")
                .matcher(ofServer)
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void theAnswerIsInTheFormatThatPrometheusReads() {
        client().get("/metrics")
                .then()
                .statusCode(200)
                .contentType(startsWith("text/plain"))
                .header("Content-Type", org.hamcrest.Matchers.containsString("version=0.0.4"));
    }

    @Test
    void whatIsStoredIsCounted() {
        double before = value("memory_service_memories");
        double embeddings = value("memory_service_embedding_seconds_count");

        store(unique("counted"));

        assertThat(value("memory_service_memories")).isEqualTo(before + 1);
        assertThat(value("memory_service_embedding_seconds_count")).isEqualTo(embeddings + 1);
        assertThat(value("memory_service_store_size_bytes")).isGreaterThan(4096);
        assertThat(value("memory_service_writes_waiting")).isZero();
        assertThat(value("memory_service_users")).isGreaterThanOrEqualTo(5);
    }

    @Test
    void theRoomOnTheVolumeIsTold() {
        assertThat(value("memory_service_volume_free_bytes"))
                .isPositive()
                .isLessThanOrEqualTo(value("memory_service_volume_size_bytes"));
    }

    @Test
    void theNewestBackupIsTold() {
        // What another test took away counts until somebody asks for the list.
        client().get("/api/admin/backups").then().statusCode(200);
        double before = value("memory_service_backups");
        Instant begin = Instant.now();

        JsonNode backup = backUp();

        assertThat(value("memory_service_backups")).isEqualTo(before + 1);
        assertThat(value("memory_service_backup_size_bytes"))
                .isEqualTo(backup.get("size_bytes").asDouble());
        assertThat(value("memory_service_backup_last_success_timestamp_seconds"))
                .isGreaterThanOrEqualTo((double) begin.getEpochSecond());
        assertThat(value("memory_service_backup_duration_seconds"))
                .isNotNegative()
                .isLessThan(60);
        assertThat(value("memory_service_backup_verified")).isNaN();

        client().post("/api/admin/backups/" + backup.get("id").asText() + "/verify")
                .then()
                .statusCode(202);

        await().untilAsserted(() -> {
            assertThat(value("memory_service_backup_verified")).isOne();
            assertThat(value("memory_service_backup_last_verified_timestamp_seconds"))
                    .isGreaterThanOrEqualTo((double) begin.getEpochSecond());
            assertThat(value("memory_service_backup_running")).isZero();
        });
        client().delete("/api/admin/backups/" + backup.get("id").asText())
                .then()
                .statusCode(200);
        assertThat(value("memory_service_backups")).isEqualTo(before);
    }

    @Test
    void openStreamsAreCountedAndAreNoLongRequests() throws Exception {
        double before = value("memory_service_event_streams");
        try (EventClient stream = EventClient.open("/api/events", "X-API-Key", RunningServer.KEY)) {
            stream.hear("connection_established");

            assertThat(value("memory_service_event_streams")).isEqualTo(before + 1);
        }
        await().untilAsserted(
                        () -> assertThat(value("memory_service_event_streams")).isEqualTo(before));
        assertThat(series("http_server_requests_seconds_count"))
                .noneMatch(labels -> labels.contains("uri=\"/api/events\"")
                        && (labels.contains("status=\"200\"") || labels.contains("status=\"RESET\"")));
    }

    @Test
    void requestsAreMeasuredByTheirRouteAndNotByTheAddress() {
        client().get("/api/memories/{hash}", "ab".repeat(32)).then().statusCode(404);
        String nowhere = "nowhere" + System.nanoTime();
        client().get("/api/" + nowhere).then().statusCode(404);
        RestAssured.given().get("/" + nowhere).then().statusCode(401);
        client().patch("/api/memories/" + nowhere);
        client().get("/api/memories/" + nowhere + "/" + nowhere);
        client().get("/oauth/" + nowhere);
        client().get("/mcp/" + nowhere);
        client().get("/assets/" + nowhere);

        client().contentType("application/json").body("{}").post("/api/memories");
        client().contentType("application/json").body("{}").post("/api/search");

        assertThat(series("http_server_requests_seconds_count"))
                .anyMatch(labels -> labels.contains("uri=\"/api/memories\"") && labels.contains("status=\"4"))
                .anyMatch(labels -> labels.contains("uri=\"/api/search\"") && labels.contains("status=\"4"));
        assertThat(scrape())
                .contains("uri=\"/api/memories/{content_hash}\"", "uri=\"/UNKNOWN\"")
                .doesNotContain("ab".repeat(32))
                .doesNotContain(nowhere);
    }

    @Test
    void whoeverGoesAwayBeforeTheAnswerIsNoFaultOfTheServer() throws IOException {
        for (int i = 0; i < 5; i++) {
            double before = resets();

            try (Socket socket = new Socket("localhost", RestAssured.port)) {
                socket.getOutputStream().write("""
                                POST /api/import HTTP/1.1\r
                                Host: localhost\r
                                X-API-Key: %s\r
                                Content-Type: application/x-ndjson\r
                                Content-Length: 1000\r
                                \r
                                {"half a""".formatted(RunningServer.KEY).getBytes(StandardCharsets.UTF_8));
            }

            await().untilAsserted(() -> assertThat(resets()).isEqualTo(before + 1));
        }
        assertThat(series("http_server_requests_seconds_count"))
                .filteredOn(labels -> labels.contains("uri=\"/api/import\""))
                .noneMatch(labels -> labels.contains("status=\"5") || labels.contains("status=\"499\""));
    }

    /** How many requests were counted whose clients went away. */
    private static double resets() {
        return sum(line -> line.startsWith("http_server_requests_seconds_count{") && line.contains("status=\"RESET\""));
    }

    @Test
    void requestsAreCountedByHowLongTheyTook() {
        client().get("/api/health").then().statusCode(200);

        assertThat(series("http_server_requests_seconds_bucket"))
                .filteredOn(labels -> labels.contains("uri=\"/api/health\""))
                .extracting(labels -> label(labels, "le"))
                .contains("0.05", "0.25", "1.0", "5.0", "+Inf");
    }

    @Test
    void whatIsRefusedIsCountedByItsReason() {
        double without = refused("no_credential");
        double wrong = refused("unknown_credential");

        RestAssured.given().get("/api/memories").then().statusCode(401);
        RestAssured.given()
                .header("X-API-Key", unique("wrong"))
                .get("/api/memories")
                .then()
                .statusCode(403);

        await().untilAsserted(() -> {
            assertThat(refused("no_credential")).isGreaterThanOrEqualTo(without + 1);
            assertThat(refused("unknown_credential")).isGreaterThanOrEqualTo(wrong + 1);
        });
        assertThat(scrape()).contains("memory_service_requests_refused_total{reason=\"rate_limit\",}");
    }

    @Test
    void theTokenOfACollectorOpensTheMetricsAndNothingElse() {
        collector().get("/metrics").then().statusCode(200);

        for (String path : Set.of("/api/memories", "/api/admin/keys", "/admin/stats", "/api/caller", "/metrics/x")) {
            collector().get(path).then().statusCode(403);
        }
        collector()
                .contentType("application/json")
                .body("{\"content\":\"x\"}")
                .post("/api/memories")
                .then()
                .statusCode(403);
        collector().post("/metrics").then().statusCode(403);
        RestAssured.given()
                .auth()
                .oauth2(RunningServer.METRICS_TOKEN + "x")
                .get("/metrics")
                .then()
                .statusCode(403);
    }

    @Test
    void whatACollectorReadsIsNotWrittenIntoTheAudit() {
        collector().get("/metrics").then().statusCode(200);

        assertThat(client().get("/api/admin/audit").then().extract().asString())
                .doesNotContain("\"path\":\"/metrics\",\"status\":200,\"reason\":\"\",\"caller\":\"metrics\"")
                .doesNotContainPattern("\"caller\":\"metrics\"[^}]*\"status\":200");
    }

    private static io.restassured.specification.RequestSpecification collector() {
        return RestAssured.given().auth().oauth2(RunningServer.METRICS_TOKEN);
    }

    private static double refused(String reason) {
        return value("memory_service_requests_refused_total{reason=\"" + reason + "\",}");
    }

    /** The sum of all series whose line begins so. */
    private static double value(String name) {
        return sum(line -> line.startsWith(name + "{") || line.startsWith(name + " "));
    }

    private static double sum(Predicate<String> lines) {
        return scrape().lines()
                .filter(lines)
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static Set<String> series(String name) {
        return scrape().lines()
                .filter(line -> line.startsWith(name + "{"))
                .map(line -> line.substring(line.indexOf('{'), line.lastIndexOf('}') + 1))
                .collect(Collectors.toSet());
    }

    private static String label(String labels, String name) {
        return Pattern.compile(name + "=\"([^\"]*)\"")
                .matcher(labels)
                .results()
                .map((MatchResult match) -> match.group(1))
                .findFirst()
                .orElse("");
    }

    private static String scrape() {
        return client().get("/metrics").then().statusCode(200).extract().asString();
    }
}
