package dev.memoryservice.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.memoryservice.server.RunningServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hostile, malformed, oversized and concurrent messages in both eras. The messages are good ones with some of their
 * values exchanged for others, so that they get past the first check; the seed makes a failure repeatable.
 */
@QuarkusTest
@WithTestResource(RunningServer.class)
class McpFuzzTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int ROUNDS = 400;
    private static final String REVISION = "2026-07-28";

    private static final List<String> PARAMETERS = List.of(
            "initialize {'protocolVersion':'2025-11-25','capabilities':{},'clientInfo':{'name':'f','version':'1'}}",
            "ping {}",
            "server/discover {}",
            "tools/list {'cursor':null}",
            "tools/call {'name':'memory_store','arguments':{'content':'fuzz','tags':['a'],'metadata':{'k':1},'store':'default'}}",
            "tools/call {'name':'memory_search','arguments':{'query':'fuzz','limit':3,'tags':'a,b','tag_match':'any'}}",
            "tools/call {'name':'memory_list','arguments':{'page':1,'page_size':2,'memory_type':'note'}}",
            "tools/call {'name':'memory_update','arguments':{'content_hash':'00','tags':['x'],'metadata':{'a':null}}}",
            "tools/call {'name':'memory_delete','arguments':{'content_hash':'00'}}",
            "tools/call {'name':'memory_health','arguments':{}}",
            "resources/list {}",
            "resources/templates/list {}",
            "resources/read {'uri':'memory://recent/3'}",
            "resources/subscribe {'uri':'memory://stats'}",
            "prompts/list {}",
            "prompts/get {'name':'recall','arguments':{'topic':'fuzz'}}",
            "completion/complete {'ref':{'type':'ref/prompt','name':'summarise'},'argument':{'name':'tag','value':'a'}}",
            "completion/complete {'ref':{'type':'ref/resource','uri':'memory://tag/{tag}'},'argument':{'name':'tag','value':'a'}}",
            "logging/setLevel {'level':'info'}",
            "notifications/initialized {}",
            "notifications/cancelled {'requestId':1,'reason':'x'}",
            "notifications/progress {'progressToken':1,'progress':1}");

    private final HttpClient http = HttpClient.newHttpClient();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noMessageMakesTheServerFail(boolean stateless) throws Exception {
        Random random = new Random(20_261_121);
        List<Callable<Void>> rounds = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            long seed = random.nextLong();
            rounds.add(() -> {
                Random own = new Random(seed);
                String[] parts = PARAMETERS
                        .get(own.nextInt(PARAMETERS.size()))
                        .replace('\'', '"')
                        .split(" ", 2);
                ObjectNode message = NODES.objectNode().put("jsonrpc", "2.0").put("method", parts[0]);
                if (!parts[0].startsWith("notifications/")) {
                    message.put("id", own.nextInt());
                }
                ObjectNode params = (ObjectNode) JSON.readTree(parts[1]);
                if (stateless) {
                    params.set("_meta", meta());
                }
                message.set("params", params);
                String method = parts[0];
                String name = params.path("name").asText(params.path("uri").asText());
                for (int changes = own.nextInt(3); changes > 0; changes--) {
                    mutate(message, own);
                }
                good(seed, message.toString(), send(message.toString(), stateless, method, name));
                return null;
            });
        }
        // Fewer at once than the gate lets in, or its refusals would be all that is seen.
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Void> round : threads.invokeAll(rounds)) {
                round.get();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "[]",
                "[1]",
                "[[]]",
                "null",
                "true",
                "0",
                "\"text\"",
                "{}",
                "{\"jsonrpc\":\"2.0\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1e400,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":[]}",
                "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\\u0000\"}",
                "\ufeff{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}",
                "<html></html>"
            })
    void whatIsNoMessageIsRefusedInBothEras(String body) throws Exception {
        for (boolean stateless : List.of(false, true)) {
            good(0, body, send(body, stateless, "ping", ""));
        }
    }

    @Test
    void deepAndLongMessagesAreRefused() throws Exception {
        String deep = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"memory_store\","
                + "\"arguments\":{\"content\":\"x\",\"metadata\":" + "{\"a\":".repeat(900) + "1" + "}".repeat(900)
                + "}}}";
        String veryDeep = "[".repeat(100_000);
        String longText =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"memory_search\","
                        + "\"arguments\":{\"query\":\"" + "a".repeat(3_000_000) + "\"}}}";
        for (String body : List.of(deep, veryDeep, longText)) {
            for (boolean stateless : List.of(false, true)) {
                good(0, body.substring(0, 100), send(body, stateless, "tools/call", "memory_store"));
            }
        }
        assertThat(send("x".repeat(5_000_000), false, "", "").statusCode()).isEqualTo(413);
    }

    private static void good(long seed, String sent, HttpResponse<byte[]> answer) {
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        String what = "seed " + seed + ", sent " + sent + ", answered " + answer.statusCode() + " " + body;
        assertThat(answer.statusCode()).as(what).isLessThan(500);
        assertThat(body)
                .as(what)
                .doesNotContain(
                        "\tat ", "Exception", "io.quarkus", "dev.memoryservice", "nobody foresaw", "log says why");
        if (answer.statusCode() == 200) {
            assertThat(body).as(what).contains("jsonrpc");
        }
    }

    private HttpResponse<byte[]> send(String body, boolean stateless, String method, String name) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + RestAssured.port + "/mcp"))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + RunningServer.KEY)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(body));
        if (stateless) {
            request.header("MCP-Protocol-Version", REVISION).header("Mcp-Method", method.isEmpty() ? "x" : method);
            if (!name.isEmpty()) {
                request.header("Mcp-Name", name);
            }
        }
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static ObjectNode meta() {
        ObjectNode meta = NODES.objectNode().put("io.modelcontextprotocol/protocolVersion", REVISION);
        meta.putObject("io.modelcontextprotocol/clientCapabilities");
        return meta;
    }

    /** Exchanges, drops or adds one value somewhere in the message. */
    private static void mutate(ObjectNode message, Random random) {
        List<ObjectNode> objects = new ArrayList<>();
        collect(message, objects);
        ObjectNode target = objects.get(random.nextInt(objects.size()));
        List<String> names = new ArrayList<>();
        target.fieldNames().forEachRemaining(names::add);
        String name = names.isEmpty() || random.nextInt(8) == 0
                ? List.of("extra", "_meta", "cursor", "store", "tags", "query").get(random.nextInt(6))
                : names.get(random.nextInt(names.size()));
        if (random.nextInt(5) == 0) {
            target.remove(name);
        } else {
            target.set(name, hostile(random));
        }
    }

    private static void collect(JsonNode node, List<ObjectNode> objects) {
        if (node instanceof ObjectNode object) {
            objects.add(object);
        }
        node.forEach(child -> collect(child, objects));
    }

    private static JsonNode hostile(Random random) {
        return switch (random.nextInt(16)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextLong());
            case 3 -> NODES.numberNode(-1);
            case 4 -> NODES.numberNode(1.5e300);
            case 5 -> NODES.textNode("");
            case 6 -> NODES.textNode("\u0000\u0001\n\r\t");
            case 7 -> NODES.textNode("' OR 1=1; DROP TABLE memories; --");
            case 8 -> NODES.textNode("a".repeat(random.nextInt(20_000)));
            case 9 -> NODES.textNode("\ud83d\ude00\ud800 \u202e\u0300");
            case 10 -> NODES.textNode("../../../../etc/passwd%00");
            case 11 -> NODES.textNode("${jndi:ldap://x} {tag} %s %n");
            case 12 -> NODES.arrayNode();
            case 13 -> {
                ArrayNode array = NODES.arrayNode();
                array.add(1).add("x").addNull().addObject();
                yield array;
            }
            case 14 -> NODES.objectNode();
            default -> NODES.objectNode().put("a", 1).set("b", NODES.arrayNode().add("c"));
        };
    }
}
