package dev.memoryservice.server.memory;

import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.request.RefusedException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** The stores that each tenant has, and the way from a name in a request to the {@link Space} it means. */
@Singleton
public final class Stores {

    private final List<String> names;

    Stores(ServerConfig config) {
        names = List.copyOf(config.stores());
    }

    /** The known names, the default first. */
    public List<String> names() {
        return names;
    }

    /**
     * Where {@code tenant} reads.
     *
     * @param store a known name, {@link Space#ALL_STORES}, or nothing for the default
     * @throws RefusedException when there is no such store
     */
    public Space forReading(String tenant, Optional<String> store) {
        String name = store.orElse(names.getFirst());
        return Space.ALL_STORES.equals(name) ? new Space(tenant, name) : new Space(tenant, known(name));
    }

    /**
     * Where {@code tenant} writes.
     *
     * @param store a known name, or nothing for the default
     * @throws RefusedException when there is no such store, or when it means all of them
     */
    public Space forWriting(String tenant, Optional<String> store) {
        String name = store.orElse(names.getFirst());
        if (Space.ALL_STORES.equals(name)) {
            throw new RefusedException(
                    RefusedException.Reason.BAD_VALUE, "store 'all' is for reading only: name one of " + names);
        }
        return new Space(tenant, known(name));
    }

    private String known(String name) {
        if (!names.contains(name)) {
            throw new RefusedException(
                    RefusedException.Reason.BAD_VALUE, "Unknown store '" + name + "': use one of " + names);
        }
        return name;
    }
}
