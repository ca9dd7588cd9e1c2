package dev.memoryservice.server.health;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * The kubelet's probes on port 9000, which need no key and therefore say nothing but up or down. Whatever else a
 * framework would put on this port is hidden.
 */
@Singleton
public final class Probes {

    private final Readiness readiness;
    private final Vertx vertx;

    Probes(Readiness readiness, Vertx vertx) {
        this.readiness = readiness;
        this.vertx = vertx;
    }

    void register(@Observes ManagementInterface management) {
        Router router = management.router();
        // Negative orders come before the routes of the framework.
        router.get("/health/live").order(-3).handler(context -> answer(context, true));
        // The port opens when everything is loaded.
        router.get("/health/started").order(-3).handler(context -> answer(context, true));
        router.get("/health/ready").order(-3).handler(this::ready);
        router.route()
                .order(-2)
                .handler(context -> context.response().setStatusCode(404).end());
    }

    private void ready(RoutingContext context) {
        vertx.executeBlocking(readiness::ready, false)
                .onComplete(result -> answer(context, result.succeeded() && result.result()));
    }

    private static void answer(RoutingContext context, boolean up) {
        context.response()
                .setStatusCode(up ? 200 : 503)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(up ? "{\"status\":\"UP\"}" : "{\"status\":\"DOWN\"}");
    }
}
