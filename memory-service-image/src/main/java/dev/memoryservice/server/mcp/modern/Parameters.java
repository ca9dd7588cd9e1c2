package dev.memoryservice.server.mcp.modern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.memoryservice.server.mcp.modern.ProtocolException.Kind;
import java.util.List;
import java.util.Map;

/**
 * The shapes of the parameters of the methods, in both eras. They are checked before anything else reads them, because
 * the protocol library takes the types on trust.
 */
final class Parameters {

    private enum Type {
        TEXT("a text"),
        OBJECT("an object"),
        TEXTS("an object of texts"),
        TOKEN("a text or a whole number");

        private final String words;

        Type(String words) {
            this.words = words;
        }

        boolean fits(JsonNode value) {
            return switch (this) {
                case TEXT -> value.isTextual();
                case OBJECT -> value.isObject();
                case TEXTS ->
                    value instanceof ObjectNode object
                            && object.properties().stream()
                                    .allMatch(entry -> entry.getValue().isTextual());
                case TOKEN -> value.isTextual() || (value.isIntegralNumber() && value.canConvertToLong());
            };
        }
    }

    /** @param path of names, with slashes in between */
    private record Rule(String path, Type type, boolean required) {}

    private static final List<Rule> EVERYWHERE =
            List.of(optional("_meta", Type.OBJECT), optional("_meta/progressToken", Type.TOKEN));

    private static final List<Rule> LIST = List.of(optional("cursor", Type.TEXT));
    private static final List<Rule> URI = List.of(required("uri", Type.TEXT));

    private static final Map<String, List<Rule>> RULES = Map.ofEntries(
            Map.entry(
                    "initialize",
                    List.of(
                            required("protocolVersion", Type.TEXT),
                            required("capabilities", Type.OBJECT),
                            required("clientInfo", Type.OBJECT),
                            required("clientInfo/name", Type.TEXT),
                            required("clientInfo/version", Type.TEXT),
                            optional("clientInfo/title", Type.TEXT))),
            Map.entry("tools/list", LIST),
            Map.entry("resources/list", LIST),
            Map.entry("resources/templates/list", LIST),
            Map.entry("prompts/list", LIST),
            Map.entry("tools/call", List.of(required("name", Type.TEXT), optional("arguments", Type.OBJECT))),
            Map.entry("prompts/get", List.of(required("name", Type.TEXT), optional("arguments", Type.TEXTS))),
            Map.entry("resources/read", URI),
            Map.entry("resources/subscribe", URI),
            Map.entry("resources/unsubscribe", URI),
            Map.entry(
                    "completion/complete",
                    List.of(
                            required("ref", Type.OBJECT),
                            required("ref/type", Type.TEXT),
                            optional("ref/name", Type.TEXT),
                            optional("ref/uri", Type.TEXT),
                            required("argument", Type.OBJECT),
                            required("argument/name", Type.TEXT),
                            required("argument/value", Type.TEXT),
                            optional("context", Type.OBJECT),
                            optional("context/arguments", Type.TEXTS))),
            Map.entry("logging/setLevel", List.of(required("level", Type.TEXT))),
            Map.entry("notifications/cancelled", List.of(optional("requestId", Type.TOKEN))),
            Map.entry("subscriptions/listen", List.of(required("notifications", Type.OBJECT))));

    private Parameters() {}

    private static Rule required(String path, Type type) {
        return new Rule(path, type, true);
    }

    private static Rule optional(String path, Type type) {
        return new Rule(path, type, false);
    }

    /**
     * Checks the parameters of a method; those of a method that is not known are not looked at.
     *
     * @throws ProtocolException when one is missing or of the wrong type
     */
    static void check(String method, ObjectNode params) {
        EVERYWHERE.forEach(rule -> check(method, params, rule));
        RULES.getOrDefault(method, List.of()).forEach(rule -> check(method, params, rule));
    }

    private static void check(String method, ObjectNode params, Rule rule) {
        JsonNode value = params.at("/" + rule.path());
        // A null where nothing has to be counts as nothing; where something has to be it is a value of a wrong type.
        boolean absent = value.isMissingNode() || (value.isNull() && !rule.required());
        if (absent ? rule.required() : !rule.type().fits(value)) {
            throw new ProtocolException(
                    Kind.MALFORMED_PARAMS,
                    method + ": params." + rule.path().replace('/', '.')
                            + (absent ? " is required, " : " is of the wrong type, use ") + rule.type().words);
        }
    }
}
