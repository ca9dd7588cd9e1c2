package dev.memoryservice.server.gate;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/**
 * What browsers are told about every answer: it is data of somebody's memory, never a page, never to be kept, guessed
 * at or framed.
 */
final class SecurityHeaders {

    private SecurityHeaders() {}

    /** @param secure whether the request came over HTTPS, which browsers then stay with for a year */
    static void addTo(HttpServerResponse response, boolean secure) {
        if (secure) {
            response.headers().set("Strict-Transport-Security", "max-age=31536000");
        }
        response.headers()
                .set("X-Content-Type-Options", "nosniff")
                .set("X-Frame-Options", "DENY")
                .set("Referrer-Policy", "no-referrer")
                .set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .set(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
