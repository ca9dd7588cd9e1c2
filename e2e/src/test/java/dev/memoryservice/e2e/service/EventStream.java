package dev.memoryservice.e2e.service;

import java.io.UncheckedIOException;
import java.util.stream.Stream;

/** What a client of {@code /api/events} has received so far, read in the background until it is closed. */
public final class EventStream implements AutoCloseable {

    private final Stream<String> lines;
    private final StringBuffer received = new StringBuffer();

    EventStream(Stream<String> lines) {
        this.lines = lines;
        Thread.startVirtualThread(this::read);
    }

    /** Every line so far. */
    public String received() {
        return received.toString();
    }

    @Override
    public void close() {
        lines.close();
    }

    private void read() {
        try {
            lines.forEach(line -> received.append(line).append('\n'));
        } catch (UncheckedIOException e) {
            received.append("(the stream ended: ").append(e.getMessage()).append(")\n");
        }
    }
}
