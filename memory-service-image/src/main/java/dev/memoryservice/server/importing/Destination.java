package dev.memoryservice.server.importing;

import java.util.List;

/** Where the memories of a file go. Safe for use by several threads. */
public interface Destination {

    /** How many threads may usefully call at the same time. */
    int threads();

    /**
     * Takes some items, and says what became of each, in their order.
     *
     * @throws ImportStoppedException when it cannot take any more now; some of these may have been stored
     */
    List<Outcome> take(List<Item.Found> items);
}
