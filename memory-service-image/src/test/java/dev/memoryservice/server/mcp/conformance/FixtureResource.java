package dev.memoryservice.server.mcp.conformance;

import dev.memoryservice.server.mcp.MemoryResource;
import dev.memoryservice.server.mcp.UriTemplate;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A resource of the suite. */
record FixtureResource(String address, String mimeType, Function<Map<String, String>, Object> content)
        implements MemoryResource {

    @Override
    public UriTemplate uri() {
        return UriTemplate.of(address);
    }

    @Override
    public String name() {
        return address;
    }

    @Override
    public String title() {
        return address;
    }

    @Override
    public String description() {
        return "For the conformance suite";
    }

    @Override
    public Optional<Object> read(Map<String, String> variables, String tenant) {
        return Optional.of(content.apply(variables));
    }
}
