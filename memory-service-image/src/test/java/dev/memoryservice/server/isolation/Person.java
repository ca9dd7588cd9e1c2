package dev.memoryservice.server.isolation;

import static dev.memoryservice.server.Json.at;
import static dev.memoryservice.server.Waiting.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.auth.UserFiles;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.portable.PortableReader;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Somebody with memories. What leads to them (hashes, a tag, a conversation, a place in a list) may be guessed or found
 * out by others; the secret is what must never come out.
 */
final class Person {

    private final String key;
    private final String tenant;
    private final String secret = "secret" + UUID.randomUUID().toString().replace("-", "");
    private String tag = "";
    private String type = "";
    private String conversation = "";
    private String word = "";
    private String upload = "";
    private final List<String> hashes = new ArrayList<>();

    private Person(String key, String tenant) {
        this.key = key;
        this.tenant = tenant;
    }

    /** A user of the users directory. */
    static Person user(String name) {
        return new Person(UserFiles.keyOf(name), name);
    }

    /** Whoever has the key of the environment, in the default tenant. */
    static Person ofTheEnvironment() {
        return new Person(RunningServer.KEY, Space.DEFAULT_TENANT);
    }

    /** A request in this person's name. */
    RequestSpecification asks() {
        return given().header("Authorization", "Bearer " + key);
    }

    String key() {
        return key;
    }

    String secret() {
        return secret;
    }

    String tag() {
        return tag;
    }

    String type() {
        return type;
    }

    String conversation() {
        return conversation;
    }

    /** The id of a document that was uploaded; uploads one if there is none, which takes a process that reads it. */
    String upload() {
        if (upload.isEmpty()) {
            upload = upload("A document " + UUID.randomUUID() + " " + secret);
        }
        return upload;
    }

    /** What finds this person's memories, and not those of its namesakes in other tests. */
    String question() {
        return "I prefer the harbour office " + word;
    }

    /** The content hash of a memory that is there, the n-th of them. */
    String hash(int n) {
        return hashes.get(n);
    }

    List<String> hashes() {
        return List.copyOf(hashes);
    }

    /** Stores memories of every kind, and a document. */
    void rememberAll() {
        remember();
        upload();
    }

    /** Stores memories of every kind, which others lead to than before; the secret is in each of them. */
    void remember() {
        forget();
        hashes.clear();
        upload = "";
        tag = "tag-" + UUID.randomUUID();
        type = "type-" + UUID.randomUUID();
        conversation = "conversation-" + UUID.randomUUID();
        word = "word" + UUID.randomUUID().toString().replace("-", "");
        for (int i = 0; i < 3; i++) {
            hashes.add(store(Map.of(
                    "content",
                    "I prefer the harbour office number " + i + " " + UUID.randomUUID() + " " + secret,
                    "tags",
                    List.of(tag, "of-" + secret),
                    "memory_type",
                    type,
                    "conversation_id",
                    conversation,
                    "metadata",
                    Map.of("note", secret))));
        }
        store(Map.of(
                "content", "In the other store " + UUID.randomUUID() + " " + secret,
                "memory_type", "type-of-" + secret,
                "conversation_id", "conversation-of-" + secret,
                "store", "work"));
        String gone = store(Map.of("content", "Deleted " + UUID.randomUUID() + " " + secret));
        asks().delete("/api/memories/" + gone).then().statusCode(200);
        asks().contentType(ContentType.JSON)
                .body(Map.of("metadata", Map.of("note", "changed " + secret)))
                .put("/api/memories/" + hash(0))
                .then()
                .statusCode(200);
        asks().contentType(ContentType.JSON)
                .body(Map.of("turns", List.of(Map.of("role", "user", "content", "I am called " + secret))))
                .post("/api/sessions")
                .then()
                .statusCode(200);
    }

    private String upload(String content) {
        String id = at(
                asks().multiPart("file", "of-" + secret + ".txt", content.getBytes(StandardCharsets.UTF_8))
                        .multiPart("tags", tag)
                        .post("/api/documents/upload")
                        .then()
                        .statusCode(200)
                        .extract(),
                "upload_id");
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10)).until(() -> "completed"
                .equals(at(asks().get("/api/documents/status/" + id), "status")));
        return id;
    }

    /** What former tests have left would hide what is looked for; the default tenant has others' memories as well. */
    private void forget() {
        if (!tenant.equals(Space.DEFAULT_TENANT)) {
            given().header("Authorization", "Bearer " + RunningServer.KEY)
                    .delete("/api/admin/tenants/" + tenant)
                    .then()
                    .statusCode(200);
        }
    }

    private String store(Map<String, ?> memory) {
        return at(
                asks().contentType(ContentType.JSON)
                        .body(memory)
                        .post("/api/memories")
                        .then()
                        .statusCode(200)
                        .extract(),
                "content_hash");
    }

    /** Everything that this person has, memories and tombstones of every store, as an export has it. */
    Map<String, String> everything() {
        Map<String, String> all = new LinkedHashMap<>();
        byte[] file = asks().get("/api/export?store=all")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        PortableReader.read(
                new ByteArrayInputStream(file),
                memory -> all.put(memory.space().store() + "/" + memory.memory().contentHash(), memory.toString()));
        assertThat(all).as("an export").isNotEmpty();
        return all;
    }

    /** A place in one of this person's lists. */
    String cursor(String list, String field) {
        Object cursor = at(asks().get(list).then().statusCode(200).extract(), field);
        assertThat(cursor).as("a cursor of %s", list).isNotNull();
        return cursor.toString();
    }
}
