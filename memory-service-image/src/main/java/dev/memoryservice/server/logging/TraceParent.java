package dev.memoryservice.server.logging;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The trace that a request is part of, as the header {@code traceparent} says it (W3C Trace Context, section 3.2).
 *
 * @param trace 32 hexadecimal digits
 * @param span 16 hexadecimal digits
 */
public record TraceParent(String trace, String span, boolean sampled) {

    /** Of version 00; a later one begins likewise. */
    private static final Pattern FORM =
            Pattern.compile("(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2}).*");

    /** The trace of a request, if it names a valid one. */
    public static Optional<TraceParent> of(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader("traceparent"))
                .map(FORM::matcher)
                .filter(Matcher::matches)
                .map(match -> new TraceParent(
                        match.group(1), match.group(2), (Integer.parseInt(match.group(3), 16) & 1) == 1))
                .filter(parent -> !isZero(parent.trace()) && !isZero(parent.span()));
    }

    private static boolean isZero(String digits) {
        return digits.chars().allMatch(digit -> digit == '0');
    }
}
