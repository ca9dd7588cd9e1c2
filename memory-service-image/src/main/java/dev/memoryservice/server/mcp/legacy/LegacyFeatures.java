package dev.memoryservice.server.mcp.legacy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.auth.CurrentCaller;
import dev.memoryservice.server.mcp.MemoryPrompt;
import dev.memoryservice.server.mcp.MemoryResource;
import dev.memoryservice.server.mcp.MemoryTool;
import dev.memoryservice.server.mcp.MemoryTool.Effect;
import dev.memoryservice.server.mcp.Prompts;
import dev.memoryservice.server.mcp.Resources;
import dev.memoryservice.server.mcp.ToolCall;
import dev.memoryservice.server.mcp.Toolbox;
import dev.memoryservice.server.request.Input;
import dev.memoryservice.server.request.RefusedException;
import io.quarkiverse.mcp.server.CompletionResponse;
import io.quarkiverse.mcp.server.FilterContext;
import io.quarkiverse.mcp.server.JsonRpcErrorCodes;
import io.quarkiverse.mcp.server.McpException;
import io.quarkiverse.mcp.server.McpMethod;
import io.quarkiverse.mcp.server.PromptCompletionManager;
import io.quarkiverse.mcp.server.PromptManager;
import io.quarkiverse.mcp.server.PromptManager.PromptArguments;
import io.quarkiverse.mcp.server.PromptManager.PromptDefinition;
import io.quarkiverse.mcp.server.PromptResponse;
import io.quarkiverse.mcp.server.ResourceManager;
import io.quarkiverse.mcp.server.ResourceResponse;
import io.quarkiverse.mcp.server.ResourceTemplateCompletionManager;
import io.quarkiverse.mcp.server.ResourceTemplateManager;
import io.quarkiverse.mcp.server.ToolFilter;
import io.quarkiverse.mcp.server.ToolManager;
import io.quarkiverse.mcp.server.ToolManager.ToolAnnotations;
import io.quarkiverse.mcp.server.ToolManager.ToolArguments;
import io.quarkiverse.mcp.server.ToolManager.ToolInfo;
import io.quarkiverse.mcp.server.ToolResponse;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/**
 * Hands the tools, the resources and the prompts to the protocol library. They are registered by code and not by
 * annotations, because an alias is then one more name for the same object, the schemas are as short as they can be,
 * and the arguments are checked by the same {@link Input} as those of REST.
 */
@Singleton
public final class LegacyFeatures implements ToolFilter {

    private final Toolbox tools;
    private final Resources resources;
    private final Prompts prompts;
    private final CurrentCaller caller;
    private final ObjectMapper json;

    LegacyFeatures(Toolbox tools, Resources resources, Prompts prompts, CurrentCaller caller, ObjectMapper json) {
        this.tools = tools;
        this.resources = resources;
        this.prompts = prompts;
        this.caller = caller;
        this.json = json;
    }

    /** Aliases, and tools that the caller may not use, are not listed: every listed tool costs every client tokens. */
    @Override
    public boolean test(ToolInfo info, FilterContext context) {
        return context.method() != McpMethod.TOOLS_LIST
                || tools.find(info.name())
                        .filter(tool -> !tool.listed()
                                || !tool.name().equals(info.name())
                                || !caller.get().may(tool.scope()))
                        .isEmpty();
    }

    void registerTools(@Observes StartupEvent event, ToolManager manager) {
        for (String name : tools.names()) {
            MemoryTool tool = tools.find(name).orElseThrow();
            Effect effect = tool.effect();
            var definition = manager.newTool(name)
                    .setTitle(tool.title())
                    .setDescription(tool.description())
                    .setInputSchema(new JsonObject(tool.inputSchema()))
                    .setAnnotations(new ToolAnnotations(
                            tool.title(), effect == Effect.READS, effect.destructive(), effect.idempotent(), false))
                    .setHandler(arguments -> call(tool, name, arguments));
            if (!tool.outputSchema().isEmpty()) {
                definition.setOutputSchema(new JsonObject(tool.outputSchema()));
            }
            definition.register();
        }
    }

    void registerResources(
            @Observes StartupEvent event,
            ResourceManager fixed,
            ResourceTemplateManager templates,
            ResourceTemplateCompletionManager completions) {
        for (MemoryResource resource : resources.fixed()) {
            fixed.newResource(resource.name())
                    .setUri(resource.uri().toString())
                    .setTitle(resource.title())
                    .setDescription(resource.description())
                    .setMimeType(resource.mimeType())
                    .setHandler(arguments -> read(arguments.requestUri().value()))
                    .register();
        }
        for (MemoryResource template : resources.templates()) {
            templates
                    .newResourceTemplate(template.name())
                    .setUriTemplate(template.uri().toString())
                    .setTitle(template.title())
                    .setDescription(template.description())
                    .setMimeType(template.mimeType())
                    .setHandler(arguments -> read(arguments.requestUri().value()))
                    .register();
            for (String variable : template.uri().variables()) {
                completions
                        .newCompletion(template.name())
                        .setArgumentName(variable)
                        .setHandler(arguments -> CompletionResponse.create(
                                template.complete(variable, arguments.argumentValue(), caller.tenant())))
                        .register();
            }
        }
    }

    void registerPrompts(@Observes StartupEvent event, PromptManager manager, PromptCompletionManager completions) {
        for (MemoryPrompt prompt : prompts.all()) {
            PromptDefinition definition = manager.newPrompt(prompt.name())
                    .setTitle(prompt.title())
                    .setDescription(prompt.description())
                    .setHandler(arguments -> get(prompt, arguments));
            for (MemoryPrompt.Argument argument : prompt.arguments()) {
                definition.addArgument(
                        argument.name(), argument.title(), argument.description(), argument.required(), null);
            }
            definition.register();
            for (MemoryPrompt.Argument argument : prompt.arguments()) {
                completions
                        .newCompletion(prompt.name())
                        .setArgumentName(argument.name())
                        .setHandler(arguments -> CompletionResponse.create(
                                prompt.complete(argument.name(), arguments.argumentValue(), caller.tenant())))
                        .register();
            }
        }
    }

    private ToolResponse call(MemoryTool tool, String name, ToolArguments arguments) {
        return tools.call(
                tool,
                new ToolCall(name, Input.ofArguments(json, arguments.args()), caller.get(), (done, total, message) -> {
                    if (arguments.progress().token().isPresent()) {
                        arguments
                                .progress()
                                .notificationBuilder()
                                .setProgress(done)
                                .setTotal(total)
                                .setMessage(message)
                                .build()
                                .sendAndForget();
                    }
                }));
    }

    private ResourceResponse read(String uri) {
        return answered(() -> resources.read(uri, caller.tenant()))
                .orElseThrow(
                        () -> new McpException("There is no resource " + uri, JsonRpcErrorCodes.RESOURCE_NOT_FOUND));
    }

    private PromptResponse get(MemoryPrompt prompt, PromptArguments arguments) {
        Prompts.missing(prompt, arguments.args()).ifPresent(missing -> {
            throw new McpException("Missing required argument: " + missing, JsonRpcErrorCodes.INVALID_PARAMS);
        });
        return answered(() -> prompt.get(arguments.args(), caller.tenant()));
    }

    private static <T> T answered(Supplier<T> answer) {
        try {
            return answer.get();
        } catch (RefusedException e) {
            throw new McpException(e.getMessage(), e, JsonRpcErrorCodes.INVALID_PARAMS);
        }
    }
}
