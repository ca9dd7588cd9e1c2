package dev.memoryservice.server.memory;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Builds memories for tests, and vectors that stand for a text without a model. */
public final class SampleMemories {

    /** A round moment that memories are dated from. */
    public static final Instant START = Instant.parse("2026-01-02T03:04:05.678901Z");

    /** How many numbers {@link #vectorOf} makes. */
    public static final int DIMENSION = 64;

    private SampleMemories() {}

    public static Memory memory(String content, String... tags) {
        return memoryAt(START, content, tags);
    }

    public static Memory memoryAt(Instant createdAt, String content, String... tags) {
        return new Memory(
                hashOf(content),
                content,
                tags.length == 0 ? List.of("untagged") : List.of(tags),
                "note",
                Map.of(),
                Optional.empty(),
                createdAt,
                createdAt);
    }

    public static Memory withType(Memory memory, String type) {
        return new Memory(
                memory.contentHash(),
                memory.content(),
                memory.tags(),
                type,
                memory.metadata(),
                memory.conversationId(),
                memory.createdAt(),
                memory.updatedAt());
    }

    public static Memory inConversation(Memory memory, String conversation) {
        return new Memory(
                memory.contentHash(),
                memory.content(),
                memory.tags(),
                memory.type(),
                memory.metadata(),
                Optional.of(conversation),
                memory.createdAt(),
                memory.updatedAt());
    }

    /** The hash that the port's contract asks for. */
    public static String hashOf(String content) {
        try {
            byte[] normalised = content.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(normalised));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** A unit vector: the sum of a fixed random vector per word, so texts that share words are near each other. */
    public static float[] vectorOf(String text) {
        float[] vector = new float[DIMENSION];
        for (String word : text.toLowerCase(Locale.ROOT).split("\\W+", -1)) {
            Random random = new Random(word.hashCode());
            for (int i = 0; i < DIMENSION; i++) {
                vector[i] += (float) random.nextGaussian();
            }
        }
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }
}
