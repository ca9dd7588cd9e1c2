package dev.memoryservice.server.events;

import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The last events, so many and no more. Not safe for use by several threads; {@link EventStreams} guards it. */
final class ReplayBuffer {

    private final int capacity;
    private final ArrayDeque<ServerEvent> events;
    private EventId last = new EventId(new SecureRandom().nextLong(), 0);

    ReplayBuffer(int capacity) {
        this.capacity = capacity;
        this.events = new ArrayDeque<>(capacity);
    }

    /** Adds the next event, which {@code event} makes for the id it gets. */
    ServerEvent append(Function<EventId, ServerEvent> event) {
        last = last.next();
        if (events.size() == capacity) {
            events.removeFirst();
        }
        ServerEvent appended = event.apply(last);
        events.addLast(appended);
        return appended;
    }

    /** The id of the newest event; before the first, the place where it will come after. */
    EventId last() {
        return last;
    }

    /** The events after {@code id}, or empty when some of them are not kept any more, or never were. */
    Optional<List<ServerEvent>> after(EventId id) {
        long oldestKnown = last.number() - events.size();
        if (id.process() != last.process() || id.number() < oldestKnown || id.number() > last.number()) {
            return Optional.empty();
        }
        return Optional.of(events.stream().skip(id.number() - oldestKnown).toList());
    }

    int size() {
        return events.size();
    }

    /** The id of the oldest event that is kept. */
    Optional<EventId> oldest() {
        return Optional.ofNullable(events.peekFirst()).map(ServerEvent::id);
    }
}
