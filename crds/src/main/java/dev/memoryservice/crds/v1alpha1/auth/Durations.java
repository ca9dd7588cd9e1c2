package dev.memoryservice.crds.v1alpha1.auth;

import java.time.Duration;
import java.util.Locale;

/** Durations as Kubernetes writes them, of hours, minutes and seconds: {@code 2160h}, {@code 1h30m}, {@code 0s}. */
public final class Durations {

    /** What the API server accepts; an empty text is refused by a minimal length. */
    public static final String PATTERN = "^([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?$";

    private Durations() {}

    /**
     * The duration of a text that matches {@link #PATTERN}.
     *
     * @throws java.time.format.DateTimeParseException if it does not
     */
    public static Duration parse(String text) {
        return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    }
}
