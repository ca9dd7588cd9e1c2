package dev.memoryservice.server.importing.python;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;

/** The Python service's moments: seconds since 1970 with a fraction, or ISO 8601, in UTC where it does not say. */
final class Moments {

    private static final double MICROS = 1e6;

    private Moments() {}

    /**
     * The first of {@code values} that is there: a number, or a text.
     *
     * @return empty when none is there
     * @throws DateTimeException when the first that is there is no moment; the message has the value
     */
    static Optional<Instant> first(Object... values) {
        for (Object value : values) {
            if (value instanceof Number seconds) {
                return Optional.of(ofSeconds(seconds.doubleValue()));
            }
            if (value instanceof String text && !text.isBlank()) {
                return Optional.of(ofText(text.strip()));
            }
            if (value != null && !(value instanceof String)) {
                throw new DateTimeException("it is neither a number nor a text");
            }
        }
        return Optional.empty();
    }

    private static Instant ofSeconds(double seconds) {
        // 2^53: beyond it a number has no microseconds, and no calendar either.
        if (!(Math.abs(seconds * MICROS) < 0x1p53)) {
            throw new DateTimeException(seconds + " is not a number of seconds since 1970");
        }
        return Instant.EPOCH.plus(Math.round(seconds * MICROS), ChronoUnit.MICROS);
    }

    private static Instant ofText(String text) {
        try {
            return switch (DateTimeFormatter.ISO_DATE_TIME.parseBest(
                    text.replace(' ', 'T'), OffsetDateTime::from, LocalDateTime::from)) {
                case OffsetDateTime zoned -> zoned.toInstant();
                case TemporalAccessor local -> LocalDateTime.from(local).toInstant(ZoneOffset.UTC);
            };
        } catch (DateTimeException e) {
            String shown = text.length() > 40 ? text.substring(0, 40) + "..." : text;
            throw new DateTimeException("'" + shown + "' is not a moment of ISO 8601", e);
        }
    }
}
