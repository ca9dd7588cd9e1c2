package dev.memoryservice.server.logging;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/**
 * Gives each request an id: the one that the client sends in {@code X-Request-Id}, or a new one. The answer carries it,
 * and each line that is logged while somebody works on the request. With a W3C trace context ({@code traceparent}) the
 * lines carry the id of the trace as well.
 */
@Singleton
public final class RequestIds {

    public static final String HEADER = "X-Request-Id";

    /** What log lines call it. */
    public static final String KEY = "requestId";

    private static final String TRACE_KEY = "traceId";

    /** Before the gate, whose refusals have an id as well. */
    private static final int FIRST = 2000;

    /** What others send lands in the log: nothing that could look like a line of it, or like markup. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/=+-]{0,63}");

    void register(@Observes Filters filters) {
        filters.register(RequestIds::begin, FIRST);
    }

    /** The id of a request. */
    public static String of(RoutingContext context) {
        return Optional.<String>ofNullable(context.get(KEY)).orElse("");
    }

    /** Whether a text may be the id of a request. */
    public static boolean isOne(String text) {
        return ID.matcher(text).matches();
    }

    private static void begin(RoutingContext context) {
        HttpServerRequest request = context.request();
        String id = Optional.ofNullable(request.getHeader(HEADER))
                .filter(RequestIds::isOne)
                .orElseGet(RequestIds::generate);
        context.put(KEY, id);
        context.response().putHeader(HEADER, id);
        // Kept by the framework with the request, on whatever thread it is worked on.
        MDC.put(KEY, id);
        TraceParent.of(request).ifPresent(parent -> traced(parent.trace()));
        context.next();
    }

    /** Says which trace the request is part of that is worked on now. */
    public static void traced(String trace) {
        MDC.put(TRACE_KEY, trace);
    }

    /** A new one, to be told from others, not to be guessed or not. */
    public static String generate() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }
}
