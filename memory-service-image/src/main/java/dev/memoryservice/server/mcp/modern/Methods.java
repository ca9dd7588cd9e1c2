package dev.memoryservice.server.mcp.modern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.memoryservice.server.auth.Caller;
import dev.memoryservice.server.mcp.MemoryPrompt;
import dev.memoryservice.server.mcp.MemoryResource;
import dev.memoryservice.server.mcp.MemoryTool;
import dev.memoryservice.server.mcp.Progress;
import dev.memoryservice.server.mcp.Prompts;
import dev.memoryservice.server.mcp.Resources;
import dev.memoryservice.server.mcp.ToolCall;
import dev.memoryservice.server.mcp.Toolbox;
import dev.memoryservice.server.mcp.modern.ProtocolException.Kind;
import dev.memoryservice.server.memory.StoreUnavailableException;
import dev.memoryservice.server.request.Input;
import dev.memoryservice.server.request.RefusedException;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The methods that have one answer. They may block. */
@Singleton
final class Methods {

    private final Toolbox tools;
    private final Resources resources;
    private final Prompts prompts;
    private final Descriptions descriptions;
    private final ObjectMapper json;

    Methods(Toolbox tools, Resources resources, Prompts prompts, Descriptions descriptions, ObjectMapper json) {
        this.tools = tools;
        this.resources = resources;
        this.prompts = prompts;
        this.descriptions = descriptions;
        this.json = json;
    }

    /**
     * Answers a request.
     *
     * @param caller whose memories are meant
     * @throws ProtocolException when it is answered with an error
     * @throws java.util.concurrent.CancellationException when the client gave up in the middle
     */
    ObjectNode answer(Message request, Caller caller, Progress progress) {
        ObjectNode params = request.params();
        String method = request.method().orElseThrow();
        String tenant = caller.tenant();
        return switch (method) {
            case "server/discover" -> descriptions.server();
            case "tools/list" -> list(params, descriptions.tools(caller));
            case "resources/list" -> list(params, descriptions.resources());
            case "resources/templates/list" -> list(params, descriptions.templates());
            case "prompts/list" -> list(params, descriptions.prompts());
            case "tools/call" -> call(params, caller, progress);
            case "resources/read" -> read(params.get("uri").textValue(), tenant);
            case "prompts/get" -> get(params, tenant);
            case "completion/complete" -> complete(params, tenant);
            default ->
                throw new ProtocolException(
                        Kind.METHOD_NOT_FOUND,
                        "Revision " + RequestMetadata.REVISION + " has no method '" + method + "' here");
        };
    }

    /** The lists are short enough for one page, so that no cursor was ever given out. */
    private static ObjectNode list(ObjectNode params, ObjectNode list) {
        if (params.hasNonNull("cursor")) {
            throw new ProtocolException(
                    Kind.UNKNOWN_NAME, "Unknown cursor: the list has one page, ask for it without a cursor");
        }
        return list;
    }

    private ObjectNode call(ObjectNode params, Caller caller, Progress progress) {
        String name = params.get("name").textValue();
        MemoryTool tool =
                tools.find(name).orElseThrow(() -> unknown("Unknown tool '" + name + "': tools/list names the tools"));
        Set<String> missing = tool.neededOfClient().stream()
                .filter(capability -> !RequestMetadata.clientCan(params, capability))
                .collect(Collectors.toSet());
        if (!missing.isEmpty()) {
            throw ProtocolException.missing(name, missing);
        }
        JsonNode arguments = params.path("arguments");
        Input input =
                Input.ofArguments(json, arguments instanceof ObjectNode object ? object : json.createObjectNode());
        return signed(json.valueToTree(tools.call(tool, new ToolCall(name, input, caller, progress))));
    }

    private ObjectNode read(String uri, String tenant) {
        return Descriptions.cacheable(
                signed(json.valueToTree(answered(() -> resources.read(uri, tenant))
                        .orElseThrow(() -> ProtocolException.noResource(uri)))),
                0);
    }

    private ObjectNode get(ObjectNode params, String tenant) {
        String name = params.get("name").textValue();
        MemoryPrompt prompt = prompts.find(name)
                .orElseThrow(() -> unknown("Unknown prompt '" + name + "': prompts/list names the prompts"));
        Map<String, String> arguments = new HashMap<>();
        params.path("arguments")
                .properties()
                .forEach(argument ->
                        arguments.put(argument.getKey(), argument.getValue().textValue()));
        Prompts.missing(prompt, arguments).ifPresent(missing -> {
            throw unknown("The prompt '" + name + "' needs the argument '" + missing + "'");
        });
        return signed(json.valueToTree(answered(() -> prompt.get(arguments, tenant))));
    }

    private ObjectNode complete(ObjectNode params, String tenant) {
        JsonNode ref = params.get("ref");
        String name = params.at("/argument/name").textValue();
        String begun = params.at("/argument/value").textValue();
        List<String> values = answered(() -> switch (ref.get("type").textValue()) {
            case "ref/prompt" -> {
                String prompt = ref.path("name").asText();
                yield prompts.find(prompt)
                        .filter(found -> found.arguments().stream()
                                .anyMatch(argument -> argument.name().equals(name)))
                        .orElseThrow(
                                () -> unknown("There is no prompt '" + prompt + "' with an argument '" + name + "'"))
                        .complete(name, begun, tenant);
            }
            case "ref/resource" -> {
                String template = ref.path("uri").asText();
                MemoryResource resource = resources
                        .template(template)
                        .filter(found -> found.uri().variables().contains(name))
                        .orElseThrow(() -> unknown(
                                "There is no resource template '" + template + "' with a variable '" + name + "'"));
                yield resource.complete(name, begun, tenant);
            }
            default -> throw unknown("ref.type: use 'ref/prompt' or 'ref/resource'");
        });
        ObjectNode result = json.createObjectNode();
        ObjectNode completion = result.putObject("completion");
        values.forEach(completion.putArray("values")::add);
        completion.put("hasMore", false);
        return signed(result);
    }

    private ObjectNode signed(ObjectNode result) {
        return descriptions.signed(result);
    }

    private static <T> T answered(Supplier<T> answer) {
        try {
            return answer.get();
        } catch (RefusedException e) {
            throw unknown(e.getMessage());
        } catch (StoreUnavailableException e) {
            throw new ProtocolException(Kind.INTERNAL_ERROR, e.getMessage());
        }
    }

    private static ProtocolException unknown(String message) {
        return new ProtocolException(Kind.UNKNOWN_NAME, message);
    }
}
