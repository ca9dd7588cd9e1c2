package dev.memoryservice.server.mcp.resource;

import dev.memoryservice.server.mcp.MemoryResource;
import dev.memoryservice.server.mcp.UriTemplate;
import dev.memoryservice.server.memory.Memories;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.request.RefusedException;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;

/** {@code memory://recent/{n}}: the newest memories. */
@Singleton
final class RecentMemories implements MemoryResource {

    private static final UriTemplate URI = UriTemplate.of("memory://recent/{n}");
    private static final int MOST = 100;

    private final Memories memories;

    RecentMemories(Memories memories) {
        this.memories = memories;
    }

    @Override
    public UriTemplate uri() {
        return URI;
    }

    @Override
    public String name() {
        return "recent";
    }

    @Override
    public String title() {
        return "Recent memories";
    }

    @Override
    public String description() {
        return "The n newest memories, 1 to " + MOST;
    }

    @Override
    public Optional<Object> read(Map<String, String> variables, String tenant) {
        return Optional.of(MemoryList.of(
                memories.list(new Space(tenant, Space.ALL_STORES), MemoryFilter.NONE, 1, number(variables.get("n")))));
    }

    private static int number(String given) {
        // Not Integer.parseInt alone: it takes digits of every script and a plus sign.
        if (given.matches("[0-9]{1,3}")) {
            int number = Integer.parseInt(given);
            if (number >= 1 && number <= MOST) {
                return number;
            }
        }
        throw new RefusedException(
                RefusedException.Reason.BAD_VALUE,
                "memory://recent/{n}: n is '" + given + "', use a number from 1 to " + MOST);
    }
}
