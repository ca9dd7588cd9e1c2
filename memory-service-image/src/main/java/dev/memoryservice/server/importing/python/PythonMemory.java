package dev.memoryservice.server.importing.python;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.memoryservice.server.importing.Item;
import dev.memoryservice.server.importing.Outcome;
import dev.memoryservice.server.importing.Reason;
import dev.memoryservice.server.memory.Memories;
import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoredMemory;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A memory of the Python service, by the names that its table and its export share. The values are what SQLite or JSON
 * have: null, String, Number, Boolean, List, Map.
 *
 * <p>What has no place of its own here stays in the metadata: the hash of a replacement, metadata that is no JSON object.
 */
final class PythonMemory {

    /** Reads what Python's json module writes, NaN and Infinity included. */
    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    /** The tag of a memory that its client had replaced by a newer one; the Python service hides these in searches. */
    static final String SUPERSEDED = "superseded";

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final Map<String, Object> values;

    PythonMemory(Map<String, Object> values) {
        this.values = values;
    }

    /** The memory as an item of its file. */
    Item item(String place) {
        String hash = values.get("content_hash") instanceof String text ? text : "";
        if (!(values.get("content") instanceof String content)) {
            return unusable(place, hash, Reason.UNREADABLE, "its content is missing, or no text");
        }
        if (values.get("deleted_at") != null) {
            return unusable(place, hash, Reason.DELETED, "it was deleted in the Python service");
        }
        Instant created;
        Instant updated;
        try {
            Optional<Instant> found = Moments.first(values.get("created_at"), values.get("created_at_iso"));
            if (found.isEmpty()) {
                return unusable(place, hash, Reason.BAD_DATE, "created_at is missing");
            }
            created = found.get();
            updated = Moments.first(values.get("updated_at"), values.get("updated_at_iso"))
                    .orElse(created);
        } catch (DateTimeException e) {
            return unusable(place, hash, Reason.BAD_DATE, e.getMessage());
        }
        Map<String, Object> metadata = metadata();
        List<String> tags = tags();
        if (values.get("superseded_by") instanceof String replacement && !replacement.isBlank()) {
            tags.add(SUPERSEDED);
            metadata.put("superseded_by", replacement);
        }
        Memory memory = new Memory(
                hash,
                content,
                tags,
                values.get("memory_type") instanceof String type && !type.isBlank() ? type : Memories.DEFAULT_TYPE,
                metadata,
                metadata.get("conversation_id") instanceof String id ? Optional.of(id) : Optional.empty(),
                created,
                updated);
        String store = values.get("store") instanceof String name && !name.isBlank() ? name : Space.DEFAULT_STORE;
        return new Item.Found(place, new StoredMemory(new Space(Space.DEFAULT_TENANT, store), memory));
    }

    static Item.Unusable unusable(String place, String hash, Reason reason, String detail) {
        return new Item.Unusable(place, hash, new Outcome.Skipped(reason, detail));
    }

    /** A list in the export, one text with commas in the table. */
    private List<String> tags() {
        return switch (values.get("tags")) {
            case String text -> new ArrayList<>(Arrays.asList(text.split(",", -1)));
            case List<?> list ->
                new ArrayList<>(list.stream().map(String::valueOf).toList());
            case null, default -> new ArrayList<>();
        };
    }

    private Map<String, Object> metadata() {
        Object given = values.get("metadata");
        if (given instanceof String text && !text.isBlank()) {
            try {
                given = JSON.readValue(text, Object.class);
            } catch (JsonProcessingException e) {
                given = text;
            }
        }
        if (given instanceof Map<?, ?> map) {
            return new LinkedHashMap<>(JSON.convertValue(map, OBJECT));
        }
        Map<String, Object> kept = new LinkedHashMap<>();
        if (given != null && !"".equals(given)) {
            kept.put("imported_metadata", given);
        }
        return kept;
    }
}
