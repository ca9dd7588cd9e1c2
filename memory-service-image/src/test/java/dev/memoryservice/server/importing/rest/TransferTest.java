package dev.memoryservice.server.importing.rest;

import static dev.memoryservice.server.Client.client;
import static dev.memoryservice.server.Client.sending;
import static dev.memoryservice.server.Client.store;
import static dev.memoryservice.server.Client.unique;
import static dev.memoryservice.server.Json.at;
import static dev.memoryservice.server.Json.json;
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

        bring(line("default", memory)).statusCode(200).body(json("stored", equalTo(1)));

        client().get("/api/memories/" + memory.contentHash())
                .then()
                .statusCode(200)
                .body(json("content", equalTo(memory.content())))
                .body(json("tags", equalTo(List.of("old", "times"))))
                .body(json("created_at_iso", equalTo(START.toString())));
    }

    @Test
    void theTenantIsTheCallersWhateverALineSays() {
        Memory memory = memoryAt(START, unique("of mallory"));

        bring(line("mallory", memory)).body(json("stored", equalTo(1)));

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
                .body(json("stored", equalTo(1)))
                .body(json("unchanged", equalTo(1)))
                .body(json("skipped", equalTo(5)))
                .body(json("results[*].line", equalTo(List.of(1, 2, 3, 4, 5, 6, 7))))
                .body(json("results[0].outcome", equalTo("stored")))
                .body(json("results[1].outcome", equalTo("unchanged")))
                .body(json("results[2].reason", equalTo("duplicate")))
                .body(json("results[3].reason", equalTo("unreadable")))
                .body(json("results[3].detail", containsString("tenant")))
                .body(json("results[4].reason", equalTo("unreadable")))
                .body(json("results[5].reason", equalTo("bad_date")))
                .body(json("results[6].reason", equalTo("empty")));
    }

    @Test
    void moreLinesThanARequestMayHaveAreRefused() {
        bring(new ArrayList<>(Collections.nCopies(1001, "{}")).toArray(String[]::new))
                .statusCode(413)
                .body(json("detail", startsWith("More than 1000 lines")));
    }

    @Test
    void whatIsBroughtInIsToldToThoseWhoListen() throws Exception {
        Memory memory = memoryAt(START, unique("told"));
        try (EventClient listener = EventClient.open("/api/events", "X-API-Key", RunningServer.KEY)) {
            listener.hear("connection_established");
            bring(line("default", memory)).body(json("stored", equalTo(1)));

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
        String atWork = at(
                sending(Map.of("content", unique("at work"), "store", RunningServer.SECOND_STORE))
                        .post("/api/memories")
                        .then()
                        .extract(),
                "content_hash");

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
        client().get("/api/export?store=attic").then().statusCode(400).body(json("detail", containsString("attic")));
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
                .body(json("detail", containsString("POST /api/admin/restores/content")))
                .body(json("detail", containsString("memory-service restore --file")));
    }
}
