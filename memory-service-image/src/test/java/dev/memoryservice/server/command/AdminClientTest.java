package dev.memoryservice.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a command does about answers that a whole server gives only in the middle of a fault. */
@Timeout(60)
class AdminClientTest {

    private record Answer(int status, Optional<String> retryAfter) {}

    private final Queue<Answer> answers = new ArrayDeque<>();
    private HttpServer server;
    private AdminClient client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            Answer answer = answers.remove();
            answer.retryAfter()
                    .ifPresent(seconds -> exchange.getResponseHeaders().add("Retry-After", seconds));
            byte[] body = "{\"detail\": \"what the server says\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        client = new AdminClient(
                URI.create("http://localhost:" + server.getAddress().getPort()), Optional.empty(), Optional.empty());
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    @Test
    void aPlaceOfBackupsThatIsAwayIsAskedForAgain() throws Exception {
        answers.addAll(List.of(new Answer(507, Optional.of("1")), new Answer(202, Optional.empty())));

        assertThat(client.post("/api/admin/backups", AdminClient.object())
                        .path("detail")
                        .asText())
                .isEqualTo("what the server says");
        assertThat(answers).isEmpty();
    }

    @Test
    void onlyOnceIsAFullPlaceAskedFor() {
        answers.addAll(List.of(new Answer(507, Optional.empty()), new Answer(202, Optional.empty())));

        assertThatThrownBy(() -> client.post("/api/admin/backups", AdminClient.object()))
                .isInstanceOf(AdminClient.Failure.class)
                .hasMessageContaining("/api/admin/backups answered 507: what the server says");
        assertThat(answers).hasSize(1);
    }
}
