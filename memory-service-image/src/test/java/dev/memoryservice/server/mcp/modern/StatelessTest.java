package dev.memoryservice.server.mcp.modern;

import static dev.memoryservice.server.Client.client;
import static dev.memoryservice.server.Client.sending;
import static dev.memoryservice.server.Client.store;
import static dev.memoryservice.server.Client.unique;
import static dev.memoryservice.server.Json.json;
import static dev.memoryservice.server.mcp.modern.Stateless.REVISION;
import static dev.memoryservice.server.mcp.modern.Stateless.call;
import static dev.memoryservice.server.mcp.modern.Stateless.headed;
import static dev.memoryservice.server.mcp.modern.Stateless.message;
import static dev.memoryservice.server.mcp.modern.Stateless.meta;
import static dev.memoryservice.server.mcp.modern.Stateless.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.memory.Memories;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Revision 2026-07-28 as it goes over the wire. */
@QuarkusTest
@WithTestResource(RunningServer.class)
class StatelessTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_BYTES_OF_THE_LIST = 8 * 1024;

    @Test
    void theServerSaysWhatItIsWithoutAHandshake() {
        call("server/discover", Map.of())
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body(json("id", equalTo(7)))
                .body(json("result.resultType", equalTo("complete")))
                .body(json("result.supportedVersions", hasItems(REVISION, "2025-11-25")))
                .body(json("result.capabilities", hasKey("tools")))
                .body(json("result.capabilities", hasKey("prompts")))
                .body(json("result.capabilities", hasKey("completions")))
                .body(json("result.capabilities.resources.subscribe", equalTo(true)))
                .body(json("result.instructions", notNullValue()))
                .body(json("result.ttlMs", notNullValue()))
                .body(json("result.cacheScope", equalTo("private")))
                .body(json("result._meta['io.modelcontextprotocol/serverInfo'].name", equalTo("memory-service")));
    }

    @Test
    void thereIsNoSession() {
        headed("tools/list", null)
                .header("Mcp-Session-Id", "of an older client")
                .body(message("tools/list", Map.of()))
                .post("/mcp/")
                .then()
                .statusCode(200)
                .header("Mcp-Session-Id", (String) null);
    }

    @Test
    void theListOfToolsIsShortAndTheSameAsInTheOlderRevisions() throws JsonProcessingException {
        String body = call("tools/list", Map.of()).asString();
        JsonNode tools = JSON.readTree(body).at("/result/tools");
        JsonNode older = JSON.readTree(sending(Map.of("jsonrpc", "2.0", "id", 1, "method", "tools/list"))
                        .post("/mcp")
                        .asString())
                .at("/result/tools");

        assertThat(body.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(MOST_BYTES_OF_THE_LIST);
        assertThat(tools.findValuesAsText("name"))
                .isSorted()
                .containsExactlyInAnyOrderElementsOf(older.findValuesAsText("name"));
        for (JsonNode tool : tools) {
            assertThat(tool.at("/outputSchema/type").asText()).as("%s", tool).isEqualTo("object");
            assertThat(tool.at("/outputSchema/required")).as("%s", tool).isNotEmpty();
            assertThat(tool.get("title").asText()).as("%s", tool).isNotBlank();
            assertThat(tool.at("/annotations/readOnlyHint").isBoolean())
                    .as("%s", tool)
                    .isTrue();
        }
    }

    @Test
    void aToolAnswersTheSameAsTextAndAsStructure() throws JsonProcessingException {
        String content = unique("Told without a session");
        JsonNode result = JSON.readTree(
                        tool("memory_store", Map.of("content", content)).asString())
                .get("result");

        assertThat(result.at("/resultType").asText()).isEqualTo("complete");
        assertThat(result.at("/isError").booleanValue()).isFalse();
        assertThat(result.at("/structuredContent/content_hash").asText()).isEqualTo(Memories.contentHash(content));
        assertThat(JSON.readTree(result.at("/content/0/text").asText())).isEqualTo(result.get("structuredContent"));
        tool("memory_search", Map.of("query", content, "limit", 1))
                .then()
                .body(json("result.structuredContent.results[0].content", equalTo(content)));
    }

    @Test
    void theStructureHasWhatTheSchemaRequires() throws JsonProcessingException {
        String hash = store(unique("To be looked at"));
        JsonNode tools = JSON.readTree(call("tools/list", Map.of()).asString()).at("/result/tools");
        Map<String, Map<String, ?>> calls = Map.of(
                "memory_health", Map.of(),
                "memory_stats", Map.of(),
                "memory_list", Map.of("page_size", 1),
                "memory_search", Map.of("query", "look", "limit", 1),
                "memory_update", Map.of("content_hash", hash, "tags", List.of("seen")),
                "memory_delete", Map.of("content_hash", hash));
        for (JsonNode tool : tools) {
            String name = tool.get("name").asText();
            if (calls.containsKey(name) && !"memory_delete".equals(name)) {
                JsonNode answer = JSON.readTree(tool(name, calls.get(name)).asString());
                for (JsonNode required : tool.at("/outputSchema/required")) {
                    assertThat(answer.at("/result/structuredContent").has(required.asText()))
                            .as("%s has %s: %s", name, required, answer)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void whatIsWrongWithAnArgumentIsAToolErrorAndNotAnErrorOfTheProtocol() {
        tool("memory_store", Map.of())
                .then()
                .statusCode(200)
                .body(json("result.isError", equalTo(true)))
                .body(json("result.content[0].text", containsString("content: Field required")));
    }

    @Test
    void anUnknownToolIsAnErrorOfTheProtocol() {
        tool("memory_dance", Map.of())
                .then()
                .statusCode(200)
                .body(json("error.code", equalTo(-32602)))
                .body(json("error.message", containsString("memory_dance")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "initialize",
                "ping",
                "logging/setLevel",
                "resources/subscribe",
                "resources/unsubscribe",
                "memories/dance"
            })
    void whatTheRevisionDoesNotHaveIsNotFound(String method) {
        Map<String, Object> params = Map.of("level", "info", "uri", "memory://stats");
        headed(method, null)
                .body(message(method, "initialize".equals(method) ? INITIALIZE : params))
                .post("/mcp")
                .then()
                .statusCode(404)
                .body(json("id", equalTo(7)))
                .body(json("error.code", equalTo(-32601)));
    }

    private static final Map<String, Object> INITIALIZE = Map.of(
            "protocolVersion", REVISION, "capabilities", Map.of(), "clientInfo", Map.of("name", "t", "version", "1"));

    @Test
    void anotherRevisionIsRefusedWithThoseThatAreSpoken() {
        Map<String, Object> meta = meta();
        meta.put("io.modelcontextprotocol/protocolVersion", "2031-01-01");
        client().contentType("application/json")
                .header("MCP-Protocol-Version", "2031-01-01")
                .header("Mcp-Method", "tools/list")
                .body(message("tools/list", Map.of("_meta", meta)))
                .post("/mcp")
                .then()
                .statusCode(400)
                .body(json("error.code", equalTo(-32022)))
                .body(json("error.data.requested", equalTo("2031-01-01")))
                .body(json("error.data.supported", hasItem(REVISION)));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-,          tools/call, memory_health",
                "2025-11-25, tools/call, memory_health",
                "2026-07-28, -,          memory_health",
                "2026-07-28, tools/list, memory_health",
                "2026-07-28, TOOLS/CALL, memory_health",
                "2026-07-28, tools/call, -",
                "2026-07-28, tools/call, memory_list",
                "2026-07-28, tools/call, =?base64?!?="
            })
    void headersThatDoNotAgreeWithTheBodyAreRefused(String version, String method, String name) {
        var request = client().contentType("application/json");
        if (version != null) {
            request.header("MCP-Protocol-Version", version);
        }
        if (method != null) {
            request.header("Mcp-Method", method);
        }
        if (name != null) {
            request.header("Mcp-Name", name);
        }
        request.body(message("tools/call", Map.of("name", "memory_health")))
                .post("/mcp")
                .then()
                .statusCode(400)
                .body(json("error.code", equalTo(-32020)))
                .body(json("id", equalTo(7)));
    }

    @Test
    void aNameThatFitsIntoNoHeaderComesAsBase64() {
        String tag = unique("größe");
        store(unique("Measured"), tag);
        String uri = "memory://tag/" + tag;
        headed(
                        "resources/read",
                        "=?base64?" + Base64.getEncoder().encodeToString(uri.getBytes(StandardCharsets.UTF_8)) + "?=")
                .body(message("resources/read", Map.of("uri", uri)))
                .post("/mcp")
                .then()
                .statusCode(200)
                .body(json("result.contents[0].text", containsString("Measured")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"io.modelcontextprotocol/protocolVersion", "io.modelcontextprotocol/clientCapabilities"})
    void aRequestWithoutItsMetadataIsRefused(String key) {
        Map<String, Object> meta = meta();
        meta.remove(key);
        headed("tools/list", null)
                .body(message("tools/list", Map.of("_meta", meta)))
                .post("/mcp")
                .then()
                .statusCode(400)
                .body(json("error.code", equalTo(-32602)))
                .body(json("error.message", containsString(key)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE"})
    void thereIsNothingToGetOrToDelete(String method) {
        client().header("MCP-Protocol-Version", REVISION)
                .request(method, "/mcp")
                .then()
                .statusCode(405)
                .header("Allow", "POST");
    }

    @Test
    void aNotificationIsAcceptedAndNotAnswered() {
        headed("notifications/cancelled", null)
                .body(Map.of("jsonrpc", "2.0", "method", "notifications/cancelled", "params", Map.of("requestId", 7)))
                .post("/mcp")
                .then()
                .statusCode(202)
                .body(equalTo(""));
    }

    @Test
    void messagesAreNotBatched() {
        headed("tools/list", null)
                .body(List.of(message("tools/list", Map.of())))
                .post("/mcp")
                .then()
                .statusCode(400)
                .body(json("error.code", equalTo(-32600)));
    }

    @Test
    void resourcesAreListedAndRead() {
        String tag = unique("read");
        String content = unique("To be read by its address");
        String hash = store(content, tag);

        call("resources/list", Map.of())
                .then()
                .body(json("result.resources[*].uri", hasItems("memory://stats", "memory://tags")))
                .body(json("result.ttlMs", notNullValue()));
        call("resources/templates/list", Map.of())
                .then()
                .body(json(
                        "result.resourceTemplates[*].uriTemplate",
                        hasItems("memory://memory/{hash}", "memory://recent/{n}", "memory://tag/{tag}")));
        for (String uri : List.of("memory://memory/" + hash, "memory://tag/" + tag, "memory://recent/5")) {
            call("resources/read", Map.of("uri", uri))
                    .then()
                    .body(json("result.contents[0].uri", equalTo(uri)))
                    .body(json("result.contents[0].mimeType", equalTo("application/json")))
                    .body(json("result.contents[0].text", containsString(content)))
                    .body(json("result.cacheScope", equalTo("private")));
        }
        call("resources/read", Map.of("uri", "memory://tags"))
                .then()
                .body(json("result.contents[0].text", startsWith("{")));
        call("resources/read", Map.of("uri", "memory://stats"))
                .then()
                .body(json("result.contents[0].text", containsString("total_memories")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "memory://memory/0000",
                "memory://recent/0",
                "memory://recent/101",
                "memory://recent/+5",
                "memory://nothing",
                "file:///etc/passwd",
                "memory://tag/%zz",
                "x"
            })
    void anAddressWithNothingThereIsAnErrorOfTheProtocol(String uri) {
        call("resources/read", Map.of("uri", uri)).then().statusCode(200).body(json("error.code", equalTo(-32602)));
    }

    @Test
    void promptsBringMemoriesIntoTheConversation() {
        String tag = unique("sum");
        String content = unique("The bridge opens in spring");
        store(content, tag);

        call("prompts/list", Map.of())
                .then()
                .body(json("result.prompts[*].name", equalTo(List.of("recall", "summarise"))));
        call("prompts/get", Map.of("name", "recall", "arguments", Map.of("topic", content)))
                .then()
                .body(json("result.messages[0].role", equalTo("user")))
                .body(json("result.messages[0].content.text", containsString(content)));
        call("prompts/get", Map.of("name", "summarise", "arguments", Map.of("tag", tag)))
                .then()
                .body(json("result.messages[0].content.text", containsString(content)));
        call("prompts/get", Map.of("name", "recall"))
                .then()
                .body(json("error.code", equalTo(-32602)))
                .body(json("error.message", containsString("topic")));
        call("prompts/get", Map.of("name", "dance")).then().body(json("error.code", equalTo(-32602)));
    }

    @Test
    void tagsAreCompleted() {
        String tag = unique("completed");
        store(unique("With a long tag"), tag);
        for (Map<String, String> ref : List.of(
                Map.of("type", "ref/prompt", "name", "summarise"),
                Map.of("type", "ref/resource", "uri", "memory://tag/{tag}"))) {
            call(
                            "completion/complete",
                            Map.of("ref", ref, "argument", Map.of("name", "tag", "value", tag.substring(0, 14))))
                    .then()
                    .body(json("result.completion.values", hasItem(tag)))
                    .body(json("result.completion.values", not(hasItem("untagged"))));
        }
        call(
                        "completion/complete",
                        Map.of(
                                "ref", Map.of("type", "ref/prompt", "name", "dance"),
                                "argument", Map.of("name", "tag", "value", "")))
                .then()
                .body(json("error.code", equalTo(-32602)));
    }
}
