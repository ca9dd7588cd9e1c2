package dev.memoryservice.server.events;

import java.util.Optional;

/** The wire format of server-sent events (HTML Living Standard, 9.2). */
final class Frames {

    private Frames() {}

    /**
     * @param id empty for what need not be resumed after, so that the client keeps the last id it has
     * @param data JSON, which has no line breaks
     */
    static String of(Optional<EventId> id, String name, String data) {
        return id.map(i -> "id: " + i + "\n").orElse("") + "event: " + name + "\ndata: " + data + "\n\n";
    }
}
