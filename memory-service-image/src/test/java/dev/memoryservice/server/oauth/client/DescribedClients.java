package dev.memoryservice.server.oauth.client;

import dev.memoryservice.server.tls.TestCertificate;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Descriptions of clients on this machine, from where the tests' server may fetch them, other than a real one: over HTTPS,
 * with an authority that it trusts when there is a first description.
 */
public final class DescribedClients implements AutoCloseable {

    private static final HttpClientOptions TRUST = new HttpClientOptions();

    private final HttpServer server;

    private DescribedClients(HttpServer server) {
        this.server = server;
    }

    /** What takes the place of the fetcher of public addresses. */
    static final class Fetcher {

        @Produces
        @Singleton
        DocumentFetcher ofThisMachine(Vertx vertx) {
            return new DocumentFetcher(InetAddress::isLoopbackAddress, vertx, TRUST, Duration.ofMinutes(1));
        }
    }

    /** Serves the description of a public client. */
    public static DescribedClients serve(Vertx vertx, String name, String redirect) throws Exception {
        TestCertificate certificate = TestCertificate.make();
        TRUST.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(certificate.certificate())));
        HttpServer server = vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .setCertValue(Buffer.buffer(certificate.certificate()))
                                .setKeyValue(Buffer.buffer(certificate.key()))))
                .requestHandler(request -> request.response()
                        .putHeader("Content-Type", "application/json")
                        .end(new JsonObject()
                                .put("client_id", address(request.localAddress().port()))
                                .put("client_name", name)
                                .put("redirect_uris", new JsonArray().add(redirect))
                                .toBuffer()))
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        return new DescribedClients(server);
    }

    /** The client's id. */
    public String address() {
        return address(server.actualPort());
    }

    private static String address(int port) {
        return "https://localhost:" + port + "/client.json";
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }
}
