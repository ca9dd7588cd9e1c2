package dev.memoryservice.server.tracing;

import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.logging.RequestIds;
import dev.memoryservice.server.logging.TraceParent;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Makes a span of each request and of the steps in it, and sends them to a collector by OTLP over HTTP. When the collector
 * is slow or gone, spans are dropped and requests do not notice. Names and attributes are routes, methods and statuses:
 * nothing that somebody stored or asked.
 *
 * <p>Not the framework's own extension, which brings 12 MB for a protocol over gRPC that is not needed.
 */
final class Tracing implements AutoCloseable {

    private static final Duration SEND_EVERY = Duration.ofSeconds(1);
    private static final Duration LONGEST_SENDING = Duration.ofSeconds(10);
    private static final Duration LAST_SENDING = Duration.ofSeconds(3);
    private static final int MOST_WAITING = 2048;
    private static final double PERCENT = 100;

    /** Where the framework keeps the route of the REST method that it found. */
    private static final String ROUTE = "UrlPathTemplate";

    private final SdkTracerProvider provider;
    private final Tracer tracer;

    /** @param endpoint the collector's address, to which {@code /v1/traces} is added */
    Tracing(String endpoint, ServerConfig.Tracing config, String version) {
        AttributesBuilder server =
                Attributes.builder().put("service.name", config.serviceName()).put("service.version", version);
        config.serviceNamespace().ifPresent(namespace -> server.put("service.namespace", namespace));
        provider = SdkTracerProvider.builder()
                .setResource(Resource.create(server.build()))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(config.samplingPercent() / PERCENT)))
                .addSpanProcessor(BatchSpanProcessor.builder(OtlpHttpSpanExporter.builder()
                                .setEndpoint(endpoint.replaceAll("/+$", "") + "/v1/traces")
                                .setTimeout(LONGEST_SENDING)
                                .build())
                        .setScheduleDelay(SEND_EVERY)
                        .setMaxQueueSize(MOST_WAITING)
                        .build())
                .build();
        tracer = provider.get("dev.memoryservice");
    }

    /** Begins the span of a request, which ends with its answer. */
    void begin(RoutingContext context) {
        HttpServerRequest request = context.request();
        String method = request.method().name();
        Span span = tracer.spanBuilder(method)
                .setSpanKind(SpanKind.SERVER)
                .setParent(parent(request))
                .setAttribute("http.request.method", method)
                .setAttribute("request.id", RequestIds.of(context))
                .startSpan();
        io.vertx.core.Context current = Vertx.currentContext();
        new TracedRequest(tracer, span).enter(current);
        RequestIds.traced(span.getSpanContext().getTraceId());
        context.addEndHandler(ended -> end(span, context, current));
        context.next();
    }

    private static void end(Span span, RoutingContext context, io.vertx.core.Context current) {
        int status = context.response().getStatusCode();
        span.setAttribute("http.response.status_code", status);
        Optional.<String>ofNullable(current.getLocal(ROUTE))
                .ifPresent(route -> span.updateName(context.request().method() + " " + route)
                        .setAttribute("http.route", route));
        if (status >= 500) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }

    private static Context parent(HttpServerRequest request) {
        return TraceParent.of(request)
                .map(parent -> Context.root()
                        .with(Span.wrap(SpanContext.createFromRemoteParent(
                                parent.trace(),
                                parent.span(),
                                parent.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                                TraceState.getDefault()))))
                .orElse(Context.root());
    }

    /** Sends what waits. */
    @Override
    public void close() {
        provider.shutdown().join(LAST_SENDING.toMillis(), TimeUnit.MILLISECONDS);
    }
}
