package dev.memoryservice.server.portable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.PastVersion;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoredMemory;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The lines of a portable file as JSON. Every line is an object whose {@code kind} says which of the three it is. */
final class Lines {

    /** The version of the format that is written, and the newest that is read. */
    static final int VERSION = 1;

    private static final String FORMAT = "memory-service";
    static final String KIND = "kind";
    private static final String HEADER = "header";
    private static final String MANIFEST = "manifest";
    private static final String MEMORY = "memory";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private Lines() {}

    static byte[] header(Header header) {
        ObjectNode line = line(HEADER);
        line.put("format", FORMAT)
                .put("version", VERSION)
                .put("created_at", header.createdAt().toString());
        line.put("server", header.server()).put("backend", header.backend());
        line.putObject("embedding").put("model", header.model()).put("dimension", header.dimension());
        return bytes(line);
    }

    static Header header(JsonNode line) {
        expect(line, HEADER);
        if (!FORMAT.equals(text(line, "format"))) {
            throw new InvalidFileException("its format is '" + text(line, "format") + "', not '" + FORMAT + "'");
        }
        int version = line.path("version").asInt(-1);
        if (version < 1 || version > VERSION) {
            throw new InvalidFileException(
                    "its format has version " + line.path("version") + ", but this server reads versions up to "
                            + VERSION + ". Use the server that wrote it, or a newer one");
        }
        JsonNode embedding = line.path("embedding");
        return new Header(
                instant(line, "created_at"),
                text(line, "server"),
                text(line, "backend"),
                text(embedding, "model"),
                embedding.path("dimension").asInt());
    }

    static byte[] manifest(Manifest manifest) {
        ObjectNode line = line(MANIFEST);
        line.put("memories", manifest.memories()).put("tombstones", manifest.tombstones());
        ArrayNode spaces = line.putArray("spaces");
        for (Manifest.SpaceCount space : manifest.spaces()) {
            spaces.addObject()
                    .put("tenant", space.tenant())
                    .put("store", space.store())
                    .put("memories", space.memories())
                    .put("tombstones", space.tombstones());
        }
        line.put("sha256", manifest.sha256());
        return bytes(line);
    }

    static boolean isManifest(JsonNode line) {
        return MANIFEST.equals(line.path(KIND).textValue());
    }

    static Manifest manifest(JsonNode line) {
        List<Manifest.SpaceCount> spaces = new ArrayList<>();
        for (JsonNode space : line.path("spaces")) {
            spaces.add(new Manifest.SpaceCount(
                    text(space, "tenant"), text(space, "store"), count(space, "memories"), count(space, "tombstones")));
        }
        return new Manifest(count(line, "memories"), count(line, "tombstones"), spaces, text(line, "sha256"));
    }

    static byte[] memory(StoredMemory stored) {
        return bytes(memoryNode(stored));
    }

    static ObjectNode memoryNode(StoredMemory stored) {
        Memory memory = stored.memory();
        ObjectNode line = line(MEMORY);
        line.put("tenant", stored.space().tenant()).put("store", stored.space().store());
        line.put("content_hash", memory.contentHash()).put("content", memory.content());
        memory.tags().forEach(line.putArray("tags")::add);
        line.put("memory_type", memory.type());
        line.set("metadata", JSON.valueToTree(memory.metadata()));
        memory.conversationId().ifPresent(id -> line.put("conversation_id", id));
        line.put("created_at", memory.createdAt().toString())
                .put("updated_at", memory.updatedAt().toString());
        stored.deletedAt().ifPresent(at -> line.put("deleted_at", at.toString()));
        if (!stored.history().isEmpty()) {
            ArrayNode history = line.putArray("history");
            stored.history().forEach(version -> history.add(version(version)));
        }
        return line;
    }

    static StoredMemory memory(JsonNode line) {
        expect(line, MEMORY);
        return new StoredMemory(
                new Space(text(line, "tenant"), text(line, "store")),
                new Memory(
                        text(line, "content_hash"),
                        text(line, "content"),
                        texts(line, "tags"),
                        text(line, "memory_type"),
                        metadata(line),
                        line.hasNonNull("conversation_id")
                                ? Optional.of(text(line, "conversation_id"))
                                : Optional.empty(),
                        instant(line, "created_at"),
                        instant(line, "updated_at")),
                line.hasNonNull("deleted_at") ? Optional.of(instant(line, "deleted_at")) : Optional.empty(),
                history(line));
    }

    private static ObjectNode version(PastVersion version) {
        ObjectNode node = JSON.createObjectNode();
        version.tags().forEach(node.putArray("tags")::add);
        node.put("memory_type", version.type());
        node.set("metadata", JSON.valueToTree(version.metadata()));
        return node.put("replaced_at", version.replacedAt().toString());
    }

    private static List<PastVersion> history(JsonNode line) {
        List<PastVersion> history = new ArrayList<>();
        for (JsonNode version : line.path("history")) {
            history.add(new PastVersion(
                    texts(version, "tags"),
                    text(version, "memory_type"),
                    metadata(version),
                    instant(version, "replaced_at")));
        }
        return history;
    }

    static List<String> texts(JsonNode line, String name) {
        List<String> tags = new ArrayList<>();
        for (JsonNode tag : line.path(name)) {
            if (!tag.isTextual()) {
                throw new InvalidFileException("one of '" + name + "' is " + tag + ", not a text");
            }
            tags.add(tag.textValue());
        }
        return tags;
    }

    private static Map<String, Object> metadata(JsonNode line) {
        if (!line.path("metadata").isObject()) {
            throw new InvalidFileException("'metadata' is missing, or no JSON object");
        }
        return JSON.convertValue(line.path("metadata"), OBJECT);
    }

    static JsonNode parse(byte[] line) {
        try {
            JsonNode parsed = JSON.readTree(line);
            if (parsed.isObject()) {
                return parsed;
            }
            throw new InvalidFileException("it is no JSON object");
        } catch (JsonProcessingException e) {
            throw new InvalidFileException("it is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new InvalidFileException("it is not readable: " + e.getMessage(), e);
        }
    }

    static ObjectNode line(String kind) {
        return JSON.createObjectNode().put(KIND, kind);
    }

    static byte[] bytes(ObjectNode line) {
        try {
            return JSON.writeValueAsBytes(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can always be written as JSON", e);
        }
    }

    private static void expect(JsonNode line, String kind) {
        if (!kind.equals(line.path(KIND).textValue())) {
            throw new InvalidFileException(
                    "a line of kind '" + kind + "' is expected, and this one is of kind " + line.path(KIND));
        }
    }

    static String text(JsonNode line, String name) {
        JsonNode value = line.path(name);
        if (!value.isTextual()) {
            throw new InvalidFileException("'" + name + "' is missing, or no text");
        }
        return value.textValue();
    }

    static long count(JsonNode line, String name) {
        JsonNode value = line.path(name);
        if (!value.isIntegralNumber() || value.longValue() < 0) {
            throw new InvalidFileException("'" + name + "' is missing, or no count");
        }
        return value.longValue();
    }

    static Instant instant(JsonNode line, String name) {
        try {
            return Instant.parse(text(line, name));
        } catch (DateTimeException e) {
            throw new InvalidFileException(
                    "'" + name + "' is '" + line.path(name).textValue() + "', not a moment", e);
        }
    }
}
