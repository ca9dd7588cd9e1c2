package dev.memoryservice.e2e.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import dev.memoryservice.e2e.cluster.WayToPod;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;

/**
 * A client of one MemoryService, over a port of this machine that leads to its pod. It follows the pod: after a failure the
 * next request finds the pod that is ready then.
 */
public final class MemoryServiceClient implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    static final int PORT = 8000;

    private final MemoryServiceHandle service;
    private final Optional<String> key;
    private final Optional<SSLContext> trust;
    private final HttpClient http;
    private Optional<WayToPod> way = Optional.empty();

    MemoryServiceClient(MemoryServiceHandle service, Optional<String> key) {
        this.service = service;
        this.key = key;
        this.trust = service.trust();
        this.http = trust.map(context -> client().sslContext(context))
                .orElseGet(MemoryServiceClient::client)
                .build();
    }

    private static HttpClient.Builder client() {
        return HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).version(HttpClient.Version.HTTP_1_1);
    }

    /** An answer of the service. */
    public record Answer(int status, String text) {
        /** The body as JSON. */
        public JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException e) {
                throw new UncheckedIOException("not JSON: " + text, e);
            }
        }
    }

    /** Stores a memory and returns the answer. */
    public Answer store(String content, String... tags) {
        return post("/api/memories", Map.of("content", content, "tags", List.of(tags)));
    }

    /** Searches by meaning and words. */
    public Answer search(String query, int results) {
        return post("/api/search", Map.of("query", query, "n_results", results));
    }

    /** The number of memories that the service says it holds. */
    public long total() {
        Answer answer = get("/api/memories?page_size=1");
        if (answer.status() != 200) {
            throw new IllegalStateException("no total but " + answer);
        }
        return answer.json().get("total").asLong();
    }

    /**
     * Sends a GET, again when the connection broke: forwarded ports break, and a read may be repeated. For some time, because
     * Kubernetes takes a Pod for not ready for more than a minute after its API server was away.
     */
    public Answer get(String path) {
        return get(path, key);
    }

    /** The same with another key, or none. */
    public Answer get(String path, Optional<String> otherKey) {
        return Awaitility.await("GET " + path)
                .atMost(Duration.ofMinutes(3))
                .pollDelay(Duration.ZERO)
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(() -> send(request(path, otherKey).GET().build()), answer -> true);
    }

    /** Everything that the service exports for the caller, as text. */
    public String export() {
        try {
            HttpResponse<InputStream> response =
                    http.send(request("/api/export").GET().build(), BodyHandlers.ofInputStream());
            try (InputStream text = new GZIPInputStream(response.body())) {
                return new String(text.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the export cannot be read", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Sends a POST with a JSON body. */
    public Answer post(String path, Object body) {
        try {
            return post(path, JSON.writeValueAsString(body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a POST with a body that need not be JSON. */
    public Answer post(String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** Sends a POST with a form. */
    public Answer form(String path, Map<String, String> fields) {
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(fields.entrySet().stream()
                        .map(field ->
                                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"))))
                .build());
    }

    /** Sends a text as a document. */
    public Answer upload(String fileName, String text) {
        String boundary = "boundary-" + UUID.randomUUID();
        return send(request("/api/documents/upload")
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.ofString("""
                        --%1$s\r
                        Content-Disposition: form-data; name="file"; filename="%2$s"\r
                        Content-Type: text/plain\r
                        \r
                        %3$s\r
                        --%1$s--\r
                        """.formatted(boundary, fileName, text)))
                .build());
    }

    /** A client of the Model Context Protocol, made by others, which is still to be initialized. */
    public McpSyncClient mcp() {
        HttpRequest.Builder request = HttpRequest.newBuilder();
        key.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        return McpClient.sync(HttpClientStreamableHttpTransport.builder(url())
                        .endpoint("/mcp")
                        .requestBuilder(request)
                        .build())
                .requestTimeout(Duration.ofSeconds(60))
                .build();
    }

    /** Opens the event stream. */
    public EventStream events() {
        try {
            return new EventStream(http.send(
                            request("/api/events")
                                    .header("Accept", "text/event-stream")
                                    .GET()
                                    .build(),
                            BodyHandlers.ofLines())
                    .body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** The certificate that the service proves itself with on a new connection. */
    public X509Certificate certificate() {
        try (HttpClient fresh = client().sslContext(trust.orElseThrow()).build()) {
            HttpResponse<String> answer =
                    fresh.send(request("/api/health").GET().build(), BodyHandlers.ofString());
            return (X509Certificate) answer.sslSession().orElseThrow().getPeerCertificates()[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * The address under which the service is reached now: {@code http://localhost:40001}, or over HTTPS by the name that
     * its certificate is for, which {@link ForwardedNames} leads to this machine.
     */
    public synchronized String url() {
        if (way.filter(WayToPod::isOpen).isEmpty()) {
            close();
            Pod pod = service.pods().stream()
                    .filter(Readiness::isPodReady)
                    .findFirst()
                    .orElseThrow(() -> new UncheckedIOException(new IOException("no pod of " + service + " is ready")));
            way = Optional.of(ClusterUnderTest.wayTo(pod, PORT));
        }
        int port = way.orElseThrow().port();
        return trust.isPresent() ? "https://" + service.host() + ":" + port : "http://localhost:" + port;
    }

    @Override
    public synchronized void close() {
        way.ifPresent(WayToPod::close);
        way = Optional.empty();
    }

    private HttpRequest.Builder request(String path) {
        return request(path, key);
    }

    private HttpRequest.Builder request(String path, Optional<String> withKey) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url() + path)).timeout(Duration.ofSeconds(60));
        withKey.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        return request;
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(request.method() + " " + request.uri() + " failed", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while talking to the service", e);
    }
}
