package dev.memoryservice.server.document.rest;

import static dev.memoryservice.server.Client.client;
import static dev.memoryservice.server.Client.sending;
import static dev.memoryservice.server.Client.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.document.extract.SampleDocuments;
import dev.memoryservice.server.events.EventClient;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(RunningServer.class)
class DocumentResourceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    ServerConfig config;

    @Test
    void aPdfBecomesMemoriesThatAreFoundAndSayWhereTheyComeFrom() throws IOException {
        String word = unique("heliotrope");
        String id =
                accepted(upload("guide, part 1.pdf", SampleDocuments.pdf("About nothing", "The " + word + " blooms"))
                        .multiPart("tags", "garden, plants")
                        .multiPart("memory_type", "manual"));

        done(id).body("status", equalTo("completed"))
                .body("filename", equalTo("guide, part 1.pdf"))
                .body("total_chunks", equalTo(2))
                .body("chunks_stored", equalTo(2))
                .body("chunks_processed", equalTo(2))
                .body("progress", equalTo(100f))
                .body("errors", hasSize(0))
                .body("completed_at", notNullValue());
        sending(Map.of("query", word))
                .post("/api/search")
                .then()
                .body("results[0].memory.memory_type", equalTo("manual"))
                .body(
                        "results[0].memory.tags",
                        hasItems(
                                "garden",
                                "plants",
                                "source_file:guide  part 1.pdf",
                                "file_type:pdf",
                                "upload_id:" + id))
                .body("results[0].memory.metadata.page", equalTo(2))
                .body("results[0].memory.metadata.chunk_index", equalTo(1))
                .body("results[0].memory.metadata.total_chunks", equalTo(2))
                .body("results[0].memory.metadata.source_file", equalTo("guide, part 1.pdf"));
    }

    @Test
    void theContentIsReadInTheOrderOfTheDocument() {
        String text = Stream.iterate(0, i -> i + 1)
                .limit(130)
                .map(i -> "Paragraph " + i + " of " + unique("order") + " " + "filler ".repeat(10))
                .reduce("", (all, paragraph) -> all + paragraph + "\n\n");
        String id =
                accepted(upload("long.md", text).multiPart("chunk_size", "130").multiPart("chunk_overlap", "0"));
        done(id).body("status", equalTo("completed")).body("chunks_stored", equalTo(130));

        List<Integer> order = client().get("/api/documents/search-content/{id}", id)
                .then()
                .statusCode(200)
                .body("total_found", equalTo(130))
                .extract()
                .path("memories.chunk_index");
        assertThat(order).hasSize(130).isSorted();
        client().queryParam("limit", 3)
                .get("/api/documents/search-content/{id}", id)
                .then()
                .body("memories.chunk_index", equalTo(List.of(0, 1, 2)))
                .body("memories[0].content", containsString("Paragraph 0 "));
    }

    @Test
    void whatWasKnownBeforeCountsAsDuplicate() {
        String text = "Known " + unique("before");
        done(accepted(upload("first.txt", text))).body("chunks_stored", equalTo(1));

        done(accepted(upload("second.txt", text)))
                .body("status", equalTo("completed"))
                .body("chunks_stored", equalTo(0))
                .body("chunks_duplicate", equalTo(1));
    }

    @Test
    void resemblingChunksOfADocumentAreAllStored() {
        String word = unique("almost");
        done(accepted(upload(
                                "rows.csv",
                                "id,text\n1,the same " + word + "\n2,the same " + word + "\n3,the same " + word + "!")
                        .multiPart("chunk_size", "100")))
                .body("chunks_duplicate", equalTo(0))
                .body("chunks_stored", greaterThan(0));
    }

    @Test
    void severalDocumentsShareOneUploadAndTheGoodOnesAreStored() throws IOException {
        String id = client().multiPart("files", "a.txt", ("Alpha " + unique("a")).getBytes(StandardCharsets.UTF_8))
                .multiPart("files", "b.json", "{\"broken\":".getBytes(StandardCharsets.UTF_8))
                .multiPart("files", "c.html", ("<p>Gamma " + unique("c")).getBytes(StandardCharsets.UTF_8))
                .post("/api/documents/batch-upload")
                .then()
                .statusCode(200)
                .body("status", equalTo("queued"))
                .body("message", equalTo("Batch of 3 documents queued for processing"))
                .extract()
                .path("upload_id");

        done(id).body("status", equalTo("completed"))
                .body("filename", equalTo("Batch (3 files)"))
                .body("chunks_stored", equalTo(2))
                .body("errors", hasSize(1))
                .body("errors[0]", containsString("b.json: The file is no JSON"));
        assertThat(spooled()).isEmpty();
    }

    @Test
    void theEventStreamTellsHowFarItIs() throws Exception {
        try (EventClient listener = EventClient.open("/api/events", "X-API-Key", RunningServer.KEY)) {
            listener.hear("connection_established");
            String good = accepted(upload("told.txt", "Told " + unique("told")));
            assertThat(listener.hear("document_progress")
                            .data()
                            .get("upload_id")
                            .asText())
                    .isEqualTo(good);
            assertThat(listener.hear("document_completed").data()).satisfies(data -> {
                assertThat(data.get("upload_id").asText()).isEqualTo(good);
                assertThat(data.get("chunks_stored").asInt()).isEqualTo(1);
                assertThat(data.get("progress").asDouble()).isEqualTo(100);
                assertThat(data.get("store").asText()).isEqualTo("default");
            });
            String bad = accepted(upload("bad.json", "nope"));
            assertThat(listener.hear("document_failed").data()).satisfies(data -> {
                assertThat(data.get("upload_id").asText()).isEqualTo(bad);
                assertThat(data.get("errors").get(0).asText()).contains("no JSON");
            });
        }
    }

    @Test
    void theHistoryListsTheNewestFirst() {
        String first = accepted(upload("one.txt", unique("one")));
        done(first);
        String second = accepted(upload("two.txt", unique("two")));
        done(second);

        List<String> ids = client().get("/api/documents/history")
                .then()
                .statusCode(200)
                .extract()
                .path("uploads.upload_id");
        assertThat(ids.indexOf(second)).isLessThan(ids.indexOf(first)).isNotNegative();
    }

    @Test
    void anUploadIsForgottenWithItsMemoriesOrWithout() {
        String word = unique("forget");
        String kept = accepted(upload("kept.txt", "kept " + word));
        String gone = accepted(upload("gone.txt", "gone " + word));
        done(kept);
        done(gone);

        client().queryParam("remove_from_memory", false)
                .delete("/api/documents/remove/{id}", kept)
                .then()
                .statusCode(200)
                .body("memories_deleted", equalTo(0));
        client().delete("/api/documents/remove/{id}", gone)
                .then()
                .statusCode(200)
                .body("status", equalTo("success"))
                .body("filename", equalTo("gone.txt"))
                .body("memories_deleted", equalTo(1));

        client().get("/api/documents/status/{id}", gone).then().statusCode(404);
        client().delete("/api/documents/remove/{id}", gone).then().statusCode(404);
        sending(Map.of("query", word))
                .post("/api/search")
                .then()
                .body("results.memory.content", hasItem("kept " + word))
                .body("results.memory.content", not(hasItem("gone " + word)));
    }

    @Test
    void uploadsAreForgottenByTheirTagsAndNothingElseIs() {
        String tag = unique("tag");
        String hash = dev.memoryservice.server.Client.store("Not of a document " + tag, tag);
        String id = accepted(upload("tagged.txt", "Of a document " + tag).multiPart("tags", "x, " + tag));
        done(id);

        sending(List.of(tag))
                .delete("/api/documents/remove-by-tags")
                .then()
                .statusCode(200)
                .body("memories_deleted", equalTo(1))
                .body("affected_uploads", equalTo(List.of(id)));
        client().get("/api/memories/{hash}", hash).then().statusCode(200);
        for (String body : List.of("[]", "{}", "null", "[\" \"]", "nope", "[1,null]")) {
            int status = sending(body).delete("/api/documents/remove-by-tags").statusCode();
            assertThat(status).as(body).isIn(200, 422);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "slides.pptx|anything|not supported; supported are .txt, .text, .log",
                "noending|anything|not supported",
                "empty.txt|''|the file is empty",
                "fake.pdf|just text|the content is none",
                "hidden.txt|%PDF-1.7|name it so"
            })
    void whatCanBeSeenToBeUnreadableIsRefusedAtOnce(String name, String content, String reason) throws IOException {
        upload(name, content)
                .post("/api/documents/upload")
                .then()
                .statusCode(400)
                .body("detail", containsString(reason));
        assertThat(spooled()).isEmpty();
    }

    @Test
    void anArchiveUnderTheNameOfATextIsRefused() {
        upload("office.txt", "PK\u0003\u0004rest")
                .post("/api/documents/upload")
                .then()
                .statusCode(400);
    }

    @Test
    void aBombFailsWithItsReasonAndTheServerGoesOn() throws IOException {
        String id = accepted(upload("bomb.pdf", SampleDocuments.pdfBomb(400)));

        done(id).body("status", equalTo("failed")).body("errors", hasSize(1)).body("chunks_stored", equalTo(0));
        done(accepted(upload("after.txt", unique("after")))).body("status", equalTo("completed"));
        assertThat(spooled()).isEmpty();
    }

    @Test
    void aDocumentWithoutTextFails() throws IOException {
        done(accepted(upload("blank.pdf", SampleDocuments.pdf(" "))))
                .body("status", equalTo("failed"))
                .body("errors[0]", containsString("holds no text: scanned pages are pictures"));
    }

    @ParameterizedTest
    @CsvSource({"chunk_size,99", "chunk_size,20001", "chunk_size,many", "chunk_overlap,501", "chunk_overlap,-1"})
    void valuesOfTheFormThatCannotBeAreRefused(String field, String value) throws IOException {
        upload("a.txt", "a")
                .multiPart(field, value)
                .post("/api/documents/upload")
                .then()
                .statusCode(422)
                .body("detail[0].loc", equalTo(List.of("body", field)));
        assertThat(spooled()).isEmpty();
    }

    @Test
    void tooManyTagsAreRefused() {
        String tags = String.join(
                ",", Stream.iterate(0, i -> i + 1).limit(51).map(i -> "t" + i).toList());
        upload("a.txt", "a")
                .multiPart("tags", tags)
                .post("/api/documents/upload")
                .then()
                .statusCode(422)
                .body("detail[0].loc[1]", equalTo("tags"));
    }

    @Test
    void aFormWithoutAFileOrWithTwoIsRefused() {
        client().multiPart("tags", "x")
                .post("/api/documents/upload")
                .then()
                .statusCode(422)
                .body("detail[0].type", equalTo("missing"))
                .body("detail[0].loc", equalTo(List.of("body", "file")));
        upload("a.txt", "a")
                .multiPart("file", "b.txt", new byte[] {'b'})
                .post("/api/documents/upload")
                .then()
                .statusCode(400)
                .body("detail", containsString("batch-upload"));
    }

    @Test
    void whatIsNoFormIsRefused() {
        sending(Map.of("file", "a"))
                .post("/api/documents/upload")
                .then()
                .statusCode(400)
                .body("detail", containsString("multipart/form-data"));
        client().post("/api/documents/upload").then().statusCode(400);
        client().contentType("multipart/form-data; boundary=x")
                .body("no form at all".getBytes(StandardCharsets.UTF_8))
                .post("/api/documents/upload")
                .then()
                .statusCode(not(equalTo(500)));
    }

    @Test
    void aStoreThatIsNoneIsRefused() {
        upload("a.txt", "a")
                .multiPart("store", "attic")
                .post("/api/documents/upload")
                .then()
                .statusCode(400);
        upload("a.txt", "a")
                .multiPart("store", "all")
                .post("/api/documents/upload")
                .then()
                .statusCode(400);
    }

    @Test
    void anUploadLargerThanAnyOtherBodyIsTakenAndOneOverItsOwnLimitIsNot() {
        String five = "A paragraph of some words.\n\n".repeat(180_000);
        String id = accepted(upload("five.txt", five.substring(0, 4_800_000)).multiPart("chunk_size", "20000"));
        done(id).body("file_size", equalTo(4_800_000));

        upload("nine.txt", "x".repeat(RunningServer.UPLOAD_BYTES + 100_000))
                .post("/api/documents/upload")
                .then()
                .statusCode(413)
                .body("detail", containsString("the limit is"));
    }

    @Test
    void anUploadThatBreaksOffLeavesNothingBehind() throws IOException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /api/documents/upload HTTP/1.1\r\nHost: localhost\r\nX-API-Key: " + RunningServer.KEY
                            + "\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n"
                            + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nhalf a")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            await().untilAsserted(() -> assertThat(spooled()).isNotEmpty());
        }
        await().untilAsserted(() -> assertThat(spooled()).isEmpty());
    }

    @Test
    void aFormInChunksIsRefusedWithoutReadingIt() throws IOException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /api/documents/upload HTTP/1.1\r\nHost: localhost\r\nX-API-Key: " + RunningServer.KEY
                            + "\r\nContent-Type: multipart/form-data; boundary=b\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 400");
        }
    }

    @Test
    void anUploadWithoutAKeyIsNotReceived() throws IOException {
        RestAssured.given()
                .multiPart("file", "a.txt", new byte[] {'a'})
                .post("/api/documents/upload")
                .then()
                .statusCode(401);
        assertThat(spooled()).isEmpty();
    }

    @Test
    void whenTheQueueIsFullTheClientIsToldToComeBack() {
        List<String> taken = new ArrayList<>();
        Response refused = null;
        for (int i = 0; i < 200 && refused == null; i++) {
            Response answer = upload("full.txt", unique("full")).post("/api/documents/upload");
            if (answer.statusCode() == 200) {
                taken.add(answer.path("upload_id"));
            } else {
                refused = answer;
            }
        }
        assertThat(refused).isNotNull();
        refused.then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body("detail", containsString("4 uploads"));
        taken.forEach(id -> done(id).body("status", equalTo("completed")));
    }

    @Test
    void anUnknownUploadIsNotFound() {
        String id = UUID.randomUUID().toString();
        client().get("/api/documents/status/{id}", id).then().statusCode(404);
        client().get("/api/documents/search-content/{id}", id).then().statusCode(404);
        client().delete("/api/documents/remove/{id}", id).then().statusCode(404);
        client().queryParam("limit", 0)
                .get("/api/documents/search-content/{id}", id)
                .then()
                .statusCode(422);
        client().queryParam("remove_from_memory", "perhaps")
                .delete("/api/documents/remove/{id}", id)
                .then()
                .statusCode(422);
    }

    @Test
    void aNameWithFoldersAndControlCharactersIsCleaned() {
        String id = accepted(upload("../../etc/pass\u0001wd.txt", unique("name")));
        done(id).body("filename", equalTo("passwd.txt")).body("completed_at", not(nullValue()));
        client().get("/api/documents/search-content/{id}", id)
                .then()
                .body("memories.metadata.source_file", everyItem(equalTo("passwd.txt")));
    }

    private static RequestSpecification upload(String name, String content) {
        return upload(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private static RequestSpecification upload(String name, byte[] content) {
        return client().multiPart("file", name, content);
    }

    private static String accepted(RequestSpecification upload) {
        return upload.post("/api/documents/upload")
                .then()
                .statusCode(200)
                .body("status", equalTo("queued"))
                .extract()
                .path("upload_id");
    }

    private static ValidatableResponse done(String id) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(List.of("completed", "failed"))
                .contains(client().get("/api/documents/status/{id}", id)
                        .then()
                        .statusCode(200)
                        .extract()
                        .<String>path("status")));
        return client().get("/api/documents/status/{id}", id).then().statusCode(200);
    }

    private List<Path> spooled() throws IOException {
        Path directory = config.sqlite().path().resolveSibling("uploads");
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
