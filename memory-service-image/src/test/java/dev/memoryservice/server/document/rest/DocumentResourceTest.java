package dev.memoryservice.server.document.rest;

import static dev.memoryservice.server.Client.client;
import static dev.memoryservice.server.Client.sending;
import static dev.memoryservice.server.Client.unique;
import static dev.memoryservice.server.Json.at;
import static dev.memoryservice.server.Json.json;
import static dev.memoryservice.server.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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

import com.fasterxml.jackson.databind.JsonNode;
import dev.memoryservice.server.Json;
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
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    private static final String PART =
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n";

    @Inject
    ServerConfig config;

    @Test
    void aPdfBecomesMemoriesThatAreFoundAndSayWhereTheyComeFrom() throws IOException {
        String word = unique("heliotrope");
        String id = accepted(upload("guide part 1.pdf", SampleDocuments.pdf("About nothing", "The " + word + " blooms"))
                .multiPart("tags", "garden, plants")
                .multiPart("memory_type", "manual"));

        done(id).body(json("status", equalTo("completed")))
                .body(json("filename", equalTo("guide part 1.pdf")))
                .body(json("total_chunks", equalTo(2)))
                .body(json("chunks_stored", equalTo(2)))
                .body(json("chunks_processed", equalTo(2)))
                .body(json("progress", equalTo(100.0)))
                .body(json("errors", hasSize(0)))
                .body(json("completed_at", notNullValue()));
        sending(Map.of("query", word))
                .post("/api/search")
                .then()
                .body(json("results[0].memory.memory_type", equalTo("manual")))
                .body(json(
                        "results[0].memory.tags",
                        hasItems(
                                "garden",
                                "plants",
                                "source_file:guide part 1.pdf",
                                "file_type:pdf",
                                "upload_id:" + id)))
                .body(json("results[0].memory.metadata.page", equalTo(2)))
                .body(json("results[0].memory.metadata.chunk_index", equalTo(1)))
                .body(json("results[0].memory.metadata.total_chunks", equalTo(2)))
                .body(json("results[0].memory.metadata.source_file", equalTo("guide part 1.pdf")));
    }

    @Test
    void theContentIsReadInTheOrderOfTheDocument() {
        String text = Stream.iterate(0, i -> i + 1)
                .limit(105)
                .map(i -> "Paragraph " + i + " of " + unique("order") + " " + "filler ".repeat(10))
                .reduce("", (all, paragraph) -> all + paragraph + "\n\n");
        String id =
                accepted(upload("long.md", text).multiPart("chunk_size", "130").multiPart("chunk_overlap", "0"));
        done(id).body(json("status", equalTo("completed"))).body(json("chunks_stored", equalTo(105)));

        List<Integer> order = at(
                client().get("/api/documents/search-content/{id}", id)
                        .then()
                        .statusCode(200)
                        .body(json("total_found", equalTo(105)))
                        .extract(),
                "memories[*].chunk_index");
        assertThat(order).hasSize(105).isSorted();
        client().queryParam("limit", 3)
                .get("/api/documents/search-content/{id}", id)
                .then()
                .body(json("memories[*].chunk_index", equalTo(List.of(0, 1, 2))))
                .body(json("memories[0].content", containsString("Paragraph 0 ")));
    }

    @Test
    void whatWasKnownBeforeCountsAsDuplicate() {
        String text = "Known " + unique("before");
        done(accepted(upload("first.txt", text))).body(json("chunks_stored", equalTo(1)));

        done(accepted(upload("second.txt", text)))
                .body(json("status", equalTo("completed")))
                .body(json("chunks_stored", equalTo(0)))
                .body(json("chunks_duplicate", equalTo(1)));
    }

    @Test
    void resemblingChunksOfADocumentAreAllStored() {
        String word = unique("almost");
        done(accepted(upload(
                                "rows.csv",
                                "id,text\n1,the same " + word + "\n2,the same " + word + "\n3,the same " + word + "!")
                        .multiPart("chunk_size", "100")))
                .body(json("chunks_duplicate", equalTo(0)))
                .body(json("chunks_stored", greaterThan(0)));
    }

    @Test
    void severalDocumentsShareOneUploadAndTheGoodOnesAreStored() throws IOException {
        String id = at(
                client().multiPart("files", "a.txt", ("Alpha " + unique("a")).getBytes(StandardCharsets.UTF_8))
                        .multiPart("files", "b.json", "{\"broken\":".getBytes(StandardCharsets.UTF_8))
                        .multiPart("files", "c.html", ("<p>Gamma " + unique("c")).getBytes(StandardCharsets.UTF_8))
                        .post("/api/documents/batch-upload")
                        .then()
                        .statusCode(200)
                        .body(json("status", equalTo("queued")))
                        .body(json("message", equalTo("Batch of 3 documents queued for processing")))
                        .extract(),
                "upload_id");

        done(id).body(json("status", equalTo("completed")))
                .body(json("filename", equalTo("Batch (3 files)")))
                .body(json("chunks_stored", equalTo(2)))
                .body(json("errors", hasSize(1)))
                .body(json("errors[0]", containsString("b.json: The file is no JSON")));
        nothingIsLeft();
    }

    @Test
    void theEventStreamTellsHowFarItIs() throws Exception {
        try (EventClient listener = EventClient.open("/api/events", "X-API-Key", RunningServer.KEY)) {
            listener.hear("connection_established");
            String good = accepted(upload("told.txt", "Told " + unique("told")));
            JsonNode begun = listener.hear("document_progress").data();
            assertThat(begun.get("upload_id").asText()).isEqualTo(good);
            JsonNode completed = listener.hear("document_completed").data();
            assertThat(completed.get("upload_id").asText()).isEqualTo(good);
            assertThat(completed.get("chunks_stored").asInt()).isEqualTo(1);
            assertThat(completed.get("progress").asDouble()).isEqualTo(100);
            assertThat(completed.get("store").asText()).isEqualTo("default");

            String bad = accepted(upload("bad.json", "nope"));
            JsonNode failed = listener.hear("document_failed").data();
            assertThat(failed.get("upload_id").asText()).isEqualTo(bad);
            assertThat(failed.get("errors").get(0).asText()).contains("no JSON");
        }
    }

    @Test
    void theHistoryListsTheNewestFirst() {
        String first = accepted(upload("one.txt", unique("one")));
        done(first);
        String second = accepted(upload("two.txt", unique("two")));
        done(second);

        List<String> ids =
                at(client().get("/api/documents/history").then().statusCode(200).extract(), "uploads[*].upload_id");
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
                .body(json("memories_deleted", equalTo(0)));
        client().delete("/api/documents/remove/{id}", gone)
                .then()
                .statusCode(200)
                .body(json("status", equalTo("success")))
                .body(json("filename", equalTo("gone.txt")))
                .body(json("memories_deleted", equalTo(1)));

        client().get("/api/documents/status/{id}", gone).then().statusCode(404);
        client().delete("/api/documents/remove/{id}", gone).then().statusCode(404);
        sending(Map.of("query", word))
                .post("/api/search")
                .then()
                .body(json("results[*].memory.content", hasItem("kept " + word)))
                .body(json("results[*].memory.content", not(hasItem("gone " + word))));
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
                .body(json("memories_deleted", equalTo(1)))
                .body(json("affected_uploads", equalTo(List.of(id))));
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
                .body(json("detail", containsString(reason)));
        nothingIsLeft();
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
        String id = accepted(upload("bomb.pdf", SampleDocuments.pdfBomb(150)));

        done(id).body(json("status", equalTo("failed")))
                .body(json("errors[0]", containsString("MiB of memory")))
                .body(json("chunks_stored", equalTo(0)));
        done(accepted(upload("after.txt", unique("after")))).body(json("status", equalTo("completed")));
        nothingIsLeft();
    }

    @Test
    void aDocumentWithoutTextFails() throws IOException {
        done(accepted(upload("blank.pdf", SampleDocuments.pdf(" "))))
                .body(json("status", equalTo("failed")))
                .body(json("errors[0]", containsString("holds no text: scanned pages are pictures")));
    }

    @ParameterizedTest
    @CsvSource({"chunk_size,99", "chunk_size,20001", "chunk_size,many", "chunk_overlap,501", "chunk_overlap,-1"})
    void valuesOfTheFormThatCannotBeAreRefused(String field, String value) throws IOException {
        upload("a.txt", "a")
                .multiPart(field, value)
                .post("/api/documents/upload")
                .then()
                .statusCode(422)
                .body(json("detail[0].loc", equalTo(List.of("body", field))));
        nothingIsLeft();
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
                .body(json("detail[0].loc[1]", equalTo("tags")));
    }

    @Test
    void aFormWithoutAFileOrWithTwoIsRefused() {
        client().multiPart("tags", "x")
                .post("/api/documents/upload")
                .then()
                .statusCode(422)
                .body(json("detail[0].type", equalTo("missing")))
                .body(json("detail[0].loc", equalTo(List.of("body", "file"))));
        upload("a.txt", "a")
                .multiPart("file", "b.txt", new byte[] {'b'})
                .post("/api/documents/upload")
                .then()
                .statusCode(400)
                .body(json("detail", containsString("batch-upload")));
    }

    @Test
    void whatIsNoFormIsRefused() {
        sending(Map.of("file", "a"))
                .post("/api/documents/upload")
                .then()
                .statusCode(400)
                .body(json("detail", containsString("multipart/form-data")));
        client().post("/api/documents/upload").then().statusCode(400);
        client().contentType("multipart/form-data; boundary=x")
                .body("no form at all".getBytes(StandardCharsets.UTF_8))
                .post("/api/documents/upload")
                .then()
                .statusCode(400)
                .body(json("detail", containsString("malformed")));
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
        String five = "<p>A paragraph</p><!--" + "x".repeat(4_800_000) + "-->";
        done(accepted(upload("five.html", five)))
                .body(json("status", equalTo("completed")))
                .body(json("file_size", equalTo(five.length())));

        upload("nine.txt", "x".repeat(RunningServer.UPLOAD_BYTES + 100_000))
                .post("/api/documents/upload")
                .then()
                .statusCode(413)
                .body(json("detail", containsString("the limit is")));
    }

    @Test
    void anUploadThatBreaksOffLeavesNothingBehind() throws IOException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            send(socket, "Content-Length: 100000", PART + "half a");
            await().untilAsserted(() -> assertThat(spooled()).isNotEmpty());
        }
        nothingIsLeft();
    }

    @Test
    void aFormNeedsNoLengthAndOneWithALengthIsTakenLikeIt() throws IOException {
        String word = unique("form");
        String form = PART + word + "\r\n--b--\r\n";
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            send(
                    socket,
                    "Transfer-Encoding: chunked",
                    chunk(form.substring(0, 60)) + chunk(form.substring(60)) + "0\r\n\r\n");
            assertThat(statusOf(socket)).isEqualTo("200");
            send(socket, "Content-Length: " + form.length(), form);
            assertThat(statusOf(socket)).isEqualTo("200");
        }
    }

    @Test
    void whoAsksBeforeSendingIsTold() throws IOException {
        String form = PART + unique("asked") + "\r\n--b--\r\n";
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            send(socket, "Content-Length: " + form.length() + "\r\nExpect: 100-continue", "");
            assertThat(statusOf(socket)).isEqualTo("100");
            socket.getOutputStream().write(form.getBytes(StandardCharsets.US_ASCII));
            assertThat(statusOf(socket)).isEqualTo("200");
        }
    }

    @Test
    void aFormWithoutAnEndIsRefusedOnTheWay() throws IOException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            send(socket, "Transfer-Encoding: chunked", chunk(PART));
            byte[] more = chunk("x".repeat(1_048_576)).getBytes(StandardCharsets.US_ASCII);
            assertThatThrownBy(() -> {
                        for (int mebibytes = 0; mebibytes < 64; mebibytes++) {
                            socket.getOutputStream().write(more);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        nothingIsLeft();
    }

    @Test
    void aFormThatTurnsOutMalformedIsRefusedAndLeavesNothingBehind() throws IOException {
        for (String form : List.of(
                PART + "no boundary follows",
                "--b\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\n" + "t".repeat(20_000))) {
            try (Socket socket = new Socket("localhost", RestAssured.port)) {
                send(socket, "Transfer-Encoding: chunked", chunk(form) + "0\r\n\r\n");
                assertThat(statusOf(socket)).isEqualTo("400");
            }
        }
        client().contentType("multipart/form-data")
                .body("no boundary".getBytes(StandardCharsets.UTF_8))
                .post("/api/documents/upload")
                .then()
                .statusCode(400)
                .body(json("detail", containsString("boundary")));
        nothingIsLeft();
    }

    @Test
    void moreFilesThanTheLimitAreRefused() throws IOException {
        RequestSpecification form = client();
        for (int i = 0; i <= config.documents().files(); i++) {
            form.multiPart("files", i + ".txt", new byte[] {'a'});
        }
        form.post("/api/documents/batch-upload")
                .then()
                .statusCode(413)
                .body(json("detail", containsString("More than 20 files")));
        nothingIsLeft();
    }

    @Test
    void anUploadWithoutAKeyIsNotReceived() throws IOException {
        RestAssured.given()
                .multiPart("file", "a.txt", new byte[] {'a'})
                .post("/api/documents/upload")
                .then()
                .statusCode(401);
        nothingIsLeft();
    }

    @Test
    void whenTheQueueIsFullTheClientIsToldToComeBack() {
        List<String> taken = new ArrayList<>();
        Response refused = null;
        for (int i = 0; i < 200 && refused == null; i++) {
            Response answer = upload("full.txt", unique("full")).post("/api/documents/upload");
            if (answer.statusCode() == 200) {
                taken.add(at(answer, "upload_id"));
            } else {
                refused = answer;
            }
        }
        assertThat(refused).isNotNull();
        refused.then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body(json("detail", containsString("4 uploads")));
        taken.forEach(id -> done(id).body(json("status", equalTo("completed"))));
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
        done(id).body(json("filename", equalTo("passwd.txt"))).body(json("completed_at", not(nullValue())));
        client().get("/api/documents/search-content/{id}", id)
                .then()
                .body(json("memories[*].metadata.source_file", everyItem(equalTo("passwd.txt"))));
    }

    private static RequestSpecification upload(String name, String content) {
        return upload(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private static RequestSpecification upload(String name, byte[] content) {
        return client().multiPart("file", name, content);
    }

    private static String accepted(RequestSpecification upload) {
        return at(
                upload.post("/api/documents/upload")
                        .then()
                        .statusCode(200)
                        .body(json("status", equalTo("queued")))
                        .extract(),
                "upload_id");
    }

    private static ValidatableResponse done(String id) {
        await().untilAsserted(() -> assertThat(List.of("completed", "failed"))
                .contains(Json.<String>at(
                        client().get("/api/documents/status/{id}", id)
                                .then()
                                .statusCode(200)
                                .extract(),
                        "status")));
        return client().get("/api/documents/status/{id}", id).then().statusCode(200);
    }

    /** A form as bytes on the wire. */
    private static void send(Socket socket, String length, String body) throws IOException {
        socket.getOutputStream()
                .write(("POST /api/documents/upload HTTP/1.1\r\nHost: localhost\r\nX-API-Key: " + RunningServer.KEY
                                + "\r\nContent-Type: multipart/form-data; boundary=b\r\n" + length + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.US_ASCII));
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    /** Reads one answer, of which the body goes without line breaks. */
    private static String statusOf(Socket socket) throws IOException {
        socket.setSoTimeout((int) PATIENCE.toMillis());
        String status = line(socket).split(" ")[1];
        int length = 0;
        for (String header = line(socket); !header.isEmpty(); header = line(socket)) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(
                        header.substring(header.indexOf(':') + 1).strip());
            }
        }
        socket.getInputStream().readNBytes(length);
        return status;
    }

    private static String line(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = socket.getInputStream().read();
                c >= 0 && c != '\n';
                c = socket.getInputStream().read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }

    private void nothingIsLeft() {
        await().untilAsserted(() -> assertThat(spooled()).isEmpty());
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
