package dev.memoryservice.operator.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ReachableApiServerTest {

    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void theOperatorWaitsForAnApiServerThatIsNotThereYet() throws Exception {
        int port = freePort();
        try (KubernetesClient client = client(port)) {
            CompletableFuture<Void> waiting = wait(client);
            Awaitility.await().during(Duration.ofMillis(300)).until(() -> !waiting.isDone());

            HttpServer server = serve(port, 200);

            Awaitility.await().until(waiting::isDone);
            server.stop(0);
        }
    }

    @Test
    void anApiServerThatIsStillStartingIsAskedAgain() throws Exception {
        int port = freePort();
        HttpServer server = serve(port, 503, 429, 200);
        try (KubernetesClient client = client(port)) {
            Awaitility.await().until(wait(client)::isDone);
        }
        server.stop(0);

        assertThat(asked).hasValue(3);
    }

    @Test
    void aRefusalIsAnAnswerThatTheOperatorTellsLater() throws Exception {
        int port = freePort();
        HttpServer server = serve(port, 401);
        try (KubernetesClient client = client(port)) {
            Awaitility.await().until(wait(client)::isDone);
        }
        server.stop(0);

        assertThat(asked).hasValue(1);
    }

    private static CompletableFuture<Void> wait(KubernetesClient client) {
        return CompletableFuture.runAsync(() -> {
            try {
                new ReachableApiServer(client, Duration.ofMillis(20)).await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static KubernetesClient client(int port) {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + port)
                // Each answer is to be seen.
                .withRequestRetryBackoffLimit(0)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private HttpServer serve(int port, int... statuses) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/version", exchange -> {
            byte[] body = "{\"major\": \"1\", \"minor\": \"34\", \"gitVersion\": \"v1.34.2\"}"
                    .getBytes(StandardCharsets.UTF_8);
            int status = statuses[Math.min(asked.getAndIncrement(), statuses.length - 1)];
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
