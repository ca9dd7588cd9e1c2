package dev.memoryservice.server.exporting.rest;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;

/** Cuts the connection of a client that stopped reading, so that it holds neither a thread nor a state of the database. */
public final class StallGuard extends FilterOutputStream {

    private static final long LONGEST_STALL_SECONDS = 30;
    private static final long CHECK_MILLISECONDS = 5_000;
    private static final long NOT_WRITING = 0;

    private final Vertx vertx;
    private final long timer;

    /** When the write that is going on began, in nanoseconds. */
    private volatile long writingSince = NOT_WRITING;

    /**
     * Watches an answer.
     *
     * @param out is flushed, not closed
     * @param request whose connection is cut
     */
    public StallGuard(OutputStream out, Vertx vertx, HttpServerRequest request) {
        super(out);
        this.vertx = vertx;
        this.timer = vertx.setPeriodic(CHECK_MILLISECONDS, id -> {
            long since = writingSince;
            if (since != NOT_WRITING && System.nanoTime() - since > TimeUnit.SECONDS.toNanos(LONGEST_STALL_SECONDS)) {
                request.connection().close();
            }
        });
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        writingSince = System.nanoTime();
        out.write(bytes, offset, length);
        writingSince = NOT_WRITING;
    }

    /** Ends the watch; the stream itself belongs to the framework. */
    @Override
    public void close() throws IOException {
        vertx.cancelTimer(timer);
        flush();
    }
}
