package dev.memoryservice.server.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.oauth.Attempts;
import dev.memoryservice.server.oauth.http.OAuthException;
import dev.memoryservice.server.tls.TestCertificate;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The descriptions lie on a server of the loopback here, which is allowed in tests only. */
class MetadataDocumentsTest {

    private static TestCertificate certificate;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificate = TestCertificate.make();
    }

    @BeforeEach
    void serve() {
        server = vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .setCertValue(Buffer.buffer(certificate.certificate()))
                                .setKeyValue(Buffer.buffer(certificate.key()))))
                .requestHandler(this::answer)
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void answer(HttpServerRequest request) {
        asked.incrementAndGet();
        String id = address(request.path());
        String document = "{\"client_id\":\"" + id + "\",\"client_name\":\"A client\",\"redirect_uris\":"
                + "[\"http://127.0.0.1/callback\"]}";
        request.response().putHeader("Content-Type", "application/json");
        switch (request.path()) {
            case "/good.json" -> request.response().end(document);
            case "/other.json" -> request.response().end(document.replace("other", "another"));
            case "/secret.json" ->
                request.response()
                        .end(document.replace("{", "{\"token_endpoint_auth_method\":\"client_secret_basic\","));
            case "/redirected.json" ->
                request.response()
                        .setStatusCode(302)
                        .putHeader("Location", address("/good.json"))
                        .end();
            case "/long.json" -> request.response().end(document + " ".repeat(20_000));
            case "/text.json" ->
                request.response().putHeader("Content-Type", "text/html").end(document);
            case "/nothing.json" -> request.response().end("nothing");
            case "/slow.json" -> request.response().setChunked(true).write("{");
            default -> request.response().setStatusCode(404).end();
        }
    }

    @Test
    void aClientIsWhatItsDescriptionSaysAndIsAskedOnce() {
        MetadataDocuments documents = documents(InetAddress::isLoopbackAddress);

        Client client = documents.read(address("/good.json"));

        assertThat(client.name()).isEqualTo("A client");
        assertThat(client.isPublic()).isTrue();
        assertThat(client.redirectUris()).containsExactly("http://127.0.0.1/callback");
        assertThat(documents.read(address("/good.json"))).isEqualTo(client);
        assertThat(asked).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/other.json",
                "/secret.json",
                "/redirected.json",
                "/long.json",
                "/text.json",
                "/nothing.json",
                "/missing.json"
            })
    void aDescriptionThatIsNoneIsRefused(String path) {
        MetadataDocuments documents = documents(InetAddress::isLoopbackAddress);

        assertThatThrownBy(() -> documents.read(address(path)))
                .isInstanceOfSatisfying(
                        OAuthException.class, e -> assertThat(e.error()).isEqualTo("invalid_client_metadata"));
        assertThat(asked).hasValue(1);
    }

    @Test
    void aDescriptionThatDoesNotEndIsNotWaitedFor() {
        MetadataDocuments documents = documents(InetAddress::isLoopbackAddress, Duration.ofSeconds(5));

        assertThatThrownBy(() -> documents.read(address("/slow.json")))
                .isInstanceOfSatisfying(
                        OAuthException.class, e -> assertThat(e.error()).isEqualTo("invalid_client_metadata"));
        assertThat(asked).hasValue(1);
    }

    @Test
    void nothingOfThisMachineIsEverAsked() {
        MetadataDocuments documents = documents(Addresses.PUBLIC);

        for (String host : new String[] {"localhost", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"}) {
            assertThatThrownBy(() -> documents.read("https://" + host + ":" + server.actualPort() + "/good.json"))
                    .isInstanceOf(OAuthException.class)
                    .hasMessageContaining("not on the public Internet");
        }
        assertThat(asked).hasValue(0);
    }

    @Test
    void oneHostIsNotAskedOverAndOver() {
        MetadataDocuments documents = documents(InetAddress::isLoopbackAddress);
        for (int i = 0; i < 10; i++) {
            String id = address("/missing-" + i);
            assertThatThrownBy(() -> documents.read(id)).isInstanceOf(OAuthException.class);
        }

        assertThatThrownBy(() -> documents.read(address("/good.json")))
                .isInstanceOfSatisfying(
                        OAuthException.class, e -> assertThat(e.status()).isEqualTo(429));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/client.json",
                "https://example.com",
                "https://example.com/",
                "https://user@example.com/client.json",
                "https://example.com/client.json#x",
                "https://example.com/a/../client.json",
                "https:///client.json",
                "ftp://example.com/client.json"
            })
    void anAddressOfAnotherFormIsNoClient(String id) {
        assertThat(MetadataDocuments.isAddress(id)).isFalse();
    }

    /** With more patience than a busy machine needs. */
    private MetadataDocuments documents(Addresses addresses) {
        return documents(addresses, Duration.ofMinutes(1));
    }

    private MetadataDocuments documents(Addresses addresses, Duration patience) {
        HttpClientOptions trusting = new HttpClientOptions()
                .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(certificate.certificate())));
        Clock clock = Clock.systemUTC();
        return new MetadataDocuments(
                new DocumentFetcher(addresses, vertx, trusting, patience),
                new ObjectMapper(),
                Attempts.with(clock),
                clock);
    }

    private String address(String path) {
        return "https://localhost:" + server.actualPort() + path;
    }
}
