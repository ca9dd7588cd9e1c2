package dev.memoryservice.operator.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.memoryservice.operator.credential.Digest;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** The part of a memory server that verification uses, over real HTTP. */
public final class TestMemoryServer implements AutoCloseable {

    private final HttpServer http;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> requestIds = new CopyOnWriteArrayList<>();
    private volatile Set<String> keys = Set.of();
    private volatile Set<String> operatorKeys = Set.of();
    private volatile String backend = "sqlite";
    private volatile String status = "healthy";
    private volatile String trouble = "";
    private volatile String volume = "";
    private volatile Duration clockAhead = Duration.ZERO;
    private volatile long memories = 42;
    private volatile boolean framed;
    private volatile Map<String, String> users = Map.of();
    private final Map<String, Integer> spaces = new ConcurrentHashMap<>();
    private final TestBackups backups = new TestBackups();

    private TestMemoryServer(HttpServer http) {
        this.http = http;
    }

    public static TestMemoryServer start(InetSocketAddress address) throws IOException {
        return start(HttpServer.create(address, 0));
    }

    /** Over HTTPS. */
    public static TestMemoryServer start(InetSocketAddress address, SSLContext certificate) throws IOException {
        HttpsServer https = HttpsServer.create(address, 0);
        https.setHttpsConfigurator(new HttpsConfigurator(certificate));
        return start(https);
    }

    private static TestMemoryServer start(HttpServer http) {
        TestMemoryServer server = new TestMemoryServer(http);
        server.http.createContext("/api/health/detailed", server::health);
        server.http.createContext("/mcp", server::mcp);
        server.http.createContext("/admin/stats", server::statistics);
        server.http.createContext("/api/admin/users", server::users);
        server.http.createContext("/api/admin/tenants/", server::erase);
        server.http.createContext(TestBackups.BACKUPS, server::backups);
        server.http.createContext(TestBackups.RESTORES, server::backups);
        server.http.start();
        return server;
    }

    public String url() {
        return (http instanceof HttpsServer ? "https" : "http") + "://127.0.0.1:" + port();
    }

    public int port() {
        return http.getAddress().getPort();
    }

    /** Method, path and session of every request, in order. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** The id of every request, in order. */
    public List<String> requestIds() {
        return List.copyOf(requestIds);
    }

    public TestMemoryServer withKey(String wanted) {
        return withKeys(wanted);
    }

    /** Accepts each of the keys. */
    public TestMemoryServer withKeys(String... accepted) {
        keys = Set.of(accepted);
        return this;
    }

    /** Does what is administrative for these keys only, which it accepts for everything else as well. */
    public TestMemoryServer withOperatorKeys(String... accepted) {
        operatorKeys = Set.of(accepted);
        return this;
    }

    public TestMemoryServer withBackend(String name) {
        backend = name;
        return this;
    }

    public TestMemoryServer withStatus(String word) {
        status = word;
        return this;
    }

    /** Says that its storage has this problem, in these words. */
    public TestMemoryServer withStorageProblem(String problem, String words) {
        status = "degraded";
        trouble = ", \"problem\": \"%s\", \"error\": \"%s\"".formatted(problem, words);
        return this;
    }

    /** Has its memories on a file system of this size, and used so much of it. */
    public TestMemoryServer withVolume(long bytes, int usedPercent) {
        volume = ", \"volume\": {\"size_bytes\": %d, \"free_bytes\": %d}"
                .formatted(bytes, bytes - (bytes * usedPercent + 99) / 100);
        return this;
    }

    /** Has a clock that is so far ahead. */
    public TestMemoryServer withClock(Duration ahead) {
        clockAhead = ahead;
        return this;
    }

    public TestMemoryServer withMemories(long count) {
        memories = count;
        return this;
    }

    /** Loads these files of its directory of users, as the kubelet would have put them there. */
    public TestMemoryServer withUsers(Map<String, String> files) {
        users = Map.copyOf(files);
        return this;
    }

    /** Holds as many memories in the space. */
    public TestMemoryServer withMemories(String space, int count) {
        spaces.put(space, count);
        return this;
    }

