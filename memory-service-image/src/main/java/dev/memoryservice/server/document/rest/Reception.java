package dev.memoryservice.server.document.rest;

import dev.memoryservice.server.document.ReceivedFile;
import dev.memoryservice.server.document.Spool;
import dev.memoryservice.server.request.RefusedException;
import dev.memoryservice.server.request.RefusedException.Reason;
import io.netty.handler.codec.DecoderException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One form on its way in: its files go to the disk as they arrive, so that none is ever held in memory. All of it
 * happens on the event loop of the connection.
 *
 * <p>A form that is refused is read on and thrown away, up to the length that a form may have: many clients listen for
 * an answer only when they have sent everything. What is longer is answered at once, and its connection closed.
 */
final class Reception {

    /**
     * What a form may be.
     *
     * @param files the most files
     * @param bytes the most bytes, with everything around the files
     */
    record Limits(int files, long bytes) {}

    private static final Duration LONGEST = Duration.ofMinutes(5);

    private static final String MALFORMED =
            "The form is malformed: it does not read as multipart/form-data, breaks off, or has a field that is too long";

    private final Vertx vertx;
    private final RoutingContext context;
    private final HttpServerRequest request;
    private final Limits limits;
    private final long timer;

    private final List<HttpServerFileUpload> uploads = new ArrayList<>();
    private final List<ReceivedFile> files = new ArrayList<>();
    private final List<Future<Void>> writing = new ArrayList<>();
    private final FormEnd end;
    private Optional<RefusedException> refusal = Optional.empty();
    private long received;
    private long readAtMost;
    private boolean over;

    /** Nothing is read of the request until {@link #begin} or {@link #refuse}. */
    Reception(Vertx vertx, RoutingContext context, Limits limits) {
        this.vertx = vertx;
        this.context = context;
        this.request = context.request();
        this.limits = limits;
        this.readAtMost = limits.bytes();
        this.end = new FormEnd(request.headers().get(HttpHeaders.CONTENT_TYPE));
        timer = vertx.setTimer(LONGEST.toMillis(), late -> {
            refuse(Reason.BAD_VALUE, "The form takes longer than " + LONGEST.toMinutes() + " minutes to arrive");
            finish();
        });
        request.pause();
        request.handler(this::count);
        request.exceptionHandler(this::failed);
        request.endHandler(end -> ended());
    }

    /** Receives the files into a directory. */
    void begin(Path directory) {
        if (over) {
            return;
        }
        if (!end.hasBoundary()) {
            refuse(Reason.BAD_VALUE, "The form cannot be read: its Content-Type names no boundary");
            return;
        }
        request.setExpectMultipart(true);
        request.uploadHandler(upload -> take(upload, directory));
        if (expectsContinue()) {
            context.response().writeContinue();
        }
        request.resume();
    }

    /** Takes nothing of the form; the first reason counts. */
    void refuse(Reason reason, String message) {
        if (over || refusal.isPresent()) {
            return;
        }
        refusal = Optional.of(new RefusedException(reason, message));
        uploads.forEach(Reception::discard);
        readAtMost = received + limits.bytes();
        if (received == 0 && expectsContinue()) {
            finish();
        } else {
            request.resume();
        }
    }

    private void take(HttpServerFileUpload upload, Path directory) {
        if (files.size() == limits.files()) {
            refuse(
                    Reason.TOO_LARGE,
                    "More than " + limits.files()
                            + " files in one upload, and that is the limit: send them in several");
        }
        if (refusal.isPresent()) {
            discard(upload);
            return;
        }
        Path content = directory.resolve(UUID.randomUUID().toString());
        uploads.add(upload);
        files.add(ReceivedFile.of(upload.filename(), content, 0));
        writing.add(upload.streamToFileSystem(content.toString()));
    }

    private static void discard(HttpServerFileUpload upload) {
        upload.handler(ignored -> {});
        upload.resume();
    }

    private void count(Buffer data) {
        received += data.length();
        end.append(data);
        if (received > readAtMost) {
            if (refusal.isPresent()) {
                finish();
            } else {
                refuse(
                        Reason.TOO_LARGE,
                        "The form is too large: the limit is " + limits.bytes()
                                + " bytes; send the documents in several");
            }
        }
    }

    private void ended() {
        if (refusal.isEmpty() && !end.isThere()) {
            // Its last file would never be whole.
            refuse(Reason.BAD_VALUE, MALFORMED);
            finish();
            return;
        }
        Future.join(writing).onComplete(written -> {
            if (written.failed()) {
                refuse(Reason.BUSY, "The volume for uploads takes no more: free space on it");
            }
            finish();
        });
    }

    private void failed(Throwable cause) {
        if (cause instanceof DecoderException) {
            refuse(Reason.BAD_VALUE, MALFORMED);
            finish();
        } else if (!over) {
            // The client is gone.
            over = true;
            vertx.cancelTimer(timer);
            deleteFiles();
        }
    }

    /** Lets the request go on to the resource, with the form or with the reason why there is none. */
    private void finish() {
        if (over) {
            return;
        }
        over = true;
        vertx.cancelTimer(timer);
        if (refusal.isPresent()) {
            deleteFiles();
            closeUnlessRead();
            ReceivedForm.refused(refusal.get()).attachTo(context);
        } else {
            ReceivedForm.of(sized(), request.formAttributes()).attachTo(context);
        }
        // The body is read: what comes after shall not look for one, nor measure it.
        request.headers().remove(HttpHeaders.CONTENT_LENGTH).remove(HttpHeaders.TRANSFER_ENCODING);
        context.next();
    }

    /** What was not read would be read to its end after the answer; in HTTP/2 only this stream is of no more use. */
    private void closeUnlessRead() {
        if (request.isEnded()) {
            return;
        }
        request.pause();
        if (request.version() == HttpVersion.HTTP_2) {
            context.addEndHandler(answered -> context.response().reset(0));
        } else {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            context.addEndHandler(answered -> request.connection().close());
        }
    }

    /** Writing that goes on is broken off first. */
    private void deleteFiles() {
        uploads.forEach(Reception::breakOff);
        Future.join(writing).onComplete(ended -> files.forEach(file -> Spool.delete(file.content())));
    }

    private static void breakOff(HttpServerFileUpload upload) {
        try {
            upload.cancelStreamToFileSystem();
        } catch (IllegalStateException e) {
            // It has failed by itself, and its file is closed.
        }
    }

    /** The sizes are known when all is written. */
    private List<ReceivedFile> sized() {
        return files.stream()
                .map(file -> new ReceivedFile(
                        file.name(), file.content(), file.content().toFile().length()))
                .toList();
    }

    private boolean expectsContinue() {
        return "100-continue".equalsIgnoreCase(request.headers().get(HttpHeaders.EXPECT));
    }
}
