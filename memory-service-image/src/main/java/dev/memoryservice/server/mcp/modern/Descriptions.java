package dev.memoryservice.server.mcp.modern;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.memoryservice.server.auth.Caller;
import dev.memoryservice.server.mcp.MemoryPrompt;
import dev.memoryservice.server.mcp.MemoryResource;
import dev.memoryservice.server.mcp.MemoryTool;
import dev.memoryservice.server.mcp.MemoryTool.Effect;
import dev.memoryservice.server.mcp.Prompts;
import dev.memoryservice.server.mcp.Resources;
import dev.memoryservice.server.mcp.Toolbox;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What the server says of itself and of its features in the stateless revision. */
@Singleton
final class Descriptions {

    /** The lists change with a release, and that of the tools with the caller's scopes; a client that keeps one this long misses a release for so long. */
    private static final long LISTS_ARE_GOOD_FOR = Duration.ofMinutes(5).toMillis();

    private static final String SERVER_KEY = "io.modelcontextprotocol/serverInfo";

    private final Toolbox tools;
    private final Resources resources;
    private final Prompts prompts;
    private final ObjectMapper json;
    private final String name;
    private final String title;
    private final String version;
    private final String instructions;

    Descriptions(
            Toolbox tools,
            Resources resources,
            Prompts prompts,
            ObjectMapper json,
            @ConfigProperty(name = "quarkus.mcp.server.server-info.name") String name,
            @ConfigProperty(name = "quarkus.mcp.server.server-info.title") String title,
            @ConfigProperty(name = "quarkus.mcp.server.server-info.version") String version,
            @ConfigProperty(name = "quarkus.mcp.server.server-info.instructions") String instructions) {
        this.tools = tools;
        this.resources = resources;
        this.prompts = prompts;
        this.json = json;
        this.name = name;
        this.title = title;
        this.version = version;
        this.instructions = instructions;
    }

    ObjectNode server() {
        ObjectNode result = json.createObjectNode();
        RequestMetadata.supported().forEach(result.putArray("supportedVersions")::add);
        ObjectNode capabilities = result.putObject("capabilities");
        capabilities.putObject("tools");
        capabilities.putObject("resources").put("subscribe", true);
        capabilities.putObject("prompts");
        capabilities.putObject("completions");
        result.put("instructions", instructions);
        return cacheable(signed(result), LISTS_ARE_GOOD_FOR);
    }

    /** The list varies by what the caller may do, never by the connection. */
    ObjectNode tools(Caller caller) {
        ObjectNode result = json.createObjectNode();
        ArrayNode list = result.putArray("tools");
        for (MemoryTool tool : tools.listed(caller)) {
            ObjectNode described = list.addObject();
            described
                    .put("name", tool.name())
                    .put("title", tool.title())
                    .put("description", tool.description())
                    .set("inputSchema", tools.schema(tool.inputSchema()));
            if (!tool.outputSchema().isEmpty()) {
                described.set("outputSchema", tools.schema(tool.outputSchema()));
            }
            Effect effect = tool.effect();
            described
                    .putObject("annotations")
                    .put("readOnlyHint", effect == Effect.READS)
                    .put("destructiveHint", effect.destructive())
                    .put("idempotentHint", effect.idempotent())
                    .put("openWorldHint", false);
        }
        return cacheable(signed(result), LISTS_ARE_GOOD_FOR);
    }

    ObjectNode resources() {
        ObjectNode result = json.createObjectNode();
        ArrayNode list = result.putArray("resources");
        resources.fixed().forEach(resource -> describe(resource, "uri", list.addObject()));
        return cacheable(signed(result), LISTS_ARE_GOOD_FOR);
    }

    ObjectNode templates() {
        ObjectNode result = json.createObjectNode();
        ArrayNode list = result.putArray("resourceTemplates");
        resources.templates().forEach(resource -> describe(resource, "uriTemplate", list.addObject()));
        return cacheable(signed(result), LISTS_ARE_GOOD_FOR);
    }

    private static void describe(MemoryResource resource, String address, ObjectNode described) {
        described
                .put(address, resource.uri().toString())
                .put("name", resource.name())
                .put("title", resource.title())
                .put("description", resource.description())
                .put("mimeType", resource.mimeType());
    }

    ObjectNode prompts() {
        ObjectNode result = json.createObjectNode();
        ArrayNode list = result.putArray("prompts");
        for (MemoryPrompt prompt : prompts.all()) {
            ObjectNode described = list.addObject()
                    .put("name", prompt.name())
                    .put("title", prompt.title())
                    .put("description", prompt.description());
            ArrayNode arguments = described.putArray("arguments");
            for (MemoryPrompt.Argument argument : prompt.arguments()) {
                arguments
                        .addObject()
                        .put("name", argument.name())
                        .put("title", argument.title())
                        .put("description", argument.description())
                        .put("required", argument.required());
            }
        }
        return cacheable(signed(result), LISTS_ARE_GOOD_FOR);
    }

    /** Marks a result as the whole one, and as one of this server. */
    ObjectNode signed(ObjectNode result) {
        result.put("resultType", "complete");
        ObjectNode meta = result.get("_meta") instanceof ObjectNode given ? given : result.putObject("_meta");
        meta.putObject(SERVER_KEY).put("name", name).put("title", title).put("version", version);
        return result;
    }

    /** Says how long a result may be kept. By nobody but the client itself: everything here is behind a key. */
    static ObjectNode cacheable(ObjectNode result, long millis) {
        return result.put("ttlMs", millis).put("cacheScope", "private");
    }
}
