package dev.memoryservice.server.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.auth.Caller;
import dev.memoryservice.server.auth.Challenge;
import dev.memoryservice.server.auth.Scope;
import dev.memoryservice.server.memory.StoreUnavailableException;
import dev.memoryservice.server.request.InvalidInputException;
import dev.memoryservice.server.request.RefusedException;
import io.quarkiverse.mcp.server.TextContent;
import io.quarkiverse.mcp.server.ToolResponse;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jboss.logging.Logger;

/** The tools by name, and what becomes of a call: one way for every revision and transport of the protocol. */
@Singleton
public final class Toolbox {

    private static final Logger LOG = Logger.getLogger(Toolbox.class);

    private final List<MemoryTool> tools;
    private final Map<String, MemoryTool> byName = new HashMap<>();
    private final ObjectMapper json;

    Toolbox(@All List<MemoryTool> tools, ObjectMapper json) {
        this.tools =
                tools.stream().sorted(Comparator.comparing(MemoryTool::name)).toList();
        this.json = json;
        for (MemoryTool tool : this.tools) {
            add(tool.name(), tool);
            tool.aliases().forEach(alias -> add(alias, tool));
        }
    }

    private void add(String name, MemoryTool tool) {
        MemoryTool other = byName.put(name, tool);
        if (other != null) {
            throw new IllegalStateException("Two tools are called " + name + ": " + other + " and " + tool);
        }
    }

    /** The tools that a client is told of, in an order that never changes: those that it may call. */
    public List<MemoryTool> listed(Caller caller) {
        return tools.stream()
                .filter(tool -> tool.listed() && caller.may(tool.scope()))
                .toList();
    }

    /** The scope that the caller lacks for a tool; empty when there is no such tool, which is said elsewhere. */
    public Optional<Scope> missingScope(String name, Caller caller) {
        return find(name).map(MemoryTool::scope).filter(scope -> !caller.may(scope));
    }

    /** Every name that is answered. */
    public Set<String> names() {
        return Set.copyOf(byName.keySet());
    }

    /** The tool of this name or alias. */
    public Optional<MemoryTool> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** A schema of a tool as JSON. */
    public JsonNode schema(String schema) {
        try {
            return json.readTree(schema);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A schema is no JSON: " + schema, e);
        }
    }

    /**
     * Calls a tool. What is wrong with the call is an answer too, which a model can correct itself by.
     *
     * @throws CancellationException when the client gave up in the middle
     */
    public ToolResponse call(MemoryTool tool, ToolCall call) {
        if (!call.caller().may(tool.scope())) {
            return ToolResponse.error(Challenge.insufficientScope(call.caller(), tool.scope()));
        }
        try {
            Object answer = tool.call(call);
            return answer instanceof ToolResponse complete ? complete : structured(answer);
        } catch (InvalidInputException | RefusedException | StoreUnavailableException e) {
            return ToolResponse.error(e.getMessage());
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.errorf(e, "The tool %s failed in a way that nobody foresaw", tool.name());
            return ToolResponse.error("The server failed to do this; its log says why. Please try again.");
        }
    }

    /** The same JSON twice, as the protocol asks: clients of older revisions read the text only. */
    private ToolResponse structured(Object answer) {
        try {
            return new ToolResponse(false, List.of(new TextContent(json.writeValueAsString(answer))), answer, null);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Answers are records of texts and numbers", e);
        }
    }
}
