package dev.memoryservice.server.importing;

import dev.memoryservice.server.memory.StoreUnavailableException;
import java.util.List;

/** A store that this process has opened. */
public final class LocalDestination implements Destination {

    /** Some embed while others wait for the disk; they share commits. */
    private static final int THREADS_PER_CORE = 4;

    private final Importer importer;

    public LocalDestination(Importer importer) {
        this.importer = importer;
    }

    @Override
    public int threads() {
        return THREADS_PER_CORE * Runtime.getRuntime().availableProcessors();
    }

    @Override
    public List<Outcome> take(List<Item.Found> items) {
        try {
            return items.stream().map(item -> importer.bring(item.memory())).toList();
        } catch (StoreUnavailableException e) {
            throw new ImportStoppedException(e.getMessage(), e);
        }
    }
}
