package dev.memoryservice.server.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Vertx;

/** The trace of the request that the present thread works on. */
public final class TracedRequest {

    private static final String KEY = TracedRequest.class.getName();

    private final Tracer tracer;
    private final Span span;

    TracedRequest(Tracer tracer, Span span) {
        this.tracer = tracer;
        this.span = span;
    }

    /** Says that what runs in this context of the framework, on whatever thread, is about the request. */
    void enter(io.vertx.core.Context context) {
        context.putLocal(KEY, this);
    }

    /**
     * Begins a step of the request that this thread works on; costs nothing where none is traced.
     *
     * @param name of a few that there are; never of contents
     */
    public static Step step(String name) {
        io.vertx.core.Context context = Vertx.currentContext();
        // What the server does by itself runs in a context that no request may leave anything in.
        TracedRequest request =
                context == null || !VertxContext.isDuplicatedContext(context) ? null : context.getLocal(KEY);
        return request == null ? Step.UNTRACED : request.begin(name);
    }

    private Step begin(String name) {
        Span step =
                tracer.spanBuilder(name).setParent(Context.root().with(span)).startSpan();
        return new Step() {
            @Override
            public void failed() {
                step.setStatus(StatusCode.ERROR);
            }

            @Override
            public void close() {
                step.end();
            }
        };
    }
}
