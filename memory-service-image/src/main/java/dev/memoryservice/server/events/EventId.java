package dev.memoryservice.server.events;

import java.util.Optional;
import java.util.UUID;

/**
 * The place of an event in the sequence of one process. Written as a UUID, as clients expect: the upper half is the
 * process, the lower half the number of the event, so that a place is found without a search and an id of an earlier
 * process is recognised as foreign.
 *
 * @param process drawn at the start
 * @param number 0 for the place before the first event
 */
record EventId(long process, long number) {

    EventId next() {
        return new EventId(process, number + 1);
    }

    /** The id that a client sent, if it is one. */
    static Optional<EventId> parse(String text) {
        try {
            UUID uuid = UUID.fromString(text.strip());
            return Optional.of(new EventId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return new UUID(process, number).toString();
    }
}
