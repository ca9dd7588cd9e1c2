package dev.memoryservice.server.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkiverse.mcp.server.ResourceContents;
import io.quarkiverse.mcp.server.ResourceResponse;
import io.quarkiverse.mcp.server.TextResourceContents;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The resources by address. */
@Singleton
public final class Resources {

    private final List<MemoryResource> resources;
    private final ObjectMapper json;

    Resources(@All List<MemoryResource> resources, ObjectMapper json) {
        this.resources = resources.stream()
                .sorted(Comparator.comparing(resource -> resource.uri().toString()))
                .toList();
        this.json = json;
    }

    /** Those with one address, in an order that never changes. */
    public List<MemoryResource> fixed() {
        return resources.stream()
                .filter(resource -> !resource.uri().hasVariables())
                .toList();
    }

    /** The templates, in an order that never changes. */
    public List<MemoryResource> templates() {
        return resources.stream()
                .filter(resource -> resource.uri().hasVariables())
                .toList();
    }

    /** The template that clients write like this. */
    public Optional<MemoryResource> template(String text) {
        return templates().stream()
                .filter(resource -> resource.uri().toString().equals(text))
                .findFirst();
    }

    /** A resource that an address stands for, with the values of its variables. */
    public record Addressed(MemoryResource resource, Map<String, String> variables) {}

    /** What an address stands for; whether the thing itself is there is another question. */
    public Optional<Addressed> find(String uri) {
        for (MemoryResource resource : resources) {
            Optional<Map<String, String>> variables = resource.uri().match(uri);
            if (variables.isPresent()) {
                return Optional.of(new Addressed(resource, variables.get()));
            }
        }
        return Optional.empty();
    }

    /**
     * Reads what is at an address.
     *
     * @return empty when there is nothing
     */
    public Optional<ResourceResponse> read(String uri, String tenant) {
        return find(uri).flatMap(found -> found.resource()
                .read(found.variables(), tenant)
                .map(content -> new ResourceResponse(contents(uri, found.resource(), content))));
    }

    private ResourceContents contents(String uri, MemoryResource resource, Object content) {
        if (content instanceof ResourceContents complete) {
            return complete;
        }
        try {
            return new TextResourceContents(uri, json.writeValueAsString(content), resource.mimeType());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Resources are records of texts and numbers", e);
        }
    }
}
