package dev.memoryservice.server.mcp;

import static dev.memoryservice.server.Client.sending;
import static dev.memoryservice.server.Client.store;
import static dev.memoryservice.server.Client.unique;
import static dev.memoryservice.server.Json.json;
import static dev.memoryservice.server.Waiting.await;
import static dev.memoryservice.server.mcp.McpRequests.call;
import static dev.memoryservice.server.mcp.McpRequests.request;
import static dev.memoryservice.server.mcp.McpRequests.tool;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.events.EventClient;
import dev.memoryservice.server.memory.Memories;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol as it goes over the wire, without a library that would forgive mistakes. */
@QuarkusTest
@WithTestResource(RunningServer.class)
class McpTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_BYTES_OF_THE_LIST = 8 * 1024;
    private static final List<String> TOOLS = List.of(
            "get_user_profile",
            "memory_delete",
            "memory_health",
            "memory_list",
            "memory_search",
            "memory_stats",
            "memory_store",
            "memory_update");

    @ParameterizedTest
    @ValueSource(strings = {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"})
    void everyRevisionWithAHandshakeIsSpoken(String revision) {
        Response hello = initialize(revision);

        hello.then()
                .statusCode(200)
                .body(json("jsonrpc", equalTo("2.0")))
                .body(json("id", equalTo(1)))
                .body(json("result.protocolVersion", equalTo(revision)))
                .body(json("result.serverInfo.name", equalTo("memory-service")))
                .body(json("result.serverInfo.version", notNullValue()))
                .body(json("result.capabilities", hasKey("tools")));
        String session = hello.header("Mcp-Session-Id");
        assertThat(session).isNotBlank();
        sending(Map.of("jsonrpc", "2.0", "method", "notifications/initialized"))
                .header("Mcp-Session-Id", session)
                .header("MCP-Protocol-Version", revision)
                .post("/mcp")
                .then()
                .statusCode(202);
        sending(request("tools/call", Map.of("name", "memory_health", "arguments", Map.of())))
                .header("Mcp-Session-Id", session)
                .header("MCP-Protocol-Version", revision)
                .post("/mcp")
                .then()
                .statusCode(200)
                .body(json("result.isError", equalTo(false)));
    }

    @Test
    void anUnknownRevisionIsAnsweredWithOneThatIsSpoken() {
        initialize("1999-01-01").then().statusCode(200).body(json("result.protocolVersion", equalTo("2025-11-25")));
    }

    @Test
    void clientsMayPing() {
        call("/mcp", "ping", Map.of()).then().statusCode(200).body(json("result", notNullValue()));
    }

    @Test
    void aClientThatOnlyTakesJsonGetsJson() {
        sending(request("tools/list", Map.of()))
                .accept("application/json")
                .post("/mcp")
                .then()
                .statusCode(200)
                .contentType("application/json");
    }

    @Test
    void aSlashAtTheEndOfTheAddressDoesNotMatter() {
        call("/mcp/", "tools/list", Map.of()).then().statusCode(200).body(json("result.tools", hasSize(TOOLS.size())));
    }

    @Test
    void theListOfToolsIsShortAndSaysWhatEachDoes() throws JsonProcessingException {
        String body = call("/mcp", "tools/list", Map.of()).asString();
        JsonNode tools = JSON.readTree(body).at("/result/tools");

        assertThat(body.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(MOST_BYTES_OF_THE_LIST);
        assertThat(tools.findValuesAsText("name")).containsExactlyInAnyOrderElementsOf(TOOLS);
        for (JsonNode tool : tools) {
            assertThat(tool.get("description").asText()).as("%s", tool).isNotBlank();
            assertThat(tool.at("/inputSchema/type").asText()).as("%s", tool).isEqualTo("object");
            JsonNode annotations = tool.get("annotations");
            Set<String> readers =
                    Set.of("memory_search", "memory_list", "memory_health", "memory_stats", "get_user_profile");
            String name = tool.get("name").asText();
            assertThat(annotations.get("readOnlyHint").asBoolean()).as(name).isEqualTo(readers.contains(name));
            assertThat(annotations.get("destructiveHint").asBoolean())
                    .as(name)
                    .isEqualTo(Set.of("memory_delete", "memory_update").contains(name));
            assertThat(annotations.get("openWorldHint").asBoolean()).as(name).isFalse();
        }
    }

    @Test
    void aLongMemoryComesWithThePassageThatMatched() {
        String last = unique("The walrus uses its tusks to climb onto the ice");
        tool("memory_store", Map.of("content", "Invoices are due at the end of the month. ".repeat(80) + last));

        await().untilAsserted(() -> tool("memory_search", Map.of("query", "walrus tusks", "limit", 1))
                .then()
                .body(json("result.structuredContent.results[0].passage", endsWith(last))));
    }

    @Test
    void theListOfToolsIsTheSameEachTime() {
        assertThat(call("/mcp", "tools/list", Map.of()).asString())
                .isEqualTo(call("/mcp", "tools/list", Map.of()).asString());
    }

    @Test
    void theResultIsStructuredAndTheSameAsText() throws JsonProcessingException {
        JsonNode result =
                JSON.readTree(tool("memory_health", Map.of()).asString()).get("result");

        assertThat(result.get("isError").asBoolean()).isFalse();
        assertThat(result.get("isError").isBoolean()).isTrue();
        assertThat(result.get("content")).hasSize(1);
        assertThat(result.at("/content/0/type").asText()).isEqualTo("text");
        assertThat(JSON.readTree(result.at("/content/0/text").asText())).isEqualTo(result.get("structuredContent"));
        assertThat(result.at("/structuredContent/embedding_model").asText()).isEqualTo("all-MiniLM-L6-v2");
        assertThat(result.at("/structuredContent/status").asText()).isEqualTo("healthy");
    }

    @Test
    void aMemoryIsStoredFoundListedAndDeleted() {
        String content = unique("The staging cluster is in Frankfurt");
        String tag = unique("tag");
        String hash = Memories.contentHash(content);

        tool("memory_store", Map.of("content", content, "tags", List.of(tag), "memory_type", "note"))
                .then()
                .body(json("result.structuredContent.success", equalTo(true)))
                .body(json("result.structuredContent.content_hash", equalTo(hash)));
        tool("memory_search", Map.of("query", content, "limit", 1))
                .then()
                .body(json("result.structuredContent.total_found", equalTo(1)))
                .body(json("result.structuredContent.results[0].content_hash", equalTo(hash)))
                .body(json("result.structuredContent.results[0].memory_type", equalTo("note")))
                .body(json("result.structuredContent.results[0].similarity_score", equalTo(1.0)));
        tool("memory_search", Map.of("tags", List.of(tag)))
                .then()
                .body(json("result.structuredContent.results[0].content_hash", equalTo(hash)))
                .body(json("result.structuredContent.results[0]", not(hasKey("similarity_score"))));
        tool("memory_list", Map.of("tags", tag, "page_size", 1))
                .then()
                .body(json("result.structuredContent.memories[0].content", equalTo(content)))
                .body(json("result.structuredContent.total", equalTo(1)))
                .body(json("result.structuredContent.has_more", equalTo(false)));
        tool("memory_delete", Map.of("content_hash", hash))
                .then()
                .body(json("result.isError", equalTo(false)))
                .body(json("result.structuredContent.content_hash", equalTo(hash)));
        tool("memory_list", Map.of("tags", tag)).then().body(json("result.structuredContent.total", equalTo(0)));
    }

    @Test
    void memoriesAreRecalledByTime() {
        String content = unique("The cellar was painted");
        String tag = unique("cellar");
        store(content, tag);

        tool("memory_search", Map.of("time_expr", "today", "tags", tag))
                .then()
                .body(json("result.structuredContent.results[0].content", equalTo(content)));
        tool("memory_search", Map.of("time_expr", "last year", "tags", tag))
                .then()
                .body(json("result.structuredContent.total_found", equalTo(0)));
        tool("memory_search", Map.of("time_expr", "zzz"))
                .then()
                .body(json("result.isError", equalTo(true)))
                .body(json("result.content[0].text", containsString("zzz")));
        tool("recall_memory", Map.of("query", "what was painted today", "tags", tag))
                .then()
                .body(json("result.structuredContent.results[0].content", equalTo(content)));
        tool("recall_memory", Map.of("query", "what was painted last year", "tags", tag))
                .then()
                .body(json("result.structuredContent.total_found", equalTo(0)));
    }

    @Test
    void manyAreDeletedWhenTheirNumberIsConfirmed() {
        String tag = unique("gone");
        store(unique("An old plan of the garden"), tag);
        store(unique("The number of the plumber has changed"), tag);

        tool("memory_delete", Map.of("tags", tag))
                .then()
                .body(json("result.isError", equalTo(true)))
                .body(json("result.content[0].text", containsString("confirm_count=2")));
        tool("memory_delete", Map.of("tags", tag, "confirm_count", 2))
                .then()
                .body(json("result.structuredContent.deleted_count", equalTo(2)));
        tool("memory_list", Map.of("tags", tag)).then().body(json("result.structuredContent.total", equalTo(0)));
    }

    @Test
    void aDuplicateAnswersTheHashThatIsThere() {
        String content = unique("Said twice");
        String hash = store(content);

        tool("memory_store", Map.of("content", content))
                .then()
                .body(json("result.isError", equalTo(false)))
                .body(json("result.structuredContent.success", equalTo(false)))
                .body(json("result.structuredContent.content_hash", equalTo(hash)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "memory_store | {} | content: Field required",
                "memory_store | {'content':''} | content: Text should have at least one character",
                "memory_store | {'content':'x','store':'all'} | for reading only",
                "memory_store | {'content':'x','store':'nowhere'} | use one of [default, work]",
                "memory_search | {} | Give a query, tags, a time, or several of them",
                "memory_search | {'query':'x','limit':101} | less than or equal to 100",
                "memory_list | {'page':0} | greater than or equal to 1",
                "memory_delete | {} | content_hash: Field required",
                "memory_delete | {'content_hash':'0'} | take the hash from memory_search or memory_list"
            })
    void whatIsWrongIsAToolErrorThatSaysWhatToCorrect(String name, String arguments, String message)
            throws JsonProcessingException {
        Map<?, ?> given = JSON.readValue(arguments.replace('\'', '"'), Map.class);

        tool(name, given)
                .then()
                .statusCode(200)
                .body(json("result.isError", equalTo(true)))
                .body(json("result.content[0].type", equalTo("text")))
                .body(json("result.content[0].text", containsString(message)));
    }

    @Test
    void anUnknownToolIsAnErrorOfTheProtocol() {
        tool("memory_dance", Map.of())
                .then()
                .body(json("error.code", equalTo(-32602)))
                .body(json("result", equalTo(null)));
    }

    @Test
    void anUnknownMethodIsAnErrorOfTheProtocol() {
        call("/mcp", "memories/dance", Map.of()).then().body(json("error.code", equalTo(-32601)));
    }

    @Test
    void whatIsNoJsonIsAnErrorOfTheProtocol() {
        sending("{\"jsonrpc\":")
                .post("/mcp")
                .then()
                .body(json("error.code", equalTo(-32700)))
                .body(json("result", equalTo(null)));
    }

    @Test
    void theOlderTransportBeginsWithTheAddressToSendTo() throws Exception {
        try (EventClient stream = EventClient.open("/mcp/sse", "Authorization", "Bearer " + RunningServer.KEY)) {
            assertThat(stream.hear("endpoint").text()).startsWith("/mcp/messages/");
        }
    }

    @Test
    void thatTheServerIsThereIsOpenToEverybodyAndNothingElse() {
        given().get("/mcp/health").then().statusCode(200).body(equalTo("{}"));
        given().contentType("application/json")
                .body(request("tools/list", Map.of()))
                .post("/mcp")
                .then()
                .statusCode(401);
    }

    private static Response initialize(String revision) {
        return sending(McpRequests.initialize(revision)).post("/mcp");
    }
}
