package dev.memoryservice.server.isolation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values for the parameters of a request, by their names: what leads to somebody's memories, and for the rest what the
 * description itself gives as an example, a default or a limit.
 */
final class Values {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Pattern CONFIRMATION = Pattern.compile("confirm_count=(\\d+)");

    private final Person owner;
    private final JsonNode description;

    /** @param description where references lead to */
    Values(Person owner, JsonNode description) {
        this.owner = owner;
        this.description = description;
    }

    /**
     * The objects of a schema: one with the required properties only, one for each optional property more, since some
     * exclude each other, and one with all of them, since some need each other.
     */
    List<ObjectNode> objects(JsonNode schema) {
        JsonNode resolved = resolved(schema);
        Set<String> required = new TreeSet<>();
        resolved.path("required").forEach(name -> required.add(name.asText()));
        ObjectNode least = JSON.createObjectNode();
        List<Map.Entry<String, JsonNode>> optional = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property : resolved.path("properties").properties()) {
            if (required.contains(property.getKey())) {
                least.set(property.getKey(), value(property.getKey(), property.getValue()));
            } else {
                optional.add(property);
            }
        }
        List<ObjectNode> objects = new ArrayList<>(List.of(least));
        for (Map.Entry<String, JsonNode> property : optional) {
            objects.add(least.deepCopy().set(property.getKey(), value(property.getKey(), property.getValue())));
        }
        ObjectNode all = least.deepCopy();
        optional.forEach(property -> all.set(property.getKey(), value(property.getKey(), property.getValue())));
        objects.add(all);
        if (all.has("store")) {
            // Which may stand for every store, and then for reading only.
            objects.add(all.deepCopy().without("store"));
        }
        return objects;
    }

    /** The number of memories that an answer asks to be confirmed. */
    static OptionalInt confirmationIn(String answer) {
        Matcher asked = CONFIRMATION.matcher(answer);
        return asked.find() ? OptionalInt.of(Integer.parseInt(asked.group(1))) : OptionalInt.empty();
    }

    /** The bodies of a schema: objects, or a list of what leads to memories. */
    List<JsonNode> bodies(JsonNode schema) {
        return resolved(schema).path("type").asText().equals("array")
                ? List.of(JSON.valueToTree(List.of(owner.tag())))
                : List.copyOf(objects(schema));
    }

    /** A value of a parameter or a property. */
    JsonNode value(String name, JsonNode given) {
        JsonNode schema = resolved(given);
        return switch (name) {
            case "content_hash", "winner_hash", "hash" -> text(owner.hash(0));
            case "loser_hash" -> text(owner.hash(1));
            case "hashes" -> JSON.valueToTree(List.of(owner.hash(0), owner.hash(1)));
            case "tag", "old_tag" -> text(owner.tag());
            case "tags" ->
                schema.path("type").asText().equals("string")
                        ? text(owner.tag())
                        : JSON.valueToTree(List.of(owner.tag()));
            case "upload_id" -> text(owner.upload());
            case "chunk_size" -> JSON.getNodeFactory().numberNode(500);
            case "chunk_overlap" -> JSON.getNodeFactory().numberNode(0);
            case "tag_expression" -> text("\"" + owner.tag() + "\"");
            case "new_tag" -> text("taken");
            case "memory_type" -> text(owner.type());
            case "conversation_id", "session_id" -> text(owner.conversation());
            case "cursor" ->
                isInteger(schema)
                        ? text(owner.cursor("/api/memories/hashes?limit=1", "next_cursor"))
                        : text(owner.cursor("/api/memories?page_size=1", "next_cursor"));
            case "confirm_count" ->
                JSON.getNodeFactory().numberNode(owner.hashes().size());
            case "query" -> text(schema.has("examples") ? "last 3 days" : owner.question());
            case "semantic_query", "topic", "user_input", "agent_response", "content", "text" -> text(owner.question());
            case "store" -> text("all");
            case "before_date", "before", "end_date" -> text("2100-01-01");
            case "after", "start_date" -> text("2000-01-01");
            case "timestamp" -> text("2000-01-01T00:00:00Z");
            case "time_filter", "time_expr" -> text("today");
            case "tz" -> text("UTC");
            case "role" -> text("user");
            case "client_hostname", "relationship_with_user", "style_hint" -> text("any");
            case "id" -> text("20200102T030405Z-none");
            case "tenant", "user" -> text("bob");
            case "n" -> text("50");
            default -> described(name, schema);
        };
    }

    private JsonNode described(String name, JsonNode schema) {
        for (JsonNode known : List.of(
                schema.path("examples").path(0),
                schema.path("example"),
                schema.path("default"),
                schema.path("enum").path(0),
                schema.path("maximum"),
                schema.path("minimum"))) {
            if (!known.isMissingNode()) {
                return known;
            }
        }
        if (schema.path("format").asText().equals("binary")) {
            return JSON.getNodeFactory().binaryNode(owner.question().getBytes(StandardCharsets.UTF_8));
        }
        String type = schema.path("type").isArray()
                ? schema.at("/type/0").asText()
                : schema.path("type").asText();
        return switch (type) {
            case "boolean" -> JSON.getNodeFactory().booleanNode(true);
            case "object" -> JSON.createObjectNode().put("note", "any");
            case "array" -> JSON.createArrayNode().add(item(name, resolved(schema.get("items"))));
            default ->
                throw new AssertionError("Nothing is known of the parameter '" + name + "': " + schema
                        + ". Say here what a caller may write there to reach another user's memories, or describe it"
                        + " with an example");
        };
    }

    private JsonNode item(String list, JsonNode schema) {
        return schema.has("properties") ? objects(schema).getFirst() : described(list, schema);
    }

    private static boolean isInteger(JsonNode schema) {
        return schema.path("type").asText().equals("integer");
    }

    private static JsonNode text(String text) {
        return JSON.getNodeFactory().textNode(text);
    }

    private JsonNode resolved(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        return reference.isEmpty() ? schema : resolved(description.at(reference.substring(1)));
    }
}
