package dev.memoryservice.server.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * The last events, so many and no more. Not safe for use by several threads; {@link EventStreams} guards it.
 *
 * <p>An event is kept just long enough to be taken for long-lived by the garbage collector, which would let the events of
 * half an hour pile up before it looks at them again. So the bytes of an event go into the place of the one it replaces.
 */
final class ReplayBuffer {

    private final Slot[] slots;
    private EventId last = new EventId(new SecureRandom().nextLong(), 0);
    private int size;

    ReplayBuffer(int capacity) {
        this.slots = new Slot[capacity];
    }

    /** Adds the next event, which {@code event} makes for the id it gets. */
    ServerEvent append(Function<EventId, ServerEvent> event) {
        last = last.next();
        ServerEvent appended = event.apply(last);
        int place = place(last.number());
        if (slots[place] == null) {
            slots[place] = new Slot();
            size++;
        }
        slots[place].set(appended);
        return appended;
    }

    /** The id of the newest event; before the first, the place where it will come after. */
    EventId last() {
        return last;
    }

    /** The events after {@code id}, or empty when some of them are not kept any more, or never were. */
    Optional<List<ServerEvent>> after(EventId id) {
        long oldestKnown = last.number() - size;
        if (id.process() != last.process() || id.number() < oldestKnown || id.number() > last.number()) {
            return Optional.empty();
        }
        return Optional.of(LongStream.rangeClosed(id.number() + 1, last.number())
                .mapToObj(number -> slots[place(number)].get(new EventId(last.process(), number)))
                .toList());
    }

    /** Empties the events of a tenant; their places stay, so that others find theirs. */
    void forget(String tenant) {
        for (long number = last.number() - size + 1; number <= last.number(); number++) {
            Slot slot = slots[place(number)];
            ServerEvent event = slot.get(new EventId(last.process(), number));
            if (event.tenant().equals(tenant)) {
                slot.set(event.forgotten());
            }
        }
    }

    int size() {
        return size;
    }

    /** The id of the oldest event that is kept. */
    Optional<EventId> oldest() {
        return size == 0 ? Optional.empty() : Optional.of(new EventId(last.process(), last.number() - size + 1));
    }

    private int place(long number) {
        return (int) (number % slots.length);
    }

    /** The place of an event, and later of others. */
    private static final class Slot {

        private String name = "";
        private String tenant = "";
        private Optional<String> store = Optional.empty();
        private byte[] data = {};
        private int length;

        void set(ServerEvent event) {
            name = event.name();
            // Mostly the same as before, and then not one more text that lives on.
            tenant = tenant.equals(event.tenant()) ? tenant : event.tenant();
            store = store.equals(event.store()) ? store : event.store();
            byte[] bytes = event.data().getBytes(UTF_8);
            length = bytes.length;
            if (length > data.length || length < data.length / 4) {
                data = bytes;
            } else {
                System.arraycopy(bytes, 0, data, 0, length);
            }
        }

        ServerEvent get(EventId id) {
            return new ServerEvent(id, name, tenant, store, new String(data, 0, length, UTF_8));
        }
    }
}
