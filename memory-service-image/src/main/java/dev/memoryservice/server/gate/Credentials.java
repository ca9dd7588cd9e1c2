package dev.memoryservice.server.gate;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** Where a request carries its key. */
final class Credentials {

    private static final String BEARER = "Bearer ";

    private Credentials() {}

    /** The key of the header {@code X-API-Key}, or the bearer token. */
    static Optional<String> ofHeaders(HttpServerRequest request) {
        return given(request.getHeader("X-API-Key")).or(() -> given(request.getHeader(HttpHeaders.AUTHORIZATION))
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .flatMap(value -> given(value.substring(BEARER.length()))));
    }

    /** A parameter of the address, for clients that cannot send headers. */
    static Optional<String> ofQuery(HttpServerRequest request, String parameter) {
        return given(request.getParam(parameter));
    }

    private static Optional<String> given(String value) {
        return Optional.ofNullable(value).map(String::strip).filter(v -> !v.isEmpty());
    }
}
