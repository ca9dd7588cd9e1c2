package dev.memoryservice.server.document.rest;

import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.document.Spool;
import dev.memoryservice.server.gate.Gate;
import dev.memoryservice.server.request.RefusedException;
import dev.memoryservice.server.request.RefusedException.Reason;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Has the forms of uploads received before they get to {@link DocumentResource}, so many at the same time and no more.
 * Comes after the gate, so only who has a key gets here.
 */
@Singleton
final class UploadReceiver {

    /** Runs after {@link Gate} has let a request in. */
    private static final int AFTER_GATE = 100;

    private static final int MOST_AT_ONCE = 4;

    private final Spool spool;
    private final Vertx vertx;
    private final Reception.Limits limits;
    private final AtomicInteger receiving = new AtomicInteger();

    UploadReceiver(Spool spool, Vertx vertx, ServerConfig config) {
        this.spool = spool;
        this.vertx = vertx;
        this.limits = new Reception.Limits(config.documents().files(), Gate.longestUpload(config));
    }

    void register(@Observes Filters filters) {
        filters.register(this::receive, AFTER_GATE);
    }

    private void receive(RoutingContext context) {
        if (!Gate.isUpload(context)) {
            context.next();
            return;
        }
        Reception reception = new Reception(vertx, context, limits);
        String type = context.request().headers().get(HttpHeaders.CONTENT_TYPE);
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
            reception.refuse(
                    Reason.BAD_VALUE,
                    "Send the document as multipart/form-data" + (type == null ? "" : ", not as '" + type + "'"));
        } else if (receiving.incrementAndGet() > MOST_AT_ONCE) {
            receiving.decrementAndGet();
            reception.refuse(Reason.BUSY, MOST_AT_ONCE + " uploads are being received already: try again in a second");
        } else {
            context.addEndHandler(ended -> receiving.decrementAndGet());
            // The disk is looked at before it is written to, and off the event loop.
            vertx.executeBlocking(() -> spool.withRoomFor(expected(context)))
                    .onSuccess(reception::begin)
                    .onFailure(e -> reception.refuse(
                            Reason.BUSY,
                            e instanceof RefusedException refused
                                    ? refused.getMessage()
                                    : "The upload cannot be kept"));
        }
    }

    /** What is said of a form that does not say its length: it may be as long as one can be. */
    private long expected(RoutingContext context) {
        String length = context.request().headers().get(HttpHeaders.CONTENT_LENGTH);
        return length == null ? limits.bytes() : Long.parseLong(length);
    }
}
