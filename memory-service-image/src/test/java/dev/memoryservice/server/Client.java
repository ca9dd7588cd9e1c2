package dev.memoryservice.server;

import static dev.memoryservice.server.Json.at;
import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A client with a good key, and what most tests do first. */
public final class Client {

    private Client() {}

    /** A request that carries the key. */
    public static RequestSpecification client() {
        return given().header("Authorization", "Bearer " + RunningServer.KEY);
    }

    /** A request that carries the key and a JSON body. */
    public static RequestSpecification sending(Object body) {
        return client().contentType(ContentType.JSON).body(body);
    }

    /** Stores a memory and answers its content hash. */
    public static String store(String content, String... tags) {
        return at(
                sending(Map.of("content", content, "tags", List.of(tags)))
                        .post("/api/memories")
                        .then()
                        .statusCode(200)
                        .extract(),
                "content_hash");
    }

    /** A word that no other test uses: all tests share one database. */
    public static String unique(String prefix) {
        return prefix + "-" + UUID.randomUUID();
    }
}
