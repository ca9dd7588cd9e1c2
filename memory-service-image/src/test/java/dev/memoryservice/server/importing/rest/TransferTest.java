package dev.memoryservice.server.importing.rest;

import static dev.memoryservice.server.Client.client;
import static dev.memoryservice.server.Client.sending;
import static dev.memoryservice.server.Client.store;
import static dev.memoryservice.server.Client.unique;
import static dev.memoryservice.server.memory.SampleMemories.START;
import static dev.memoryservice.server.memory.SampleMemories.memoryAt;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.backup.SampleBackups;
import dev.memoryservice.server.events.EventClient;
import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoredMemory;
import dev.memoryservice.server.portable.PortableLine;
import dev.memoryservice.server.portable.PortableReader;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Out of a running server, and into one. */
@QuarkusTest
@WithTestResource(RunningServer.class)
class TransferTest {

    private static String line(String tenant, Memory memory) {
        return new String(PortableLine.write(new StoredMemory(new Space(tenant, "default"), memory)), UTF_8);
    }

    private static ValidatableResponse bring(String... lines) {
        return client().contentType("application/x-ndjson")
                .body(String.join("\n", lines).getBytes(UTF_8))
                .post("/api/import")
                .then();
    }

    private static List<StoredMemory> export(String query) {
        byte[] file = client().get("/api/export" + query)
                .then()
                .statusCode(200)
                .contentType("application/gzip")
                .extract()
                .asByteArray();
        List<StoredMemory> memories = new ArrayList<>();
        PortableReader.read(new ByteArrayInputStream(file), memories::add);
        return memories;
    }

    @Test
    void aMemoryIsBroughtInWithItsDate() {
        Memory memory = memoryAt(START, unique("brought"), "old", "times");

        bring(line("default", memory)).statusCode(200).body("stored", equalTo(1));

        client().get("/api/memories/" + memory.contentHash())
                .then()
                .statusCode(200)
                .body("content", equalTo(memory.content()))
                .body("tags", equalTo(List.of("old", "times")))
                .body("created_at_iso", equalTo(START.toString()));
    }

    @Test
    void theTenantIsTheCallersWhateverALineSays() {
        Memory memory = memoryAt(START, unique("of mallory"));

        bring(line("mallory", memory)).body("stored", equalTo(1));

        client().get("/api/memories/" + memory.contentHash()).then().statusCode(200);
    }

    @Test
    void eachLineIsAnsweredAndABadOneHindersNoOther() {
        Memory memory = memoryAt(START, unique("twice"));
        Memory other = memoryAt(START.plusSeconds(1), memory.content().toUpperCase(Locale.ROOT));

        bring(
                        line("default", memory),
                        line("default", memory),
                        "",
                        line("default", other),
                        "{\"kind\":\"memory\"}",
                        "nonsense",
                        line("default", memoryAt(Instant.EPOCH.minusSeconds(1), unique("before time"))),
                        line("default", memoryAt(START, " \n")))
                .statusCode(200)
                .body("stored", equalTo(1))
                .body("unchanged", equalTo(1))
                .body("skipped", equalTo(5))
                .body("results.line", equalTo(List.of(1, 2, 3, 4, 5, 6, 7)))
                .body("results.outcome[0]", equalTo("stored"))
                .body("results.outcome[1]", equalTo("unchanged"))
                .body("results.reason[2]", equalTo("duplicate"))
                .body("results.reason[3]", equalTo("unreadable"))
                .body("results.detail[3]", containsString("tenant"))
                .body("results.reason[4]", equalTo("unreadable"))
                .body("results.reason[5]", equalTo("bad_date"))
                .body("results.reason[6]", equalTo("empty"));
    }

    @Test
    void moreLinesThanARequestMayHaveAreRefused() {
        bring(new ArrayList<>(Collections.nCopies(1001, "{}")).toArray(String[]::new))
                .statusCode(413)
                .body("detail", startsWith("More than 1000 lines"));
    }

    @Test
    void whatIsBroughtInIsToldToThoseWhoListen() throws Exception {
        Memory memory = memoryAt(START, unique("told"));
        try (EventClient listener = EventClient.open("/api/events", "X-API-Key", RunningServer.KEY)) {
            listener.hear("connection_established");
            bring(line("default", memory)).body("stored", equalTo(1));

            assertThat(listener.hear(frame ->
                            frame.name().equals("memory_stored") && frame.text().contains(memory.contentHash())))
                    .isNotNull();
        }
    }

    @Test
    void anExportHasEverythingOfTheCaller() {
        String stored = store(unique("exported"), "a", "b");
        String deleted = store(unique("deleted"));
        client().delete("/api/memories/" + deleted).then().statusCode(200);
        String atWork = sending(Map.of("content", unique("at work"), "store", RunningServer.SECOND_STORE))
                .post("/api/memories")
                .then()
                .extract()
                .path("content_hash");

        List<StoredMemory> exported = export("");

        assertThat(exported).anySatisfy(each -> {
            assertThat(each.memory().contentHash()).isEqualTo(stored);
            assertThat(each.memory().tags()).containsExactly("a", "b");
        });
        assertThat(exported)
                .filteredOn(each -> each.deletedAt().isPresent())
                .extracting(each -> each.memory().contentHash())
                .contains(deleted);
        assertThat(export("?store=" + RunningServer.SECOND_STORE))
                .extracting(each -> each.memory().contentHash())
                .contains(atWork)
                .doesNotContain(stored);
    }

    @Test
    void anExportOfAStoreThatIsNoneIsRefused() {
        client().get("/api/export?store=attic").then().statusCode(400).body("detail", containsString("attic"));
    }

    @Test
    void oneExportAfterAnotherIsServed() {
        for (int i = 0; i < 5; i++) {
            assertThat(export("?store=" + RunningServer.SECOND_STORE)).isNotNull();
        }
    }

    @Test
    void aBackupIsNotImportedAndTheAnswerSaysWhereItGoes() {
        client().contentType("application/octet-stream")
                .body(SampleBackups.file(SampleBackups.entries(), Optional.empty()))
                .post("/api/import")
                .then()
                .statusCode(400)
                .body("detail", containsString("POST /api/admin/restores/content"))
                .body("detail", containsString("memory-service restore --file"));
    }
}
