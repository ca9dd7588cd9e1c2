package dev.memoryservice.server.memory;

import java.util.List;

/** What became of a memory that was handed to {@link MemoryStore#store}. */
public sealed interface StoreOutcome {

    /**
     * The memory is durable: it survives the death of the process and of the machine.
     *
     * @param memory as it is kept
     * @param contradicted memories that say almost the same in other words, so that one of the two may be wrong; most
     *     alike first, mostly none
     */
    record Stored(Memory memory, List<Neighbour> contradicted) implements StoreOutcome {

        public Stored(Memory memory) {
            this(memory, List.of());
        }
    }

    /** The space already holds the same content; nothing was changed. */
    record Duplicate(Memory existing) implements StoreOutcome {}

    /** The space was told almost the same a short while ago; nothing was changed. */
    record NearDuplicate(Neighbour existing) implements StoreOutcome {}
}
