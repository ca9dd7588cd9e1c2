package dev.memoryservice.server.events;

import java.util.Optional;

/**
 * Something that happened in a tenant's memories, or to the server.
 *
 * @param id stands for the place in the sequence of events; clients hand it back to resume
 * @param name for example {@code memory_stored}
 * @param tenant whose memories it is about, or {@link #EVERY_TENANT}
 * @param store where it happened; empty when only those who listen to every store are told
 * @param data JSON
 */
record ServerEvent(EventId id, String name, String tenant, Optional<String> store, String data) {

    /** Stands for everybody; no tenant has an empty name. */
    static final String EVERY_TENANT = "";

    /** A name that no tenant has. */
    private static final String NOBODY = " ";

    /** The place of the event, without what it said and to whom. */
    ServerEvent forgotten() {
        return new ServerEvent(id, name, NOBODY, Optional.empty(), "{}");
    }

    boolean isForEverybody() {
        return tenant.equals(EVERY_TENANT);
    }

    /** The event as it goes over the wire. */
    String frame() {
        return Frames.of(Optional.of(id), name, data);
    }
}
