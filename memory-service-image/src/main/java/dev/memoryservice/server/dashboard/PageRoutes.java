package dev.memoryservice.server.dashboard;

import dev.memoryservice.server.auth.Authentication;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Serves the pages and the files they load. A file is read and compressed when it is first asked for: a server that
 * only programs talk to never holds one.
 */
@Singleton
public final class PageRoutes {

    private record Page(String file, PageHeaders headers) {}

    private static final Map<String, Page> PAGES = Map.of(
            "/", new Page("/ui/dashboard.html", PageHeaders.OWN),
            "/api-overview", new Page("/ui/overview.html", PageHeaders.OWN),
            "/api/docs", new Page("/ui/docs.html", PageHeaders.SWAGGER_UI));

    private static final String FILES = "/ui/";

    /** Tells the pages whether to ask for a key, which a refused request would tell as well, only less politely. */
    private static final String ACCESS = FILES + "access.json";

    /** Pages are served at the addresses above only, so that none is there without its headers. */
    private static final Pattern FILE =
            Pattern.compile(FILES + "(?:[a-z0-9][a-z0-9.-]*/)*[a-z0-9][a-z0-9.-]*\\.(?!html$)[a-z]+");

    /** A browser that refuses it says so with the weight 0 (RFC 9110, 12.5.3). */
    private static final Pattern GZIP = Pattern.compile("\\bgzip\\b(?!\\s*;\\s*q=0(?:\\.0*)?\\s*(?:,|$))");

    private final Authentication authentication;
    private final Map<String, StaticFile> files = new ConcurrentHashMap<>();

    PageRoutes(Authentication authentication) {
        this.authentication = authentication;
    }

    /** Whether this path is a page or a file of one, which everybody may read. */
    public static boolean isPublic(String path) {
        return PAGES.containsKey(path) || path.startsWith(FILES);
    }

    void register(@Observes Router router) {
        PAGES.forEach((path, page) -> get(router, path, context -> {
            page.headers().addTo(context.response());
            send(context, page.file());
        }));
        get(router, ACCESS, this::access);
        get(router, FILES + "*", context -> {
            if (FILE.matcher(context.normalizedPath()).matches()) {
                PageHeaders.cacheable(context.response());
                send(context, context.normalizedPath());
            } else {
                context.next();
            }
        });
    }

    private static void get(Router router, String path, Handler<RoutingContext> handler) {
        router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD).blockingHandler(handler, false);
    }

    private void access(RoutingContext context) {
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(new JsonObject()
                        .put("key_required", authentication.required())
                        .encode());
    }

    private void send(RoutingContext context, String name) {
        Optional<StaticFile> found = Optional.ofNullable(files.get(name)).or(() -> {
            Optional<StaticFile> read = StaticFile.read(name);
            read.ifPresent(file -> files.put(name, file));
            return read;
        });
        found.ifPresentOrElse(file -> answer(context.request(), file), context::next);
    }

    private static void answer(HttpServerRequest request, StaticFile file) {
        HttpServerResponse response = request.response().putHeader(HttpHeaders.ETAG, file.tag());
        if (file.tag().equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, file.contentType());
        if (takesGzip(request)) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip").end(file.compressed());
        } else {
            response.end(file.plain());
        }
    }

    private static boolean takesGzip(HttpServerRequest request) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        return accepted != null && GZIP.matcher(accepted).find();
    }
}
