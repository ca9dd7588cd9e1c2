package dev.memoryservice.crds.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What of a schema refuses, drops or changes an object that the schema before it took.
 *
 * <p>A keyword that is not known here must not change at all, so that nothing new slips through.
 */
final class SchemaComparison {

    private final List<String> breaks = new ArrayList<>();

    private SchemaComparison() {}

    /**
     * The breaking changes between two schemas, in words, each beginning with the path of its field.
     *
     * @param path of the field that the schemas describe
     */
    static List<String> breaks(String path, JsonNode before, JsonNode after) {
        SchemaComparison comparison = new SchemaComparison();
        comparison.compare(path, before, after);
        return comparison.breaks;
    }

    private void compare(String path, JsonNode before, JsonNode after) {
        Set<String> keywords = new TreeSet<>();
        before.fieldNames().forEachRemaining(keywords::add);
        after.fieldNames().forEachRemaining(keywords::add);
        for (String keyword : keywords) {
            compare(path, keyword, before.path(keyword), after.path(keyword), before, after);
        }
    }

    private void compare(String path, String keyword, JsonNode was, JsonNode is, JsonNode before, JsonNode after) {
        switch (keyword) {
            case "description", "title", "example", "externalDocs" -> {}
            case "properties" -> properties(path, before, was, is);
            case "required" -> required(path, was, is, after);
            case "items" -> below(path + "[]", keyword, was, is);
            case "additionalProperties" -> below(path + ".*", keyword, was, is);
            case "enum" -> values(path, was, is);
            case "x-kubernetes-validations" -> rules(path, was, is);
            case "minimum", "minLength", "minItems", "minProperties" -> bound(path, keyword, was, is, 1);
            case "maximum", "maxLength", "maxItems", "maxProperties" -> bound(path, keyword, was, is, -1);
            case "uniqueItems", "exclusiveMinimum", "exclusiveMaximum" -> {
                if (is.asBoolean() && !was.asBoolean()) {
                    report(path, keyword + " is new");
                }
            }
            case "nullable", "x-kubernetes-preserve-unknown-fields" -> {
                if (was.asBoolean() && !is.asBoolean()) {
                    report(path, keyword + " is gone");
                }
            }
            case "pattern", "format", "multipleOf" -> {
                if (!is.isMissingNode() && !is.equals(was)) {
                    changed(path, keyword, was, is);
                }
            }
            default -> {
                if (!is.equals(was)) {
                    changed(path, keyword, was, is);
                }
            }
        }
    }

    private void properties(String path, JsonNode before, JsonNode was, JsonNode is) {
        was.properties().forEach(property -> {
            String field = path + "." + property.getKey();
            if (is.has(property.getKey())) {
                compare(field, property.getValue(), is.get(property.getKey()));
            } else {
                report(field, "the field is gone");
            }
        });
        if (before.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
            is.fieldNames().forEachRemaining(name -> {
                if (!was.has(name)) {
                    report(path + "." + name, "the field has a schema, but could be anything before");
                }
            });
        }
    }

    /** A field that has a default is there even where nobody wrote it. */
    private void required(String path, JsonNode was, JsonNode is, JsonNode after) {
        Set<String> added = texts(is);
        added.removeAll(texts(was));
        added.removeIf(name -> after.path("properties").path(name).has("default"));
        added.forEach(name -> report(path + "." + name, "the field is required"));
    }

    private void below(String path, String keyword, JsonNode was, JsonNode is) {
        if (was.isObject() && is.isObject()) {
            compare(path, was, is);
        } else if (!was.equals(is)) {
            changed(path, keyword, was, is);
        }
    }

    private void values(String path, JsonNode was, JsonNode is) {
        if (is.isMissingNode()) {
            return;
        }
        if (was.isMissingNode()) {
            changed(path, "enum", was, is);
            return;
        }
        Set<JsonNode> gone = elements(was);
        gone.removeAll(elements(is));
        gone.forEach(value -> report(path, "the value " + value + " is gone"));
    }

    private void rules(String path, JsonNode was, JsonNode is) {
        Map<String, String> added = messages(is);
        added.keySet().removeAll(messages(was).keySet());
        added.forEach((rule, message) -> report(path, "a rule is new: %s (%s)".formatted(rule, message)));
    }

    private static Map<String, String> messages(JsonNode rules) {
        Map<String, String> messages = new LinkedHashMap<>();
        rules.forEach(rule ->
                messages.put(rule.path("rule").asText(), rule.path("message").asText()));
        return messages;
    }

    /** @param narrower the sign of a change that takes less than before */
    private void bound(String path, String keyword, JsonNode was, JsonNode is, int narrower) {
        if (is.isMissingNode()) {
            return;
        }
        if (was.isMissingNode() || Integer.signum(is.decimalValue().compareTo(was.decimalValue())) == narrower) {
            changed(path, keyword, was, is);
        }
    }

    private void changed(String path, String keyword, JsonNode was, JsonNode is) {
        report(path, "%s was %s, is %s".formatted(keyword, words(was), words(is)));
    }

    private static String words(JsonNode value) {
        return value instanceof MissingNode ? "not there" : value.toString();
    }

    private void report(String path, String text) {
        breaks.add(path + ": " + text);
    }

    private static Set<String> texts(JsonNode list) {
        return elements(list).stream().map(JsonNode::asText).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Set<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
