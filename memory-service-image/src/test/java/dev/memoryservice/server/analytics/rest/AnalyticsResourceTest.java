package dev.memoryservice.server.analytics.rest;

import static dev.memoryservice.server.Client.client;
import static dev.memoryservice.server.Client.sending;
import static dev.memoryservice.server.Client.store;
import static dev.memoryservice.server.Client.unique;
import static dev.memoryservice.server.Json.json;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;

import dev.memoryservice.server.RunningServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(RunningServer.class)
class AnalyticsResourceTest {

    private final String tag = unique("analysed");

    @BeforeEach
    void storeSomething() {
        store(unique("analysed"), tag);
    }

    private static ValidatableResponse get(String path) {
        return client().get("/api/analytics/" + path).then().statusCode(200);
    }

    @Test
    void overview() {
        get("overview")
                .body(json("$", aMapWithSize(7)))
                .body(json("total_memories", greaterThan(0)))
                .body(json("memories_this_week", greaterThan(0)))
                .body(json("memories_this_month", greaterThan(0)))
                .body(json("unique_tags", greaterThan(0)))
                .body(json("uptime_seconds", greaterThan(0.0)))
                .body(json("backend_type", equalTo("SQLite")));
    }

    @Test
    void growth() {
        get("memory-growth")
                .body(json("period", equalTo("month")))
                .body(json("data_points", hasSize(30)))
                .body(json("data_points[29]", aMapWithSize(4)))
                .body(json("data_points[29].cumulative", greaterThan(0)));
        get("memory-growth?period=week").body(json("data_points", hasSize(7)));
    }

    @Test
    void tags() {
        String often = unique("often");
        for (int i = 0; i < 30; i++) {
            store(unique("often " + i), often);
        }
        get("tag-usage?limit=100")
                .body(json("period", equalTo("all")))
                .body(json("total_memories", greaterThan(0)))
                .body(json("tags[*].tag", hasItem(often)))
                .body(json("tags[0]", aMapWithSize(5)))
                .body(json("tags[0]", hasKey("growth_rate")));
        get("top-tags?limit=1").body(json("period", equalTo("30d"))).body(json("tags", hasSize(1)));
        get("top-tags?period=7d").body(json("tags[*].tag", hasItem(often)));
    }

    @Test
    void types() {
        get("memory-types")
                .body(json("total_memories", greaterThan(0)))
                .body(json("types[*].memory_type", hasItem("observation")))
                .body(json("types[*].percentage", everyItem(lessThanOrEqualTo(100.0))));
    }

    @Test
    void heatmap() {
        get("activity-heatmap").body(json("data", hasSize(365))).body(json("total_days", equalTo(365)));
        get("activity-heatmap?days=2")
                .body(json("data", hasSize(2)))
                .body(json("data[1].count", greaterThan(0)))
                .body(json("data[1].level", greaterThan(0)))
                .body(json("max_count", greaterThan(0)));
    }

    @Test
    void breakdown() {
        get("activity-breakdown")
                .body(json("granularity", equalTo("daily")))
                .body(json("breakdown", hasSize(7)))
                .body(json("current_streak", greaterThan(0)));
        get("activity-breakdown?granularity=hourly").body(json("breakdown", hasSize(24)));
    }

    @Test
    void storage() {
        get("storage-stats")
                .body(json("total_size_mb", greaterThan(0.0)))
                .body(json("average_memory_size", greaterThan(0.0)))
                .body(json("largest_memories[0].size_bytes", greaterThan(0)))
                .body(json("growth_trend", hasSize(30)));
    }

    @Test
    void searches() {
        sending(Map.of("query", "anything")).post("/api/search").then().statusCode(200);

        get("search-analytics")
                .body(json("total_searches", greaterThan(0)))
                .body(json("avg_response_time", greaterThan(0.0)))
                .body(json("search_types.semantic", greaterThan(0)))
                .body(json("since", containsString("T")));
    }

    @Test
    void eachStoreHasItsOwnFigures() {
        String elsewhere = unique("elsewhere");
        sending(Map.of("content", elsewhere, "tags", elsewhere, "store", RunningServer.SECOND_STORE))
                .post("/api/memories")
                .then()
                .statusCode(200);

        get("tag-usage?limit=100&store=" + RunningServer.SECOND_STORE)
                .body(json("tags[*].tag", hasItem(elsewhere)))
                .body(json("tags[*].tag", not(hasItem(tag))));
        client().get("/api/analytics/overview?store=nowhere").then().statusCode(400);
    }

    @Test
    void theTypesAreTheWellKnownOnesAndThoseInUse() {
        String type = "type-" + Long.toHexString(System.nanoTime());
        sending(Map.of("content", unique("typed"), "memory_type", type)).post("/api/memories");

        client().get("/api/types")
                .then()
                .statusCode(200)
                .body(json("$", hasItems("observation", "decision", "note", type)));
    }

    @ParameterizedTest
    @CsvSource({
        "memory-growth?period=decade,period",
        "tag-usage?period=decade,period",
        "tag-usage?limit=0,limit",
        "top-tags?limit=101,limit",
        "activity-heatmap?days=0,days",
        "activity-heatmap?days=x,days",
        "activity-breakdown?granularity=yearly,granularity"
    })
    void aWrongParameterIsRefused(String path, String name) {
        client().get("/api/analytics/" + path).then().statusCode(422).body(json("detail[0].loc", hasItem(name)));
    }
}
