package dev.memoryservice.server.document.rest;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sees whether a form came to its end: the parser does not say so of one that breaks off. RFC 2046, section 5.1.1. */
final class FormEnd {

    private static final Pattern BOUNDARY =
            Pattern.compile("boundary\\s*=\\s*(?:\"([^\"]+)\"|([^\\s;,]+))", Pattern.CASE_INSENSITIVE);

    /** The longest boundary has 70 characters; line breaks may come after it. */
    private static final int LOOKED_AT = 256;

    private final Optional<String> delimiter;
    private Buffer tail = Buffer.buffer();

    FormEnd(String contentType) {
        Matcher boundary = BOUNDARY.matcher(contentType == null ? "" : contentType);
        delimiter = boundary.find()
                ? Optional.of("--" + (boundary.group(1) == null ? boundary.group(2) : boundary.group(1)) + "--")
                : Optional.empty();
    }

    boolean hasBoundary() {
        return delimiter.isPresent();
    }

    void append(Buffer data) {
        Buffer last = data.length() >= LOOKED_AT ? data : tail.copy().appendBuffer(data);
        tail = last.getBuffer(Math.max(0, last.length() - LOOKED_AT), last.length());
    }

    boolean isThere() {
        return delimiter
                .filter(tail.toString(StandardCharsets.ISO_8859_1)::contains)
                .isPresent();
    }
}
