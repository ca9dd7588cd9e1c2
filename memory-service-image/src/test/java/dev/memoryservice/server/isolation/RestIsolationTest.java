package dev.memoryservice.server.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.Client;
import dev.memoryservice.server.RunningServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation of the API's description, called by one user with what leads to another one's memories. */
@QuarkusTest
@WithTestResource(RunningServer.class)
class RestIsolationTest {

    /** What no request is made of here, and why. */
    private static final Map<String, String> LEFT_OUT = Map.of(
            "get /api/events", "never ends; EventIsolationTest listens to it",
            "post /api/import", "takes lines; the test below sends them");

    /** What no good request can be made of on this server, the answer there is instead, and why. */
    private static final Map<String, Integer> NOT_HERE = Map.of(
            // This server looks for no contradictions; NeighbourContract asks the store for those of another tenant.
            "post /api/conflicts/resolve", 404);

    /** What an administrator does to others on purpose. */
    private static final Map<String, String> MEANT_FOR_OTHERS =
            Map.of("delete /api/admin/tenants/{tenant}", "erases another tenant; AdminTest sees that nobody else may");

    private List<Operation> operations = List.of();

    @BeforeEach
    void read() throws JsonProcessingException {
        JsonNode description =
                new ObjectMapper().readTree(Client.client().get("/openapi").asString());
        operations = Operation.of(description).stream()
                .filter(operation -> !LEFT_OUT.containsKey(operation.name()))
                .toList();
    }

    static Stream<Arguments> pairs() {
        return Stream.of(
                Arguments.of("a user and another user", Person.user("alice"), Person.user("bob")),
                Arguments.of("the default tenant and a user", Person.ofTheEnvironment(), Person.user("bob")),
                Arguments.of("a user and the default tenant", Person.user("alice"), Person.ofTheEnvironment()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pairs")
    void noOperationTellsOrChangesWhatIsSomebodyElses(String who, Person caller, Person other) {
        caller.rememberAll();
        other.rememberAll();
        Map<String, String> before = other.everything();
        for (Operation operation : operations) {
            if (MEANT_FOR_OTHERS.containsKey(operation.name())) {
                continue;
            }
            for (Operation.Call call : operation.callsFor(other)) {
                Operation.Sent sent = call.sendAs(caller);
                assertThat(sent.answer().statusCode()).as(operation.name()).isNotEqualTo(500);
                Leak.none(operation.name(), other, sent.text(), sent.answer().asByteArray());
            }
            // An export is the dearest operation of all: reads are looked at together with the next change.
            if (!operation.reads()) {
                assertAllThere(before, other, operation.name());
            }
        }
        assertAllThere(before, other, "the last operation");
    }

    private static void assertAllThere(Map<String, String> before, Person other, String last) {
        // Memories of other tests come into the default tenant meanwhile; what was there must still be.
        assertThat(other.everything())
                .as("what %s, or a read before it, leaves of another user's memories", last)
                .containsAllEntriesOf(before);
    }

    @Test
    void theRequestsAreGoodOnesForWhoeverOwnsWhatTheyAskFor() {
        Person owner = Person.user("alice");
        List<String> tellSecrets = new ArrayList<>();
        boolean changed = true;
        for (Operation operation : operations) {
            boolean administrative = operation.path().matches("(/api)?/admin/.*|/api/backup/.*|/metrics");
            if (changed) {
                owner.remember();
            }
            if (operation.path().contains("/documents")) {
                owner.upload();
            }
            changed = !operation.reads();
            List<Integer> statuses = new ArrayList<>();
            List<String> answers = new ArrayList<>();
            for (Operation.Call call : operation.callsFor(owner)) {
                Response answer = answerTo(call, owner);
                statuses.add(answer.statusCode());
                answers.add(call.query() + " " + call.body() + " -> " + Leak.text(answer.asByteArray()));
                if (answer.statusCode() == 200
                        && Leak.text(answer.asByteArray()).contains(owner.secret())) {
                    tellSecrets.add(operation.name());
                }
            }
            assertThat(statuses)
                    .as(
                            "answers to %s; when none is good, teach Values what it needs, or list it with a reason: %s",
                            operation.name(), answers)
                    .contains(administrative ? 403 : NOT_HERE.getOrDefault(operation.name(), 200));
        }
        // Otherwise this suite looks in the wrong places.
        assertThat(tellSecrets)
                .contains(
                        "get /api/memories",
                        "get /api/memories/{content_hash}",
                        "get /api/memories/{content_hash}/history",
                        "post /api/search",
                        "post /api/search/by-tag",
                        "post /api/search/by-time",
                        "get /api/search/similar/{content_hash}",
                        "get /api/export",
                        "get /api/tags",
                        "get /api/manage/tags/stats",
                        "get /api/profile",
                        "get /api/documents/history",
                        "get /api/documents/status/{upload_id}",
                        "get /api/documents/search-content/{upload_id}");
    }

    /** What is asked to be confirmed is. */
    private static Response answerTo(Operation.Call call, Person owner) {
        Response answer = call.sendAs(owner).answer();
        OptionalInt asked = Values.confirmationIn(Leak.text(answer.asByteArray()));
        return answer.statusCode() == 409 && asked.isPresent()
                ? call.confirming(asked.getAsInt()).sendAs(owner).answer()
                : answer;
    }

    @Test
    void anExportOfSomebodyElseIsImportedIntoOnesOwnTenant() {
        Person alice = Person.user("alice");
        Person bob = Person.user("bob");
        bob.rememberAll();
        Map<String, String> before = bob.everything();
        String taken = Leak.text(bob.asks().get("/api/export").asByteArray());
        assertThat(taken).contains("\"tenant\":\"bob\"", bob.secret());

        alice.asks()
                .contentType("application/x-ndjson")
                .body(taken.getBytes(StandardCharsets.UTF_8))
                .post("/api/import")
                .then()
                .statusCode(200);

        assertThat(bob.everything()).isEqualTo(before);
        alice.asks().delete("/api/memories/" + bob.hash(0)).then().statusCode(200);
        assertThat(bob.everything()).isEqualTo(before);
    }
}
