package dev.memoryservice.server.memory;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;

/**
 * The place of a memory among its space's, newest first: where a page ended and the next one goes on. Unlike the
 * number of a page it stays in place while memories are added, and what is behind it is read at once however far it is.
 *
 * @param createdAt the memory's time, to the microsecond
 * @param id tells memories of the same microsecond apart; ids only grow
 */
public record Cursor(Instant createdAt, long id) {

    private static final int BYTES = 2 * Long.BYTES;

    /** The cursor that {@link #toString} wrote; empty when it is none. */
    public static Optional<Cursor> parse(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text.strip());
            if (bytes.length != BYTES) {
                return Optional.empty();
            }
            ByteBuffer values = ByteBuffer.wrap(bytes);
            return Optional.of(new Cursor(Instant.EPOCH.plus(values.getLong(), ChronoUnit.MICROS), values.getLong()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** For clients, who hand it back as it is. */
    @Override
    public String toString() {
        byte[] bytes = ByteBuffer.allocate(BYTES)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, createdAt))
                .putLong(id)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
