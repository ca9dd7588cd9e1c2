package dev.memoryservice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import dev.memoryservice.e2e.cluster.TestNamespace;
import dev.memoryservice.e2e.service.EventStream;
import dev.memoryservice.e2e.service.MemoryServiceHandle;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How clients reach one MemoryService: keys, REST, server-sent events, MCP, and what is refused. */
class AccessTest {

    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private static MemoryServiceHandle service;

    @BeforeAll
    static void start() {
        service = MemoryServiceHandle.apply(NAMESPACE.name(), "access", "  deletionPolicy: Delete")
                .awaitVerified();
    }

    @Test
    void theGeneratedKeyIsAcceptedAndOthersAreRefused() {
        try (var owner = service.connect();
                var stranger = service.connect(Optional.of("not-the-key"));
                var anonymous = service.connect(Optional.empty())) {
            assertThat(owner.get("/api/memories").status()).isEqualTo(200);
            assertThat(stranger.get("/api/memories").status()).isEqualTo(403);
            assertThat(anonymous.get("/api/memories").status()).isEqualTo(401);
            assertThat(anonymous.get("/metrics").status()).isEqualTo(401);
            assertThat(anonymous.get("/api/health/detailed").status()).isEqualTo(401);
            assertThat(anonymous.get("/api/health").json().get("status").asText())
                    .isEqualTo("healthy");
        }
    }

    @Test
    void aSecondClientSeesTheEventOfWhatTheFirstStores() {
        try (var writer = service.connect();
                var reader = service.connect();
                EventStream events = reader.events()) {
            Awaitility.await("the stream to open").until(() -> events.received().contains("connection_established"));

            String hash = writer.store("The deployment window is Tuesday at nine", "ops")
                    .json()
                    .get("content_hash")
                    .asText();

            Awaitility.await("the event").until(() -> events.received().contains("memory_stored"));
            assertThat(events.received()).contains(hash);
        }
    }

    @Test
    void anMcpClientListsTheToolsStoresAndFinds() {
        try (var forwarded = service.connect();
                McpSyncClient mcp = forwarded.mcp()) {
            assertThat(mcp.initialize().serverInfo().name()).isEqualTo("memory-service");
            List<String> tools = new ArrayList<>();
            mcp.listTools().tools().forEach(tool -> tools.add(tool.name()));
            assertThat(tools)
                    .contains("memory_store", "memory_search", "memory_list", "memory_delete", "memory_health");

            var stored = mcp.callTool(McpSchema.CallToolRequest.builder("memory_store")
                    .arguments(Map.of("content", "Kubernetes upgrades happen on the first Monday"))
                    .build());
            assertThat(stored.isError()).isNotEqualTo(true);
            var found = mcp.callTool(McpSchema.CallToolRequest.builder("memory_search")
                    .arguments(Map.of("query", "when do we upgrade the cluster?"))
                    .build());
            assertThat(found.content().toString()).contains("first Monday");
        }
    }

    @Test
    void badRequestsAreRefusedWithTheirReason() {
        try (var client = service.connect()) {
            assertThat(client.post("/api/memories", "{}").status()).isEqualTo(422);
            assertThat(client.post("/api/memories", "{not json").status()).isIn(400, 422);
            assertThat(client.post("/api/memories", Map.of("content", "x".repeat(2_000_000)))
                            .status())
                    .isEqualTo(413);
            assertThat(client.post("/api/memories", Map.of("content", "somewhere", "store", "nowhere"))
                            .status())
                    .isEqualTo(400);
            assertThat(client.search("too many", 1000).status()).isEqualTo(422);
            assertThat(client.get("/api/memories/0000").status()).isEqualTo(404);
        }
    }

    @Test
    void theConnectionSecretIsAReadyClientConfiguration() {
        assertThat(service.connection("url")).isEqualTo("http://access." + NAMESPACE.name() + ".svc:8000");
        assertThat(service.connection("mcp-url")).isEqualTo(service.connection("url") + "/mcp");
        assertThat(service.connection("mcp.json"))
                .contains("mcpServers", service.connection("mcp-url"), service.connection("api-key"));
    }

    @Test
    void theKeyIsInNoLogEventOrStatus() {
        String key = service.connection("api-key");
        String status = String.valueOf(service.resource().get().getAdditionalProperties());
        assertThat(status).doesNotContain(key);
        service.pods().forEach(pod -> assertThat(
                        ClusterUnderTest.client().pods().resource(pod).getLog())
                .doesNotContain(key));
        ClusterUnderTest.client()
                .pods()
                .inNamespace(ClusterUnderTest.operatorNamespace())
                .list()
                .getItems()
                .forEach(pod -> assertThat(
                                ClusterUnderTest.client().pods().resource(pod).getLog())
                        .doesNotContain(key));
    }
}
