package dev.memoryservice.server.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.auth.CurrentCaller;
import dev.memoryservice.server.mcp.MemoryTool.Effect;
import dev.memoryservice.server.memory.StoreUnavailableException;
import dev.memoryservice.server.request.Input;
import dev.memoryservice.server.request.InvalidInputException;
import dev.memoryservice.server.request.RefusedException;
import io.quarkiverse.mcp.server.FilterContext;
import io.quarkiverse.mcp.server.McpMethod;
import io.quarkiverse.mcp.server.TextContent;
import io.quarkiverse.mcp.server.ToolFilter;
import io.quarkiverse.mcp.server.ToolManager;
import io.quarkiverse.mcp.server.ToolManager.ToolAnnotations;
import io.quarkiverse.mcp.server.ToolManager.ToolArguments;
import io.quarkiverse.mcp.server.ToolManager.ToolInfo;
import io.quarkiverse.mcp.server.ToolResponse;
import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Hands the tools to the protocol library, and their answers back. The tools are registered by code and not by
 * annotations, because an alias is then one more name for the same object, the schemas are as short as they can be,
 * and the arguments are checked by the same {@link Input} as those of REST.
 */
@Singleton
public final class Toolbox implements ToolFilter {

    private static final Logger LOG = Logger.getLogger(Toolbox.class);

    private final List<MemoryTool> tools;
    private final CurrentCaller caller;
    private final ObjectMapper json;
    private final Set<String> aliases;

    Toolbox(@All List<MemoryTool> tools, CurrentCaller caller, ObjectMapper json) {
        this.tools = tools;
        this.caller = caller;
        this.json = json;
        aliases = tools.stream().flatMap(tool -> tool.aliases().stream()).collect(Collectors.toSet());
    }

    void register(@Observes StartupEvent event, ToolManager manager) {
        for (MemoryTool tool : tools) {
            register(manager, tool.name(), tool);
            tool.aliases().forEach(alias -> register(manager, alias, tool));
        }
    }

    /** Aliases can be called, but are not listed: every listed tool costs every client tokens. */
    @Override
    public boolean test(ToolInfo tool, FilterContext context) {
        return context.method() != McpMethod.TOOLS_LIST || !aliases.contains(tool.name());
    }

    private void register(ToolManager manager, String name, MemoryTool tool) {
        Effect effect = tool.effect();
        manager.newTool(name)
                .setTitle(tool.title())
                .setDescription(tool.description())
                .setInputSchema(new JsonObject(tool.inputSchema()))
                .setAnnotations(new ToolAnnotations(
                        tool.title(), effect == Effect.READS, effect == Effect.DELETES, effect == Effect.READS, false))
                .setHandler(arguments -> call(tool, arguments))
                .register();
    }

    private ToolResponse call(MemoryTool tool, ToolArguments arguments) {
        try {
            return answer(tool.call(Input.ofArguments(json, arguments.args()), caller.tenant()));
        } catch (InvalidInputException | RefusedException | StoreUnavailableException e) {
            return ToolResponse.error(e.getMessage());
        } catch (RuntimeException e) {
            LOG.errorf(e, "The tool %s failed in a way that nobody foresaw", tool.name());
            return ToolResponse.error("The server failed to do this; its log says why. Please try again.");
        }
    }

    /** The same JSON twice, as the protocol asks: clients of older revisions read the text only. */
    private ToolResponse answer(Object structured) {
        try {
            return new ToolResponse(
                    false, List.of(new TextContent(json.writeValueAsString(structured))), structured, null);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Answers are records of texts and numbers", e);
        }
    }
}
