package dev.memoryservice.server.isolation;

import static dev.memoryservice.server.Json.at;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.events.EventClient;
import dev.memoryservice.server.mcp.MemoryTool;
import dev.memoryservice.server.mcp.Toolbox;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every tool under each of its names, every resource, prompt and completion, in both eras of the protocol. */
@QuarkusTest
@WithTestResource(RunningServer.class)
class McpIsolationTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** This server looks for no contradictions, so that there are none to decide. */
    private static final Set<String> NOT_HERE = Set.of("memory_resolve");

    private static final Pattern VARIABLE = Pattern.compile("[{](\\w+)[}]");

    @Inject
    Toolbox tools;

    private final Person alice = Person.user("alice");
    private final Person bob = Person.user("bob");

    @ParameterizedTest
    @EnumSource
    void noToolTellsOrChangesWhatIsSomebodyElses(Mcp era) {
        alice.remember();
        bob.rememberAll();
        Map<String, String> before = bob.everything();
        for (String name : new TreeSet<>(tools.names())) {
            for (ObjectNode arguments : arguments(name, bob)) {
                Response answer = callTool(era, alice, name, arguments);
                Leak.none(name, bob, arguments.toString(), answer.asByteArray());
            }
            assertThat(bob.everything()).as("what %s leaves", name).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theCallsAreGoodOnesForWhoeverOwnsWhatTheyAskFor(Mcp era) {
        List<String> tellSecrets = new ArrayList<>();
        boolean changed = true;
        for (String name : new TreeSet<>(tools.names())) {
            MemoryTool tool = tools.find(name).orElseThrow();
            if (!tool.name().equals(name) || NOT_HERE.contains(name)) {
                continue;
            }
            if (changed) {
                alice.remember();
            }
            changed = tool.effect() != MemoryTool.Effect.READS;
            List<Boolean> failed = new ArrayList<>();
            List<String> answers = new ArrayList<>();
            for (ObjectNode arguments : arguments(name, alice)) {
                Response answer = callTool(era, alice, name, arguments);
                OptionalInt asked = Values.confirmationIn(answer.asString());
                if (asked.isPresent()) {
                    answer = callTool(era, alice, name, arguments.put("confirm_count", asked.getAsInt()));
                }
                failed.add(at(answer, "result.isError"));
                answers.add(arguments + " -> " + answer.asString());
                if (answer.asString().contains(alice.secret())) {
                    tellSecrets.add(name);
                }
            }
            assertThat(failed)
                    .as("whether %s failed; when it always does, teach Values what it needs: %s", name, answers)
                    .contains(false);
        }
        assertThat(tellSecrets).contains("memory_search", "memory_list", "get_user_profile");
    }

    private List<ObjectNode> arguments(String tool, Person owner) {
        JsonNode schema = tools.schema(tools.find(tool).orElseThrow().inputSchema());
        return new Values(owner, schema).objects(schema);
    }

    private static Response callTool(Mcp era, Person caller, String name, ObjectNode arguments) {
        return era.call(
                caller, "tools/call", Map.of("name", name, "arguments", JSON.convertValue(arguments, Map.class)));
    }

    @ParameterizedTest
    @EnumSource
    void noResourceTellsWhatIsSomebodyElses(Mcp era) {
        alice.remember();
        bob.rememberAll();
        List<String> tellSecrets = new ArrayList<>();
        for (String address : addresses(era)) {
            String ofBob = filled(address, bob);
            Leak.none(
                    address,
                    bob,
                    ofBob,
                    era.call(alice, "resources/read", Map.of("uri", ofBob)).asByteArray());
            String own = filled(address, alice);
            if (era.call(alice, "resources/read", Map.of("uri", own)).asString().contains(alice.secret())) {
                tellSecrets.add(address);
            }
        }

        assertThat(tellSecrets)
                .contains("memory://memory/{hash}", "memory://recent/{n}", "memory://tag/{tag}", "memory://tags");
    }

    private List<String> addresses(Mcp era) {
        List<String> addresses =
                new ArrayList<>(at(era.call(alice, "resources/list", Map.of()), "result.resources[*].uri"));
        addresses.addAll(
                at(era.call(alice, "resources/templates/list", Map.of()), "result.resourceTemplates[*].uriTemplate"));
        return addresses;
    }

    private static String filled(String template, Person owner) {
        Matcher variables = VARIABLE.matcher(template);
        return variables.replaceAll(variable -> new Values(owner, JSON.nullNode())
                .value(variable.group(1), JSON.createObjectNode())
                .asText());
    }

    @ParameterizedTest
    @EnumSource
    void noPromptTellsWhatIsSomebodyElses(Mcp era) throws Exception {
        alice.remember();
        bob.rememberAll();
        List<String> tellSecrets = new ArrayList<>();
        JsonNode prompts = JSON.readTree(
                        era.call(alice, "prompts/list", Map.of()).asString())
                .at("/result/prompts");
        assertThat(prompts).isNotEmpty();
        for (JsonNode prompt : prompts) {
            String name = prompt.get("name").asText();
            Map<String, Object> forBob = Map.of("name", name, "arguments", promptArguments(prompt, bob));
            Leak.none(
                    name,
                    bob,
                    forBob.toString(),
                    era.call(alice, "prompts/get", forBob).asByteArray());
            Map<String, Object> own = Map.of("name", name, "arguments", promptArguments(prompt, alice));
            if (era.call(alice, "prompts/get", own).asString().contains(alice.secret())) {
                tellSecrets.add(name);
            }
        }
        assertThat(tellSecrets).as("prompts that tell their own user's secret").hasSameSizeAs(prompts);
    }

    private static Map<String, String> promptArguments(JsonNode prompt, Person owner) {
        Map<String, String> arguments = new HashMap<>();
        for (JsonNode argument : prompt.path("arguments")) {
            String name = argument.get("name").asText();
            arguments.put(
                    name,
                    new Values(owner, JsonNodeFactory.instance.nullNode())
                            .value(name, argument)
                            .asText());
        }
        return arguments;
    }

    @ParameterizedTest
    @EnumSource
    void noCompletionTellsWhatIsSomebodyElses(Mcp era) throws Exception {
        alice.remember();
        bob.rememberAll();
        List<String> completed = new ArrayList<>();
        List<Map<String, String>> places = new ArrayList<>();
        for (String address : addresses(era)) {
            VARIABLE.matcher(address)
                    .results()
                    .forEach(variable ->
                            places.add(Map.of("type", "ref/resource", "uri", address, "argument", variable.group(1))));
        }
        for (JsonNode prompt : JSON.readTree(
                        era.call(alice, "prompts/list", Map.of()).asString())
                .at("/result/prompts")) {
            prompt.path("arguments")
                    .forEach(argument -> places.add(Map.of(
                            "type",
                            "ref/prompt",
                            "name",
                            prompt.get("name").asText(),
                            "argument",
                            argument.get("name").asText())));
        }
        for (Map<String, String> place : places) {
            for (String begun : List.of("", "of-", "tag-", bob.hash(0).substring(0, 8))) {
                Map<String, String> ref = new HashMap<>(place);
                String argument = ref.remove("argument");
                Response answer =
                        completion(era, Map.of("ref", ref, "argument", Map.of("name", argument, "value", begun)));
                Leak.none("completion of " + place, bob, begun, answer.asByteArray());
                if (answer.asString().contains(alice.secret())) {
                    completed.add(argument);
                }
            }
        }

        assertThat(completed).contains("tag");
    }

    private Response completion(Mcp era, Map<String, Object> parameters) {
        return era.call(alice, "completion/complete", parameters);
    }

    @Test
    void aSessionIsNotThereForAnybodyElse() {
        String session = Mcp.session(bob);

        alice.asks().header("Mcp-Session-Id", session).get("/mcp").then().statusCode(404);
        alice.asks().header("Mcp-Session-Id", session).delete("/mcp").then().statusCode(404);
        alice.asks()
                .header("Mcp-Session-Id", session)
                .contentType(ContentType.JSON)
                .body(Map.of("jsonrpc", "2.0", "id", 1, "method", "ping"))
                .post("/mcp")
                .then()
                .statusCode(404);
        bob.asks().header("Mcp-Session-Id", session).delete("/mcp").then().statusCode(200);
    }

    @Test
    void theMessagesOfAStreamAreTakenFromNobodyElse() throws Exception {
        try (EventClient stream = EventClient.open("/mcp/sse", "Authorization", "Bearer " + bob.key())) {
            String messages = stream.hear("endpoint").text();
            Map<String, Object> ping = Map.of("jsonrpc", "2.0", "id", 1, "method", "ping");

            alice.asks()
                    .contentType(ContentType.JSON)
                    .body(ping)
                    .post(messages)
                    .then()
                    .statusCode(404);
            bob.asks()
                    .contentType(ContentType.JSON)
                    .body(ping)
                    .post(messages)
                    .then()
                    .statusCode(200);
        }
    }
}
