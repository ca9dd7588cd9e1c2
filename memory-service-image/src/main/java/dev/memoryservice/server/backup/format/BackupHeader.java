package dev.memoryservice.server.backup.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.memoryservice.server.portable.InvalidFileException;
import java.time.Instant;
import java.util.Optional;

/**
 * The first part: what wrote the file, and how the rest is to be read. Never encrypted, so it tells nothing of anybody.
 *
 * @param version of the format
 * @param id which backup it is
 * @param createdAt the moment that its content is of, not earlier
 * @param server the version of the server that wrote it
 * @param backend the backend that the memories were in, for example {@code SQLite}
 * @param model the embedding model that the backend was opened for
 * @param dimension how many numbers that model's vectors have
 * @param encryption how the other parts are encrypted; empty when they are not
 */
public record BackupHeader(
        int version,
        String id,
        Instant createdAt,
        String server,
        String backend,
        String model,
        int dimension,
        Optional<Encryption> encryption) {

    /** The version that is written, and the newest that is read. Version 1 is the format of exports. */
    public static final int VERSION = 2;

    private static final String FORMAT = "memory-service";

    /**
     * With what the other parts are encrypted.
     *
     * @param key the name of the key
     * @param salt what the key of this file is made with, beside the named one
     * @param check tells whether a key of that name is the right one
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Encryption(String key, byte[] salt, byte[] check) {}

    ObjectNode toJson() {
        ObjectNode line = Json.object("header");
        line.put("format", FORMAT).put("version", version).put("id", id);
        line.put("created_at", createdAt.toString()).put("server", server).put("backend", backend);
        line.putObject("embedding").put("model", model).put("dimension", dimension);
        encryption.ifPresent(with -> line.putObject("encryption")
                .put("algorithm", PartCipher.ALGORITHM)
                .put("key", with.key())
                .put("salt", with.salt())
                .put("check", with.check()));
        return line;
    }

    static BackupHeader of(JsonNode line) {
        Json.expect(line, "header");
        if (!FORMAT.equals(line.path("format").asText())) {
            throw new InvalidFileException(
                    "its format is " + line.path("format") + ", not '" + FORMAT + "': it is no backup of this server");
        }
        int version = line.path("version").asInt(-1);
        if (version != VERSION) {
            throw new InvalidFileException("its format has version " + line.path("version")
                    + ", but this server reads version " + VERSION + ". Use the server that wrote it, or a newer one");
        }
        JsonNode embedding = line.path("embedding");
        return new BackupHeader(
                version,
                Json.text(line, "id"),
                Json.instant(line, "created_at"),
                Json.text(line, "server"),
                Json.text(line, "backend"),
                Json.text(embedding, "model"),
                (int) Json.count(embedding, "dimension"),
                line.has("encryption") ? Optional.of(encryption(line.get("encryption"))) : Optional.empty());
    }

    private static Encryption encryption(JsonNode node) {
        if (!PartCipher.ALGORITHM.equals(node.path("algorithm").asText())) {
            throw new InvalidFileException(
                    "it is encrypted by " + node.path("algorithm") + ", but this server knows " + PartCipher.ALGORITHM);
        }
        return new Encryption(Json.text(node, "key"), Json.bytes(node, "salt"), Json.bytes(node, "check"));
    }
}
