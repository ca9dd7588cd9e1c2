package dev.memoryservice.server.backup.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The last part: what the file holds. A file without one was cut off.
 *
 * @param memories how many memories, tombstones not counted
 * @param tombstones how many deleted memories
 * @param contradictions how many pairs of memories of which one may be wrong
 * @param uploads how many uploads of documents
 * @param spaces how much of it each space has, in the order of the file
 * @param contentSha256 of every line between header and manifest with its end, uncompressed, as hexadecimal digits
 * @param parts every part before this one, in order
 */
public record BackupManifest(
        long memories,
        long tombstones,
        long contradictions,
        long uploads,
        List<SpaceCount> spaces,
        String contentSha256,
        List<Part> parts) {

    /** What the file holds of one store of one tenant. */
    public record SpaceCount(String tenant, String store, long memories, long tombstones) {}

    /**
     * A part as it is in the file: compressed, and encrypted if it is.
     *
     * @param length in bytes, without what goes before it
     * @param sha256 of them, as hexadecimal digits
     */
    public record Part(int length, String sha256) {}

    /** How many tenants have a store in it. */
    public long tenants() {
        return spaces.stream().map(SpaceCount::tenant).distinct().count();
    }

    /** Whether anything is said of a tenant. */
    public boolean has(String tenant) {
        return spaces.stream().anyMatch(space -> space.tenant().equals(tenant));
    }

    ObjectNode toJson() {
        ObjectNode line = Json.object("manifest");
        line.put("memories", memories).put("tombstones", tombstones);
        line.put("contradictions", contradictions).put("uploads", uploads);
        ArrayNode counts = line.putArray("spaces");
        for (SpaceCount space : spaces) {
            counts.addObject()
                    .put("tenant", space.tenant())
                    .put("store", space.store())
                    .put("memories", space.memories())
                    .put("tombstones", space.tombstones());
        }
        line.put("content_sha256", contentSha256);
        ArrayNode list = line.putArray("parts");
        parts.forEach(part -> list.addObject().put("length", part.length()).put("sha256", part.sha256()));
        return line;
    }

    static BackupManifest of(JsonNode line) {
        Json.expect(line, "manifest");
        List<SpaceCount> spaces = new ArrayList<>();
        for (JsonNode space : line.path("spaces")) {
            spaces.add(new SpaceCount(
                    Json.text(space, "tenant"),
                    Json.text(space, "store"),
                    Json.count(space, "memories"),
                    Json.count(space, "tombstones")));
        }
        List<Part> parts = new ArrayList<>();
        for (JsonNode part : line.path("parts")) {
            parts.add(new Part((int) Json.count(part, "length"), Json.text(part, "sha256")));
        }
        return new BackupManifest(
                Json.count(line, "memories"),
                Json.count(line, "tombstones"),
                Json.count(line, "contradictions"),
                Json.count(line, "uploads"),
                spaces,
                Json.text(line, "content_sha256"),
                parts);
    }
}
