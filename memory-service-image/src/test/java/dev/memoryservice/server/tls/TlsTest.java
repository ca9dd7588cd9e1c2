package dev.memoryservice.server.tls;

import static dev.memoryservice.server.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.command.Command;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@WithTestResource(RunningServer.class)
@WithTestResource(MountedCertificate.class)
class TlsTest {

    @TestHTTPResource(value = "/", tls = true)
    URI server;

    MountedCertificate mounted;

    @Test
    void thePortSpeaksHttpsAndTellsBrowsersToStayWithIt() throws Exception {
        HttpResponse<String> answer = get(client(mounted.current()), "/api/health");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.sslSession().orElseThrow().getProtocol()).isIn("TLSv1.3", "TLSv1.2");
        assertThat(answer.headers().firstValue("Strict-Transport-Security")).hasValue("max-age=31536000");
    }

    @Test
    void thePortSpeaksNothingElse() {
        URI plain = URI.create("http://localhost:" + server.getPort() + "/api/health");

        assertThatThrownBy(() -> HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(plain).build(), BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aRenewedCertificateServesNewConnectionsAndCutsNoOldOne() throws Exception {
        TestCertificate old = mounted.current();
        try (HttpClient listening = client(old)) {
            HttpResponse<Stream<String>> events =
                    listening.send(request("/api/events").build(), BodyHandlers.ofLines());
            List<String> heard = new CopyOnWriteArrayList<>();
            Thread.ofVirtual().start(() -> events.body().forEach(heard::add));
            await().until(() -> heard.contains("event: connection_established"));

            TestCertificate renewed = mounted.renew();

            await().ignoreExceptions().until(() -> presented(renewed).equals(renewed.parsed()));
            store(renewed, "said over the renewed certificate");
            await().until(() -> heard.contains("event: memory_stored"));
            // Closing the client would wait for the stream, which never ends by itself.
            listening.shutdownNow();
        }
    }

    @Test
    void whoConnectsWhileTheCertificateIsRenewedIsServed() throws Exception {
        TestCertificate one = mounted.current();
        TestCertificate other = TestCertificate.make();
        SSLSocketFactory trusting = one.trust(other).getSocketFactory();
        AtomicBoolean renewing = new AtomicBoolean(true);
        List<IOException> failures = new CopyOnWriteArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 2; i++) {
                clients.execute(() -> {
                    while (renewing.get()) {
                        try (SSLSocket socket = (SSLSocket) trusting.createSocket("localhost", server.getPort())) {
                            socket.startHandshake();
                        } catch (IOException e) {
                            failures.add(e);
                        }
                    }
                });
            }
            try {
                for (TestCertificate next : List.of(other, one, other, one, other)) {
                    mounted.renew(next);
                    await().ignoreExceptions().until(() -> presented(one, other).equals(next.parsed()));
                }
            } finally {
                renewing.set(false);
            }
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void theMetricsSayWhenTheCertificateExpires() throws Exception {
        double expiry =
                (double) mounted.current().parsed().getNotAfter().toInstant().getEpochSecond();

        await().untilAsserted(() -> assertThat(
                        get(client(mounted.current()), "/metrics").body().lines())
                .filteredOn(line -> line.startsWith("memory_service_certificate_expiry_timestamp_seconds"))
                .singleElement()
                .satisfies(line -> assertThat(Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                        .isEqualTo(expiry)));
    }

    @Test
    void aKeyThatBelongsToAnotherCertificateLeavesTheLastGoodPairInForce() throws Exception {
        TestCertificate good = mounted.current();
        mounted.mount(good.certificate(), TestCertificate.make().key());

        await().during(Duration.ofMillis(500)).until(() -> presented(good).equals(good.parsed()));

        TestCertificate next = mounted.renew();
        await().ignoreExceptions().until(() -> presented(next).equals(next.parsed()));
    }

    @Test
    void aCommandTrustsTheAuthoritiesOfTheFileAndNoOthers(@TempDir Path directory) throws Exception {
        Path trusted =
                Files.writeString(directory.resolve("ca.crt"), mounted.current().certificate());
        Path other = Files.writeString(
                directory.resolve("other.crt"), TestCertificate.make().certificate());

        assertThat(export(directory.resolve("trusted.jsonl.gz"), trusted).status())
                .isZero();
        Command.Ended refused = export(directory.resolve("refused.jsonl.gz"), other);
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.errors()).contains("SSLHandshakeException");
    }

    private Command.Ended export(Path file, Path authorities) throws Exception {
        String own = "https://localhost:" + server.getPort();
        return Command.of("export", file.toString(), "--url", own, "--ca-file", authorities.toString())
                .with("MEMORY_SERVICE_AUTH_API_KEY", RunningServer.KEY)
                .run();
    }

    private Certificate presented(TestCertificate trusted, TestCertificate... others) throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(trusted.trust(others)).build()) {
            return get(client, "/api/health").sslSession().orElseThrow().getPeerCertificates()[0];
        }
    }

    private void store(TestCertificate trusted, String content) throws Exception {
        try (HttpClient client = client(trusted)) {
            assertThat(client.send(
                                    request("/api/memories")
                                            .header("Content-Type", "application/json")
                                            .POST(HttpRequest.BodyPublishers.ofString(
                                                    "{\"content\":\"" + content + "\"}"))
                                            .build(),
                                    BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private HttpResponse<String> get(HttpClient client, String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path)).header("Authorization", "Bearer " + RunningServer.KEY);
    }

    private static HttpClient client(TestCertificate trusted) throws Exception {
        return HttpClient.newBuilder().sslContext(trusted.trust()).build();
    }
}
