package dev.memoryservice.server.oauth.http;

import dev.memoryservice.server.limits.ClientAddress;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** A request with its body. */
public final class OAuthRequest {

    private static final String FORM = "application/x-www-form-urlencoded";

    private final HttpServerRequest request;
    private final byte[] body;

    public OAuthRequest(HttpServerRequest request, byte[] body) {
        this.request = request;
        this.body = body;
    }

    /** The part of the address behind the question mark, as it came; empty when there is none. */
    public String rawQuery() {
        return Optional.ofNullable(request.query()).orElse("");
    }

    /** The parameters of the address. */
    public Parameters query() {
        return Parameters.parse(rawQuery());
    }

    /**
     * The parameters of the body.
     *
     * @throws OAuthException when the body is no form
     */
    public Parameters form() {
        if (!contentType().startsWith(FORM)) {
            throw OAuthException.bad("invalid_request", "Send the parameters in the body, as " + FORM);
        }
        return Parameters.parse(text());
    }

    /** The body as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The type of the body, in lower case; empty when it is not said. */
    public String contentType() {
        return header(HttpHeaders.CONTENT_TYPE.toString()).orElse("").toLowerCase(Locale.ROOT);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeader(name));
    }

    public Optional<String> cookie(String name) {
        return Optional.ofNullable(request.getCookie(name)).map(Cookie::getValue);
    }

    /** Where the request comes from. */
    public String address() {
        return ClientAddress.of(request);
    }

    /** The path that was asked for. */
    public String path() {
        return request.path();
    }
}
