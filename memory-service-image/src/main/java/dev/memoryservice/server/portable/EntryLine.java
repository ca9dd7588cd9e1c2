package dev.memoryservice.server.portable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.memoryservice.server.document.Upload;
import dev.memoryservice.server.memory.EmbeddedMemory.EmbeddedPassage;
import dev.memoryservice.server.memory.MemoryVectors;
import dev.memoryservice.server.memory.SnapshotEntry;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoredMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a backup consists of as lines of JSON: those of an export, with vectors, and what else belongs to a store. */
public final class EntryLine {

    private static final String SPACE = "space";
    private static final String MEMORY = "memory";
    private static final String CONTRADICTION = "contradiction";
    private static final String UPLOAD = "upload";

    private EntryLine() {}

    /** The line, without its end. */
    public static byte[] write(SnapshotEntry entry) {
        return switch (entry) {
            case SnapshotEntry.OfSpace(Space space) -> Lines.bytes(in(space, SPACE));
            case SnapshotEntry.OfMemory(StoredMemory stored, Optional<MemoryVectors> vectors) -> {
                ObjectNode line = Lines.memoryNode(stored);
                vectors.ifPresent(known -> line.set("vectors", vectors(known)));
                yield Lines.bytes(line);
            }
            case SnapshotEntry.OfContradiction pair -> {
                ObjectNode line = in(pair.space(), CONTRADICTION);
                line.put("newer", pair.newerHash()).put("older", pair.olderHash());
                line.put("cosine", pair.cosine()).put("divergence", pair.divergence());
                yield Lines.bytes(line.put("found_at", pair.foundAt().toString()));
            }
            case SnapshotEntry.OfUpload(String tenant, Upload upload) -> Lines.bytes(upload(tenant, upload));
        };
    }

    /**
     * The entry of a line.
     *
     * @throws InvalidFileException when it is none; the message says why
     */
    public static SnapshotEntry read(byte[] line) {
        JsonNode parsed = Lines.parse(line);
        return switch (Lines.text(parsed, Lines.KIND)) {
            case SPACE -> new SnapshotEntry.OfSpace(space(parsed));
            case MEMORY ->
                new SnapshotEntry.OfMemory(
                        Lines.memory(parsed),
                        parsed.has("vectors") ? Optional.of(vectors(parsed.get("vectors"))) : Optional.empty());
            case CONTRADICTION ->
                new SnapshotEntry.OfContradiction(
                        space(parsed),
                        Lines.text(parsed, "newer"),
                        Lines.text(parsed, "older"),
                        number(parsed, "cosine"),
                        number(parsed, "divergence"),
                        Lines.instant(parsed, "found_at"));
            case UPLOAD -> new SnapshotEntry.OfUpload(Lines.text(parsed, "tenant"), upload(parsed));
            default -> throw new InvalidFileException("nothing is known of the kind " + parsed.get(Lines.KIND));
        };
    }

    private static ObjectNode in(Space space, String kind) {
        return Lines.line(kind).put("tenant", space.tenant()).put("store", space.store());
    }

    private static Space space(JsonNode line) {
        return new Space(Lines.text(line, "tenant"), Lines.text(line, "store"));
    }

    private static ObjectNode vectors(MemoryVectors vectors) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("model", vectors.model()).put("complete", vectors.complete()).put("vector", base64(vectors.vector()));
        vectors.stop().ifPresent(stop -> node.put("stop", stop));
        if (!vectors.further().isEmpty()) {
            ArrayNode passages = node.putArray("passages");
            for (EmbeddedPassage passage : vectors.further()) {
                passages.addObject()
                        .put("start", passage.start())
                        .put("stop", passage.stop())
                        .put("vector", base64(passage.vector().orElseThrow()));
            }
        }
        return node;
    }

    private static MemoryVectors vectors(JsonNode node) {
        List<EmbeddedPassage> further = new ArrayList<>();
        for (JsonNode passage : node.path("passages")) {
            further.add(new EmbeddedPassage(
                    integer(passage, "start"), integer(passage, "stop"), Optional.of(vector(passage))));
        }
        return new MemoryVectors(
                Lines.text(node, "model"),
                vector(node),
                node.has("stop") ? OptionalInt.of(integer(node, "stop")) : OptionalInt.empty(),
                node.path("complete").asBoolean(),
                further);
    }

    private static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static float[] vector(JsonNode node) {
        try {
            byte[] bytes = Base64.getDecoder().decode(Lines.text(node, "vector"));
            float[] vector = new float[bytes.length / Float.BYTES];
            ByteBuffer.wrap(bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(vector);
            return vector;
        } catch (IllegalArgumentException e) {
            throw new InvalidFileException("a vector is not in base64: " + e.getMessage(), e);
        }
    }

    private static ObjectNode upload(String tenant, Upload upload) {
        ObjectNode line = Lines.line(UPLOAD).put("tenant", tenant).put("store", upload.store());
        line.put("id", upload.id()).put("filename", upload.filename()).put("file_size", upload.fileSize());
        upload.tags().forEach(line.putArray("tags")::add);
        line.put("status", upload.status().name());
        line.put("chunks_total", upload.progress().total())
                .put("chunks_processed", upload.progress().processed())
                .put("chunks_stored", upload.progress().stored())
                .put("chunks_duplicate", upload.progress().duplicate());
        upload.errors().forEach(line.putArray("errors")::add);
        line.put("created_at", upload.createdAt().toString());
        upload.completedAt().map(Instant::toString).ifPresent(at -> line.put("completed_at", at));
        return line;
    }

    private static Upload upload(JsonNode line) {
        return new Upload(
                Lines.text(line, "id"),
                Lines.text(line, "store"),
                Lines.text(line, "filename"),
                Lines.count(line, "file_size"),
                Lines.texts(line, "tags"),
                status(Lines.text(line, "status")),
                new Upload.Progress(
                        integer(line, "chunks_total"),
                        integer(line, "chunks_processed"),
                        integer(line, "chunks_stored"),
                        integer(line, "chunks_duplicate")),
                Lines.texts(line, "errors"),
                Lines.instant(line, "created_at"),
                line.has("completed_at") ? Optional.of(Lines.instant(line, "completed_at")) : Optional.empty());
    }

    private static Upload.Status status(String name) {
        try {
            return Upload.Status.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new InvalidFileException("'status' is '" + name + "', which no upload has", e);
        }
    }

    private static int integer(JsonNode line, String name) {
        long value = Lines.count(line, name);
        if (value > Integer.MAX_VALUE) {
            throw new InvalidFileException("'" + name + "' is " + value + ", which is too much");
        }
        return (int) value;
    }

    private static double number(JsonNode line, String name) {
        if (!line.path(name).isNumber()) {
            throw new InvalidFileException("'" + name + "' is missing, or no number");
        }
        return line.get(name).doubleValue();
    }
}
