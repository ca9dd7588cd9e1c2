package dev.memoryservice.server.dashboard;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/**
 * What browsers are told about a page: it runs scripts and styles of this server's files only, none inside the page and
 * none made from text, and talks to this server only. The gate's stricter policy stays on everything else.
 */
enum PageHeaders {

    /** No script can turn a text into markup: the template library alone may, and with its own constant templates. */
    OWN("img-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html"),

    /** Swagger UI draws its icons from data addresses and makes markup of the (trusted) description's Markdown. */
    SWAGGER_UI("img-src 'self' data:");

    private static final String COMMON = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'; ";

    private final String policy;

    PageHeaders(String policy) {
        this.policy = COMMON + policy;
    }

    void addTo(HttpServerResponse response) {
        response.headers()
                .set("Content-Security-Policy", policy)
                .set("Cross-Origin-Opener-Policy", "same-origin")
                .set("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        cacheable(response);
    }

    /** Kept, but asked about before each use: a new server's files are in use at once. */
    static void cacheable(HttpServerResponse response) {
        response.headers().set(HttpHeaders.CACHE_CONTROL, "no-cache").set(HttpHeaders.VARY, "Accept-Encoding");
    }
}
