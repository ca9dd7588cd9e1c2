package dev.memoryservice.server.metrics;

import dev.memoryservice.server.events.EventStreams;
import dev.memoryservice.server.mcp.McpStreams;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.quarkus.micrometer.runtime.binder.vertx.HttpRequestMetric;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;

/** How the framework measures requests: a series for each route, method and status, never for an address. */
@Singleton
final class RequestMetrics {

    private static final String REQUESTS = "http.server.requests";

    /** Where the framework keeps the route of the REST method that it found. */
    private static final String REST_ROUTE = "UrlPathTemplate";

    private static final int FAILED = 400;

    /** Of an answer to a client that went away. The framework has counted the request then, with the status RESET. */
    private static final int UNHEARD = 499;

    /** Before the gate, whose refusals are requests as well. */
    private static final int FIRST = 3000;

    /** Streams end when the server closes them, or when the client does. */
    private static final Set<String> STREAMED = Set.of("200", "RESET");

    /** What is counted beside the duration: requests not longer than these. Few, because each is a series per route. */
    private static final double[] NANOSECONDS = Stream.of(50, 250, 1_000, 5_000)
            .mapToDouble(milliseconds -> Duration.ofMillis(milliseconds).toNanos())
            .toArray();

    /**
     * Gauges of the framework without a tag to tell the two ports apart: only the port that opens first is in them,
     * and the other one makes it warn at every start.
     */
    @Produces
    @Singleton
    MeterFilter withoutGaugesOfOnePort() {
        return MeterFilter.denyNameStartsWith("vertx.http.connections");
    }

    /** A stream that was open for an hour is no request that took an hour. */
    @Produces
    @Singleton
    MeterFilter withoutStreams() {
        return MeterFilter.deny(id -> id.getName().equals(REQUESTS)
                && "GET".equals(id.getTag("method"))
                && STREAMED.contains(String.valueOf(id.getTag("status")))
                && isStream(id.getTag("uri")));
    }

    /** A client that went away is no failure of the server, and is counted once. */
    @Produces
    @Singleton
    MeterFilter withoutUnheardAnswers() {
        return MeterFilter.deny(
                id -> id.getName().equals(REQUESTS) && Integer.toString(UNHEARD).equals(id.getTag("status")));
    }

    void register(@Observes Filters filters) {
        filters.register(RequestMetrics::watch, FIRST);
    }

    private static void watch(RoutingContext context) {
        context.addHeadersEndHandler(ended -> {
            markUnheard(context);
            nameUnrouted(context);
        });
        context.next();
    }

    /** Whatever the answer is: mostly a failure, since what it was made from did not come to its end. */
    private static void markUnheard(RoutingContext context) {
        if (context.response().closed()) {
            context.response().setStatusCode(UNHEARD);
        }
    }

    /**
     * A request that failed without having found a route is counted without its address: whoever has no key could make
     * as many series as there are addresses otherwise.
     */
    private static void nameUnrouted(RoutingContext context) {
        if (context.response().getStatusCode() >= FAILED && !isRouted(context)) {
            HttpRequestMetric metric = HttpRequestMetric.getRequestMetric(context);
            if (metric != null) {
                metric.setTemplatePath("UNKNOWN");
            }
        }
    }

    private static boolean isRouted(RoutingContext context) {
        Context current = Vertx.currentContext();
        Route route = context.currentRoute();
        return (current != null && current.getLocal(REST_ROUTE) != null)
                || (route != null && context.normalizedPath().equals(route.getPath()));
    }

    private static boolean isStream(String uri) {
        return uri != null && (EventStreams.PATHS.contains(uri) || McpStreams.isStream(uri));
    }

    @Produces
    @Singleton
    MeterFilter withDurations() {
        return new MeterFilter() {
            @Override
            public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
                return id.getName().equals(REQUESTS)
                        ? DistributionStatisticConfig.builder()
                                .serviceLevelObjectives(NANOSECONDS)
                                .build()
                                .merge(config)
                        : config;
            }
        };
    }
}
