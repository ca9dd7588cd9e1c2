package dev.memoryservice.server.backup.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.memoryservice.server.portable.InvalidFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;

/** Header and manifest as JSON, and what can be wrong with them. */
final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static ObjectNode object(String kind) {
        return MAPPER.createObjectNode().put("kind", kind);
    }

    /** With its end. */
    static byte[] line(ObjectNode object) {
        return (object + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static JsonNode parse(byte[] text) {
        try {
            JsonNode parsed = MAPPER.readTree(text);
            if (parsed != null && parsed.isObject()) {
                return parsed;
            }
        } catch (IOException e) {
            throw new InvalidFileException("it is not JSON: " + e.getMessage(), e);
        }
        throw new InvalidFileException("it is no JSON object");
    }

    static void expect(JsonNode line, String kind) {
        if (!kind.equals(line.path("kind").textValue())) {
            throw new InvalidFileException("a " + kind + " is expected, and this is " + line.path("kind"));
        }
    }

    static String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isTextual()) {
            throw new InvalidFileException("'" + name + "' is missing, or no text");
        }
        return value.textValue();
    }

    static long count(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isIntegralNumber() || value.longValue() < 0) {
            throw new InvalidFileException("'" + name + "' is missing, or no count");
        }
        return value.longValue();
    }

    static byte[] bytes(JsonNode node, String name) {
        try {
            return node.path(name).isTextual() ? node.path(name).binaryValue() : new byte[0];
        } catch (IOException e) {
            throw new InvalidFileException("'" + name + "' is not in base64", e);
        }
    }

    static Instant instant(JsonNode node, String name) {
        try {
            return Instant.parse(text(node, name));
        } catch (DateTimeException e) {
            throw new InvalidFileException("'" + name + "' is '" + text(node, name) + "', not a moment", e);
        }
    }
}
