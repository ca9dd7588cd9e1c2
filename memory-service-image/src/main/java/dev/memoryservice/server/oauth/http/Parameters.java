package dev.memoryservice.server.oauth.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters of a query or a form. One that comes twice is an error (RFC 6749, 3.1), an empty one is as none. */
public final class Parameters {

    private static final int MOST = 64;

    private final Map<String, List<String>> values;

    private Parameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /**
     * Reads {@code name=value&name=value}.
     *
     * @throws OAuthException when it cannot be read, or when a parameter comes twice
     */
    public static Parameters parse(String encoded) {
        Map<String, List<String>> values;
        try {
            values = new QueryStringDecoder(encoded, StandardCharsets.UTF_8, false, MOST, true).parameters();
        } catch (IllegalArgumentException e) {
            throw OAuthException.bad("invalid_request", "The parameters are not encoded as a form is");
        }
        values.forEach((name, given) -> {
            if (given.size() > 1) {
                throw OAuthException.bad(
                        "invalid_request", "The parameter '" + Answer.printable(name) + "' is there twice");
            }
        });
        return new Parameters(values);
    }

    /** The value, if there is one. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name)).map(List::getFirst).filter(value -> !value.isEmpty());
    }

    /**
     * The value.
     *
     * @throws OAuthException when there is none
     */
    public String require(String name) {
        return get(name)
                .orElseThrow(() -> OAuthException.bad("invalid_request", "The parameter '" + name + "' is missing"));
    }
}
