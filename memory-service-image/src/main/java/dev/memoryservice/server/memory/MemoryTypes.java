package dev.memoryservice.server.memory;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;

/** The types that memories have. Any word is a type; the well-known ones are suggested, so that clients agree. */
@Singleton
public final class MemoryTypes {

    /** For what agents remember most. */
    static final List<String> WELL_KNOWN = List.of(
            Memories.DEFAULT_TYPE,
            "note",
            "fact",
            "decision",
            "preference",
            "instruction",
            "task",
            "plan",
            "milestone",
            "event",
            "meeting",
            "conversation",
            "session",
            "document",
            "reference",
            "code",
            "configuration",
            "error",
            "solution",
            "pattern",
            "insight",
            "question",
            "idea",
            "person",
            "profile");

    private final MemoryStore store;

    MemoryTypes(MemoryStore store) {
        this.store = store;
    }

    /** The well-known types, then the others that are in use in {@code space}, most used first. */
    public List<String> of(Space space) {
        return Stream.concat(WELL_KNOWN.stream(), store.types(space).keySet().stream())
                .distinct()
                .toList();
    }
}
