package dev.memoryservice.server.gate;

import static dev.memoryservice.server.Json.at;
import static dev.memoryservice.server.Json.json;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.Client;
import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.auth.UserFiles;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A credential does what its scopes say, on every way into the server. */
@QuarkusTest
@WithTestResource(RunningServer.class)
class ScopeTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Set<String> OPEN = Set.of("/api/health", "/health", "/mcp/health");

    private static final Set<String> WRITING_TOOLS = Set.of("memory_store", "memory_update", "memory_delete");

    @Test
    void aReaderIsRefusedExactlyWhatChangesSomethingAndWhatIsTheServers() throws JsonProcessingException {
        Set<String> refused = new TreeSet<>();
        JsonNode description = JSON.readTree(Client.client().get("/openapi").asString());
        for (Map.Entry<String, JsonNode> path : description.get("paths").properties()) {
            if (OPEN.contains(path.getKey()) || path.getKey().startsWith("/api/events")) {
                continue;
            }
            for (String method : fields(path.getValue())) {
                Response answer = as(RunningServer.READER)
                        .request(method.toUpperCase(Locale.ROOT), path.getKey().replaceAll("[{].*[}]", "nothing"));
                if (answer.statusCode() == 403) {
                    answer.then()
                            .header("WWW-Authenticate", containsString("error=\"insufficient_scope\""))
                            .body(json("detail", containsString("insufficient_scope")));
                    refused.add(method + " " + path.getKey());
                }
            }
        }

        assertThat(refused)
                .contains("get /metrics")
                .allSatisfy(
                        operation -> assertThat(operation)
                                .matches(
                                        "(post|put|delete|patch) .*|get /metrics|get /admin/.*|get /api/admin/.*|get /api/backup/.*"))
                .contains("post /api/memories", "post /api/import", "delete /api/memories/{content_hash}")
                .doesNotContain("post /api/search", "post /api/search/by-tag", "post /api/search/by-time");
    }

    private static List<String> fields(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        names.retainAll(Set.of("get", "put", "post", "delete", "patch", "head"));
        return names;
    }

    @Test
    void aWriterMayNotSeeWhatIsTheServers() {
        as(RunningServer.WRITER)
                .get("/metrics")
                .then()
                .statusCode(403)
                .header("WWW-Authenticate", containsString("scope=\"admin\""))
                .body(json("detail", containsString("'admin'")))
                .body(json("detail", containsString("[read, write]")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics;x=1", "/%6Detrics", "//metrics", "/./metrics", "/metrics/", "/api/../metrics"})
    void anotherSpellingOfAPathNeedsTheSameScope(String path) {
        as(RunningServer.READER).urlEncodingEnabled(false).get(path).then().statusCode(403);
    }

    @Test
    void aWriterStoresAndAReaderSearches() {
        as(RunningServer.WRITER)
                .contentType(ContentType.JSON)
                .body(Map.of("content", Client.unique("of a writer")))
                .post("/api/memories")
                .then()
                .statusCode(200);
        as(RunningServer.READER)
                .contentType(ContentType.JSON)
                .body(Map.of("query", "writer"))
                .post("/api/search")
                .then()
                .statusCode(200);
    }

    @Test
    void toolsThatACallerMayNotUseAreNotListedInEitherEra() {
        for (boolean modern : List.of(true, false)) {
            assertThat(toolsOf(RunningServer.READER, modern)).doesNotContainAnyElementsOf(WRITING_TOOLS);
            assertThat(toolsOf(RunningServer.READER, modern)).contains("memory_search", "memory_list");
            assertThat(toolsOf(RunningServer.WRITER, modern)).containsAll(WRITING_TOOLS);
        }
    }

    private static List<String> toolsOf(String user, boolean modern) {
        return at(
                mcp(user, modern, "tools/list", Map.of()).then().statusCode(200).extract(), "result.tools[*].name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory_store", "store_memory"})
    void aToolThatACallerMayNotUseIsRefusedWithTheScopeInEitherEra(String tool) {
        String content = Client.unique("refused");
        for (boolean modern : List.of(true, false)) {
            mcp(
                            RunningServer.READER,
                            modern,
                            "tools/call",
                            Map.of("name", tool, "arguments", Map.of("content", content)))
                    .then()
                    .statusCode(403)
                    .header("WWW-Authenticate", containsString("scope=\"write\""))
                    .body(json("jsonrpc", equalTo("2.0")))
                    .body(json("error.message", containsString("insufficient_scope")));
        }
        assertThat(Client.client().get("/api/memories?page_size=100").asString())
                .doesNotContain(content);
    }

    @Test
    void aBatchWithOneToolThatACallerMayNotUseIsRefused() {
        Map<String, Object> list = Map.of("jsonrpc", "2.0", "id", 1, "method", "tools/list");
        Map<String, Object> store =
                Map.of("jsonrpc", "2.0", "id", 2, "method", "tools/call", "params", Map.of("name", "memory_store"));
        as(RunningServer.READER)
                .contentType(ContentType.JSON)
                .body(List.of(list, store))
                .post("/mcp")
                .then()
                .statusCode(403);
    }

    private static Response mcp(String user, boolean modern, String method, Map<String, ?> parameters) {
        Map<String, Object> params = new HashMap<>(parameters);
        RequestSpecification request = as(user).contentType(ContentType.JSON);
        if (modern) {
            params.put(
                    "_meta",
                    Map.of(
                            "io.modelcontextprotocol/protocolVersion",
                            "2026-07-28",
                            "io.modelcontextprotocol/clientCapabilities",
                            Map.of()));
            request.header("MCP-Protocol-Version", "2026-07-28").header("Mcp-Method", method);
            if (params.containsKey("name")) {
                request.header("Mcp-Name", params.get("name"));
            }
        }
        return request.body(Map.of("jsonrpc", "2.0", "id", 1, "method", method, "params", params))
                .post("/mcp");
    }

    private static RequestSpecification as(String user) {
        return given().header("Authorization", "Bearer " + UserFiles.keyOf(user));
    }
}
