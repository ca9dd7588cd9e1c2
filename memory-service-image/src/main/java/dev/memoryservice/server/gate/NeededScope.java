package dev.memoryservice.server.gate;

import dev.memoryservice.server.auth.Scope;
import io.vertx.core.http.HttpMethod;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which scope a request needs, said for all of them: what only reads by its method needs {@code read}, what is below
 * an administrative path {@code admin}, anything else {@code write}. So a new endpoint is never open by omission.
 */
final class NeededScope {

    /** Figures of the process and of all tenants together are the server's, not a user's. */
    private static final String METRICS = "/metrics";

    /** Backups are of everybody's memories. */
    private static final String BACKUPS = "/api/backup";

    private static final Pattern ADMINISTRATION =
            Pattern.compile("(?:/api)?/admin(?:/.*)?|(?:" + METRICS + "|" + BACKUPS + ")(?:/.*)?");

    /** What a call does is known when its message is read: the toolbox asks for the scope of each tool. */
    private static final Pattern MCP = Pattern.compile("/mcp(?:/.*)?");

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    /** Posted, because a question does not fit into an address, but nothing is changed. */
    private static final Set<String> READING_POSTS =
            Set.of("/api/search", "/api/search/by-tag", "/api/search/by-time", "/api/events/ticket");

    /** The parameters of a segment, which the routes of the framework do not look at. */
    private static final Pattern MATRIX_PARAMETERS = Pattern.compile(";[^/]*");

    private NeededScope() {}

    /** Whether the metrics are read: what a collector may do, who may do nothing else. */
    static boolean readsMetrics(HttpMethod method, String normalizedPath) {
        return normalizedPath.equals(METRICS) && READING.contains(method);
    }

    /** @param normalizedPath without dot segments and doubled slashes, and with no more escapes than necessary */
    static Scope of(HttpMethod method, String normalizedPath) {
        String path = MATRIX_PARAMETERS.matcher(normalizedPath).replaceAll("");
        if (ADMINISTRATION.matcher(path).matches()) {
            return Scope.ADMIN;
        }
        boolean reads = READING.contains(method)
                || MCP.matcher(path).matches()
                || (method.equals(HttpMethod.POST) && READING_POSTS.contains(path));
        return reads ? Scope.READ : Scope.WRITE;
    }
}
