package dev.memoryservice.operator.verification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.operator.config.OperatorConfig;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** The few requests that the operator sends to a server. */
@Singleton
class ServerClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** No answer that is asked for here is longer; a longer one is not from a memory server. */
    private static final long MOST_BYTES = 1 << 20;

    /** A list of users or backups: a few hundred bytes for each, and a few thousand of them. */
    private static final long MOST_BYTES_OF_LISTS = 4 << 20;

    /** Erasing a large space takes longer than answering a question. */
    private static final Duration ERASURE_TIMEOUT = Duration.ofSeconds(60);

    /** Of a store that is a network away from the server. */
    private static final Duration ADMINISTRATION_TIMEOUT = Duration.ofSeconds(30);

    private static final String PROTOCOL_VERSION = "2025-11-25";
    private static final String SESSION = "Mcp-Session-Id";

    /** By it the lines of a server's log are found that are about a request of the operator's. */
    private static final String REQUEST_ID = "X-Request-Id";

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient plain = client().build();
    private final OperatorConfig config;

    ServerClient(OperatorConfig config) {
        this.config = config;
    }

    /** {@code GET /api/health/detailed}. */
    JsonNode health(VerificationTarget target) throws IOException, InterruptedException, VerificationFailure {
        URI address = URI.create(target.url() + "/api/health/detailed");
        HttpResponse<String> answer = send(request(address, target).GET(), target);
        requireSuccess(answer, "Unhealthy", "see the Pod's log");
        return json.readTree(answer.body());
    }

    /** {@code GET /admin/stats}. */
    JsonNode statistics(VerificationTarget target) throws IOException, InterruptedException, VerificationFailure {
        URI address = URI.create(target.url() + "/admin/stats");
        HttpResponse<String> answer = send(request(address, target).GET(), target);
        requireSuccess(answer, "StatisticsUnknown", "see the Pod's log");
        return json.readTree(answer.body());
    }

    /** {@code GET /api/admin/users}. */
    JsonNode users(VerificationTarget target) throws IOException, InterruptedException, VerificationFailure {
        URI address = URI.create(target.url() + "/api/admin/users");
        HttpResponse<String> answer = send(request(address, target).GET(), target, MOST_BYTES_OF_LISTS);
        requireSuccess(answer, "UsersUnknown", "see the Pod's log, and whether the image is one of this operator");
        return json.readTree(answer.body());
    }

    /** {@code DELETE /api/admin/tenants/{tenant}}. */
    JsonNode erase(VerificationTarget target, String tenant)
            throws IOException, InterruptedException, VerificationFailure {
        URI address = URI.create(target.url() + "/api/admin/tenants/" + tenant);
        HttpResponse<String> answer =
                send(request(address, target).timeout(ERASURE_TIMEOUT).DELETE(), target);
        requireSuccess(answer, "ErasureFailed", "see the Pod's log");
        return json.readTree(answer.body());
    }

    /** An administrative request of any kind; an answer that says no is an answer. */
    ServerReply exchange(VerificationTarget target, String method, String path, Optional<JsonNode> body)
            throws IOException, InterruptedException, VerificationFailure {
        HttpRequest.Builder request = request(URI.create(target.url() + path), target)
                .timeout(ADMINISTRATION_TIMEOUT)
                .method(
                        method,
                        body.isPresent()
                                ? BodyPublishers.ofString(json.writeValueAsString(body.get()))
                                : BodyPublishers.noBody());
        if (body.isPresent()) {
            request.header("Content-Type", "application/json");
        }
        HttpResponse<String> answer = send(request, target, MOST_BYTES_OF_LISTS);
        return new ServerReply(
                answer.statusCode(),
                answer.headers().firstValue("Retry-After").isPresent(),
                parse(answer.body()),
                method + " " + path);
    }

    private JsonNode parse(String body) {
        try {
            return json.readTree(body);
        } catch (IOException notJson) {
            return json.getNodeFactory().textNode(excerpt(body));
        }
    }

    /**
     * The MCP handshake: {@code initialize}, {@code notifications/initialized}, and the end of the session where the
     * server opened one, so that verifying leaves nothing behind.
     *
     * @return the protocol revision that the server agreed to
     */
    String handshake(VerificationTarget target) throws IOException, InterruptedException, VerificationFailure {
        HttpResponse<String> answer = send(post(target, initialize()), target);
        requireSuccess(answer, "HandshakeFailed", "see the Pod's log");
        JsonNode message = message(answer);
        String revision = message.path("result").path("protocolVersion").asText("");
        if (revision.isEmpty()) {
            throw new VerificationFailure(
                    "HandshakeFailed",
                    "%s answered the MCP initialize request with %s instead of a protocol version; see the Pod's log"
                            .formatted(target.mcpUrl(), excerpt(answer.body())));
        }
        Optional<String> session = answer.headers().firstValue(SESSION);
        requireSuccess(
                send(inSession(post(target, initialized()), session, revision), target),
                "HandshakeFailed",
                "see the Pod's log");
        if (session.isPresent()) {
            send(inSession(request(URI.create(target.mcpUrl()), target).DELETE(), session, revision), target);
        }
        return revision;
    }

    private HttpResponse<String> send(HttpRequest.Builder request, VerificationTarget target)
            throws IOException, InterruptedException, VerificationFailure {
        return send(request, target, MOST_BYTES);
    }

    /** A server over HTTPS has a client of its own for as long as a request takes: each trusts another authority. */
    private HttpResponse<String> send(HttpRequest.Builder request, VerificationTarget target, long mostBytes)
            throws IOException, InterruptedException, VerificationFailure {
        BodyHandler<String> body = BodyHandlers.limiting(BodyHandlers.ofString(), mostBytes);
        if (!target.url().startsWith("https:")) {
            return plain.send(request.build(), body);
        }
        try (HttpClient client =
                client().sslContext(Trust.in(target.authority())).build()) {
            HttpResponse<String> answer = client.send(request.build(), body);
            requireValidNow(answer.sslSession());
            return answer;
        } catch (SSLHandshakeException | CertificateException | SSLPeerUnverifiedException untrusted) {
            throw new VerificationFailure(
                    "CertificateNotTrusted",
                    "%s proves itself with a certificate that clients refuse (%s); see the condition CertificateReady."
                                    .formatted(target.url(), untrusted.getMessage())
                            + " A renewed certificate takes up to two minutes to reach the server");
        }
    }

    /** Java does not look at the dates of a certificate that is its own authority; other clients do. */
    private static void requireValidNow(Optional<SSLSession> session)
            throws CertificateException, SSLPeerUnverifiedException {
        if (session.isPresent() && session.get().getPeerCertificates()[0] instanceof X509Certificate certificate) {
            certificate.checkValidity();
        }
    }

    private static HttpClient.Builder client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT);
    }

    private HttpRequest.Builder post(VerificationTarget target, Object message) throws IOException {
        return request(URI.create(target.mcpUrl()), target)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(json.writeValueAsString(message)));
    }

    private static HttpRequest.Builder request(URI address, VerificationTarget target) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(TIMEOUT).header(REQUEST_ID, "operator-" + nextRequest());
        target.key().ifPresent(key -> request.header("Authorization", "Bearer " + key));
        return request;
    }

    /** To be told from others, not to be guessed or not. */
    private static String nextRequest() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    private static HttpRequest.Builder inSession(
            HttpRequest.Builder request, Optional<String> session, String revision) {
        session.ifPresent(id -> request.header(SESSION, id));
        return request.header("MCP-Protocol-Version", revision);
    }

    private Map<String, Object> initialize() {
        return Map.of(
                "jsonrpc",
                "2.0",
                "id",
                1,
                "method",
                "initialize",
                "params",
                Map.of(
                        "protocolVersion",
                        PROTOCOL_VERSION,
                        "capabilities",
                        Map.of(),
                        "clientInfo",
                        Map.of("name", "memory-service-operator", "version", config.version())));
    }

    private static Map<String, Object> initialized() {
        return Map.of("jsonrpc", "2.0", "method", "notifications/initialized");
    }

    /** The JSON-RPC message of an answer, which may be framed as a server-sent event. */
    private JsonNode message(HttpResponse<String> answer) throws IOException {
        boolean framed = answer.headers()
                .firstValue("Content-Type")
                .filter(type -> type.startsWith("text/event-stream"))
                .isPresent();
        return json.readTree(framed ? firstEvent(answer.body()) : answer.body());
    }

    private static String firstEvent(String stream) {
        return stream.lines()
                .dropWhile(line -> !line.startsWith("data:")
                        || line.substring("data:".length()).isBlank())
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.startsWith("data:"))
                .map(line -> line.substring("data:".length()).strip())
                .collect(Collectors.joining("\n"));
    }

    private static void requireSuccess(HttpResponse<String> answer, String reason, String advice)
            throws VerificationFailure {
        int status = answer.statusCode();
        if (status == 401 || status == 403) {
            throw new VerificationFailure(
                    "Unauthorized",
                    "%s answered %d to the operator's key; see whether the server has loaded the Secret with the keys"
                            .formatted(answer.uri(), status));
        }
        if (status < 200 || status > 299) {
            throw new VerificationFailure(
                    reason, "%s answered %d: %s; %s".formatted(answer.uri(), status, excerpt(answer.body()), advice));
        }
    }

    private static String excerpt(String body) {
        String text = body.strip();
        return "\"" + (text.length() > 200 ? text.substring(0, 200) + "…" : text) + "\"";
    }
}
