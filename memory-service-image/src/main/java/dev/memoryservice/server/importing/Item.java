package dev.memoryservice.server.importing;

import dev.memoryservice.server.memory.StoredMemory;

/** One item of a file. */
public sealed interface Item {

    /** Where in the file it is, for people, for example {@code row 17}. */
    String place();

    /** The hash that the file gives for it; empty when it gives none. */
    String contentHash();

    /**
     * An item that can be imported as far as the file tells.
     *
     * @param memory as it is in the file: its parts may be over a limit, its hash may be another's or empty
     */
    record Found(String place, StoredMemory memory) implements Item {

        @Override
        public String contentHash() {
            return memory.memory().contentHash();
        }
    }

    /** An item that cannot. */
    record Unusable(String place, String contentHash, Outcome.Skipped why) implements Item {}
}