    /** Memories in the space, -1 if it was erased. */
    public int memories(String space) {
        return spaces.getOrDefault(space, -1);
    }

    /** Answers MCP requests as server-sent events. */
    public TestMemoryServer withEventStreams() {
        framed = true;
        return this;
    }

    private void health(HttpExchange exchange) throws IOException {
        if (isAllowed(exchange)) {
            answer(exchange, 200, "application/json", """
                    {"status": "%s", "version": "0.1.0", "timestamp": "%s", "storage": {"backend": "%s"%s%s}}
                    """.formatted(
                            status, Instant.now().plus(clockAhead), backend, trouble, volume));
        }
    }

    private void statistics(HttpExchange exchange) throws IOException {
        if (isAdministrator(exchange)) {
            answer(exchange, 200, "application/json", "{\"total_memories\": %d}".formatted(memories));
        }
    }

    private void mcp(HttpExchange exchange) throws IOException {
        if (!isAllowed(exchange)) {
            return;
        }
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (!body.contains("\"initialize\"")) {
            answer(exchange, exchange.getRequestMethod().equals("DELETE") ? 405 : 202, "text/plain", "");
            return;
        }
        String result = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocolVersion\":\"2025-11-25\"}}";
        exchange.getResponseHeaders().add("Mcp-Session-Id", "session-1");
        if (framed) {
            answer(exchange, 200, "text/event-stream", "id: 1\ndata:\n\nevent: message\ndata: " + result + "\n\n");
        } else {
            answer(exchange, 200, "application/json", result);
        }
    }

    private void users(HttpExchange exchange) throws IOException {
        if (isAdministrator(exchange)) {
            answer(
                    exchange,
                    200,
                    "application/json",
                    users.values().stream().map(this::user).collect(Collectors.joining(",", "{\"users\":[", "]}")));
        }
    }

    private String user(String file) {
        GenericKubernetesResource user = Serialization.unmarshal(file, GenericKubernetesResource.class);
        String space = user.get("tenant");
        return """
                {"name": "%s", "tenant": "%s", "revision": "%s", "memories": %d, "last_used_at": %s}
                """.formatted(
                        user.<String>get("name"),
                        space,
                        Digest.sha256(file),
                        spaces.getOrDefault(space, 0),
                        spaces.containsKey(space) ? "\"2026-11-21T10:11:12.5Z\"" : "null");
    }

    private void erase(HttpExchange exchange) throws IOException {
        if (isAdministrator(exchange)) {
            String path = exchange.getRequestURI().getPath();
            Integer erased = spaces.remove(path.substring(path.lastIndexOf('/') + 1));
            answer(exchange, 200, "application/json", "{\"deleted\": " + (erased == null ? 0 : erased) + "}");
        }
    }

    /** Its backups and restores. */
    public TestBackups backups() {
        return backups;
    }

    private void backups(HttpExchange exchange) throws IOException {
        if (isAdministrator(exchange)) {
            backups.answer(exchange);
        }
    }

    private boolean isAllowed(HttpExchange exchange) throws IOException {
        return isAllowed(
                exchange,
                keys.isEmpty()
                        ? Set.of()
                        : Stream.of(keys, operatorKeys).flatMap(Set::stream).collect(Collectors.toSet()));
    }

    private boolean isAdministrator(HttpExchange exchange) throws IOException {
        return isAllowed(exchange, operatorKeys);
    }

    private boolean isAllowed(HttpExchange exchange, Set<String> accepted) throws IOException {
        requestIds.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-Request-Id")));
        requests.add("%s %s %s"
                .formatted(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI(),
                        exchange.getRequestHeaders().getOrDefault("Mcp-Session-Id", List.of())));
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        if (!accepted.isEmpty() && accepted.stream().noneMatch(key -> ("Bearer " + key).equals(given))) {
            answer(exchange, 401, "text/plain", "");
            return false;
        }
        return true;
    }

    static void answer(HttpExchange exchange, int code, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
