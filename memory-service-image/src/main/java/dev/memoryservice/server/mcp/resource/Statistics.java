package dev.memoryservice.server.mcp.resource;

import dev.memoryservice.server.health.DetailedHealth;
import dev.memoryservice.server.mcp.MemoryResource;
import dev.memoryservice.server.mcp.UriTemplate;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;

/** {@code memory://stats}: how much is remembered, and whether the server is well. */
@Singleton
final class Statistics implements MemoryResource {

    private static final UriTemplate URI = UriTemplate.of("memory://stats");

    private final DetailedHealth health;

    Statistics(DetailedHealth health) {
        this.health = health;
    }

    @Override
    public UriTemplate uri() {
        return URI;
    }

    @Override
    public String name() {
        return "stats";
    }

    @Override
    public String title() {
        return "Statistics";
    }

    @Override
    public String description() {
        return "How many memories and tags there are, and whether the store is well";
    }

    @Override
    public Optional<Object> read(Map<String, String> variables, String tenant) {
        return Optional.of(health.report(tenant).storage());
    }
}
