package dev.memoryservice.e2e.service;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** What a client of {@code /api/events} has received so far, read in the background until it is closed. */
public final class EventStream implements AutoCloseable {

    private final Stream<String> lines;
    private final List<String> received = new CopyOnWriteArrayList<>();

    EventStream(Stream<String> lines) {
        this.lines = lines;
        Thread.startVirtualThread(this::read);
    }

    /** Every line so far. */
    public String received() {
        return String.join("\n", received);
    }

    @Override
    public void close() {
        lines.close();
    }

    private void read() {
        try {
            lines.forEach(received::add);
        } catch (UncheckedIOException e) {
            received.add("(the stream ended: " + e.getMessage() + ")");
        }
    }
}
