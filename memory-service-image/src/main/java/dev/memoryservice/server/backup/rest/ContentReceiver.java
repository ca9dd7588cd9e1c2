package dev.memoryservice.server.backup.rest;

import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.backup.ReceivedBackup;
import dev.memoryservice.server.gate.Gate;
import dev.memoryservice.server.request.RefusedException;
import dev.memoryservice.server.request.RefusedException.Reason;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Has the backup that comes as the body of a request written to the disk as it arrives, so that none is ever held in
 * memory, before the request gets to {@link RestoresResource}. Comes after the gate, so only who administrates the
 * server gets here; one at a time.
 */
@Singleton
final class ContentReceiver {

    /** Runs after {@link Gate} has let a request in. */
    private static final int AFTER_GATE = 100;

    private static final Duration LONGEST = Duration.ofHours(1);

    private final Vertx vertx;
    private final ReceivedBackup.Folder folder;
    private final long limit;
    private final AtomicBoolean receiving = new AtomicBoolean();

    ContentReceiver(Vertx vertx, ReceivedBackup.Folder folder, ServerConfig config) {
        this.vertx = vertx;
        this.folder = folder;
        this.limit = config.backup().contentBytes();
    }

    void register(@Observes Filters filters) {
        filters.register(this::receive, AFTER_GATE);
    }

    private void receive(RoutingContext context) {
        if (!Gate.isBackup(context)) {
            context.next();
            return;
        }
        HttpServerRequest request = context.request().pause();
        if (!receiving.compareAndSet(false, true)) {
            goOn(
                    context,
                    Received.refused(Reason.OCCUPIED, "Another backup is being received: try again when it is there"));
            return;
        }
        context.addEndHandler(ended -> receiving.set(false));
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        vertx.executeBlocking(() -> folder.newFile(length == null ? 0 : Long.parseLong(length)))
                .compose(file -> vertx.fileSystem()
                        .open(
                                file.path().toString(),
                                new OpenOptions().setCreate(true).setWrite(true))
                        .onSuccess(open -> new Reception(context, file, open).begin()))
                .onFailure(e -> goOn(
                        context,
                        Received.refused(
                                Reason.BUSY,
                                e instanceof RuntimeException && e.getMessage() != null
                                        ? e.getMessage()
                                        : "The backup cannot be kept here")));
    }

    /** What became of it, for the resource. */
    private static void goOn(RoutingContext context, Received received) {
        context.put(Received.class.getName(), received);
        // What comes after shall not look for the body, nor measure it.
        context.request().headers().remove(HttpHeaders.CONTENT_LENGTH).remove(HttpHeaders.TRANSFER_ENCODING);
        if (received.refusal().isPresent() && !context.request().isEnded()) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        context.next();
    }

    /** The file, or why there is none. */
    record Received(Optional<ReceivedBackup> file, Optional<RefusedException> refusal) {

        static Received of(RoutingContext context) {
            return Optional.<Received>ofNullable(context.get(Received.class.getName()))
                    .orElseGet(() -> refused(
                            Reason.BAD_VALUE,
                            "Send the backup to /api/admin/restores/content, without more to the path"));
        }

        static Received refused(Reason reason, String message) {
            return new Received(Optional.empty(), Optional.of(new RefusedException(reason, message)));
        }
    }

    /** One body on its way in; all of it on the event loop of the connection. */
    private final class Reception {

        private final RoutingContext context;
        private final HttpServerRequest request;
        private final ReceivedBackup file;
        private final AsyncFile out;
        private final long timer;
        private long received;
        private boolean over;

        Reception(RoutingContext context, ReceivedBackup file, AsyncFile out) {
            this.context = context;
            this.request = context.request();
            this.file = file;
            this.out = out;
            timer = vertx.setTimer(
                    LONGEST.toMillis(),
                    late -> refuse(Reason.BAD_VALUE, "The backup takes longer than an hour to arrive"));
        }

        void begin() {
            out.exceptionHandler(e -> refuse(Reason.BUSY, "The scratch folder takes no more: " + e.getMessage()));
            request.handler(this::take);
            request.exceptionHandler(e -> abandon());
            request.endHandler(end -> ended());
            if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
                context.response().writeContinue();
            }
            request.resume();
        }

        private void take(Buffer data) {
            received += data.length();
            if (over) {
                return;
            }
            if (received > limit) {
                refuse(
                        Reason.TOO_LARGE,
                        "The backup is larger than " + limit
                                + " bytes: raise memory-service.backup.content-bytes, or put the file where the backups are");
                return;
            }
            out.write(data);
            if (out.writeQueueFull()) {
                request.pause();
                out.drainHandler(drained -> request.resume());
            }
        }

        private void ended() {
            if (over) {
                return;
            }
            over = true;
            vertx.cancelTimer(timer);
            out.close()
                    .onSuccess(closed -> goOn(context, new Received(Optional.of(file), Optional.empty())))
                    .onFailure(e -> {
                        file.close();
                        goOn(
                                context,
                                Received.refused(Reason.BUSY, "The scratch folder takes no more: " + e.getMessage()));
                    });
        }

        private void refuse(Reason reason, String message) {
            if (!over) {
                abandon();
                goOn(context, Received.refused(reason, message));
            }
        }

        private void abandon() {
            if (!over) {
                over = true;
                vertx.cancelTimer(timer);
                out.close().onComplete(closed -> file.close());
            }
        }
    }
}
