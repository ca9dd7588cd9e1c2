package dev.memoryservice.server.oauth;

import dev.memoryservice.server.oauth.client.Addresses;
import dev.memoryservice.server.oauth.client.DocumentFetcher;
import io.quarkus.arc.DefaultBean;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** What the classes of OAuth are given from outside. */
final class OAuthComponents {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Produces
    @Singleton
    @DefaultBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    @DefaultBean
    DocumentFetcher fetcher(Vertx vertx) {
        return new DocumentFetcher(Addresses.PUBLIC, vertx, new HttpClientOptions(), PATIENCE);
    }
}
