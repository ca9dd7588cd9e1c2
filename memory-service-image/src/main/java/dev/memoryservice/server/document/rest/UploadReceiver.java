package dev.memoryservice.server.document.rest;

import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.document.ReceivedFile;
import dev.memoryservice.server.document.Spool;
import dev.memoryservice.server.gate.Gate;
import dev.memoryservice.server.request.RefusedException;
import dev.memoryservice.server.request.RefusedException.Reason;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Streams the files of an upload to the disk as they arrive, so that none is ever held in memory, and passes the rest of
 * the form on to {@link DocumentResource}. Comes after the gate, so only who has a key gets here.
 */
@Singleton
final class UploadReceiver {

    /** Runs after {@link Gate} has let a request in. */
    private static final int AFTER_GATE = 100;

    private static final int MOST_AT_ONCE = 4;
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Spool spool;
    private final Vertx vertx;
    private final int mostFiles;
    private final AtomicInteger receiving = new AtomicInteger();

    UploadReceiver(Spool spool, Vertx vertx, ServerConfig config) {
        this.spool = spool;
        this.vertx = vertx;
        this.mostFiles = config.documents().files();
    }

    void register(@Observes Filters filters) {
        filters.register(this::receive, AFTER_GATE);
    }

    private void receive(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!request.method().equals(HttpMethod.POST) || !Gate.UPLOADS.contains(context.normalizedPath())) {
            context.next();
            return;
        }
        String type =
                String.valueOf(request.getHeader(HttpHeaders.CONTENT_TYPE)).toLowerCase(Locale.ROOT);
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (!type.startsWith("multipart/form-data")) {
            refuse(context, Reason.BAD_VALUE, "Send the document as multipart/form-data, not as '" + type + "'");
        } else if (length == null) {
            refuse(context, Reason.BAD_VALUE, "Send the length of the form in Content-Length, not in chunks");
        } else if (receiving.incrementAndGet() > MOST_AT_ONCE) {
            receiving.decrementAndGet();
            refuse(context, Reason.BUSY, MOST_AT_ONCE + " uploads are being received already: try again in a second");
        } else {
            context.addEndHandler(ended -> receiving.decrementAndGet());
            // The disk is looked at before it is written to, and off the event loop.
            vertx.executeBlocking(() -> spool.newFile(Long.parseLong(length)))
                    .onSuccess(first -> receive(context, first.getParent()))
                    .onFailure(e -> refuse(
                            context,
                            Reason.BUSY,
                            e instanceof RefusedException refused
                                    ? refused.getMessage()
                                    : "The upload cannot be kept"));
            request.pause();
        }
    }

    private void receive(RoutingContext context, Path directory) {
        HttpServerRequest request = context.request();
        List<ReceivedFile> files = new ArrayList<>();
        List<Future<Void>> writing = new ArrayList<>();
        boolean[] done = {false};
        long timer =
                vertx.setTimer(LONGEST.toMillis(), late -> request.connection().close());
        request.setExpectMultipart(true);
        request.uploadHandler(upload -> {
            if (files.size() < mostFiles) {
                writing.add(write(upload, directory, files));
            } else {
                files.add(ReceivedFile.of(upload.filename(), directory.resolve("none"), 0));
                upload.handler(ignored -> {});
            }
        });
        request.exceptionHandler(e -> {
            if (!done[0]) {
                done[0] = true;
                vertx.cancelTimer(timer);
                Future.join(writing).onComplete(written -> {
                    files.forEach(file -> Spool.delete(file.content()));
                    refuse(context, Reason.BAD_VALUE, "The form is malformed: it does not read as multipart/form-data");
                });
            }
        });
        request.endHandler(end -> Future.join(writing).onComplete(written -> {
            if (!done[0]) {
                done[0] = true;
                vertx.cancelTimer(timer);
                form(files, request, written.failed()).attachTo(context);
                pass(context);
            }
        }));
        request.resume();
    }

    private ReceivedForm form(List<ReceivedFile> files, HttpServerRequest request, boolean failed) {
        if (failed) {
            return ReceivedForm.refused(
                    files, new RefusedException(Reason.BUSY, "The volume for uploads takes no more: free space on it"));
        }
        if (files.size() > mostFiles) {
            return ReceivedForm.refused(
                    files,
                    new RefusedException(
                            Reason.TOO_LARGE,
                            files.size() + " files in one upload, and the limit is " + mostFiles
                                    + ": send them in several"));
        }
        return ReceivedForm.of(sized(files), request.formAttributes());
    }

    /** The sizes are known when all is written. */
    private static List<ReceivedFile> sized(List<ReceivedFile> files) {
        return files.stream()
                .map(file -> new ReceivedFile(
                        file.name(), file.content(), file.content().toFile().length()))
                .toList();
    }

    private static Future<Void> write(HttpServerFileUpload upload, Path directory, List<ReceivedFile> files) {
        Path content = directory.resolve(UUID.randomUUID().toString());
        files.add(ReceivedFile.of(upload.filename(), content, 0));
        return upload.streamToFileSystem(content.toString());
    }

    /** For a request whose body will not be read: its connection is of no more use. */
    private static void refuse(RoutingContext context, Reason reason, String message) {
        context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        ReceivedForm.refused(List.of(), new RefusedException(reason, message)).attachTo(context);
        pass(context);
    }

    /** The body is read: what comes after shall not look for one, nor measure it. */
    private static void pass(RoutingContext context) {
        context.request().headers().remove(HttpHeaders.CONTENT_LENGTH);
        context.next();
    }
}
