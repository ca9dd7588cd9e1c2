package dev.memoryservice.server.mcp.legacy;

import dev.memoryservice.server.auth.Caller;
import io.quarkiverse.mcp.server.runtime.ConnectionManager;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whose each session is: to everybody else it is not there. The protocol library takes whoever names a session for the
 * one who opened it, and would send the one what the other is told.
 */
@Singleton
public final class SessionOwners {

    private static final String HEADER = "Mcp-Session-Id";
    private static final String STREAM = "/mcp/sse";
    private static final String MESSAGES = "/mcp/messages/";

    /** After the gate, which knows the caller. */
    private static final int PRIORITY = 150;

    private final ConnectionManager connections;
    private final Map<String, Owner> owners = new ConcurrentHashMap<>();

    private record Owner(String tenant, String name) {

        static Owner of(Caller caller) {
            return new Owner(caller.tenant(), caller.name());
        }
    }

    SessionOwners(ConnectionManager connections) {
        this.connections = connections;
    }

    void register(@Observes Filters filters) {
        filters.register(this::pass, PRIORITY);
    }

    /** A session was opened. */
    void opened(String id, Caller caller) {
        owners.put(id, Owner.of(caller));
    }

    /** A session is over. */
    void closed(String id) {
        owners.remove(id);
    }

    /** The open sessions, each as the name of its owner and the first digits of its id, which open nothing. */
    public List<String> sessions() {
        return owners.entrySet().stream()
                .map(session -> session.getValue().name() + "-" + beginning(session.getKey()))
                .sorted()
                .toList();
    }

    private static String beginning(String id) {
        return id.substring(0, Math.min(6, id.length()));
    }

    private void pass(RoutingContext context) {
        String path = context.normalizedPath();
        if (!path.startsWith("/mcp")) {
            context.next();
            return;
        }
        Optional<Owner> owner = Optional.ofNullable(context.request().getHeader(HEADER))
                .or(() -> path.startsWith(MESSAGES) ? Optional.of(path.substring(MESSAGES.length())) : Optional.empty())
                .map(owners::get);
        if (owner.isPresent() && !owner.get().equals(Owner.of(Caller.of(context)))) {
            context.response()
                    .setStatusCode(404)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(new JsonObject()
                            .put("detail", "There is no such session: open one with 'initialize'")
                            .encode());
        } else if (path.equals(STREAM) && context.request().method().equals(HttpMethod.GET)) {
            open(context);
        } else {
            context.next();
        }
    }

    /** The library gives a stream its id, and tells its client only: the new one is that of this request. */
    private synchronized void open(RoutingContext context) {
        Set<String> before = ids();
        context.next();
        Set<String> added = ids();
        added.removeAll(before);
        added.removeAll(owners.keySet());
        if (added.size() == 1) {
            String id = added.iterator().next();
            opened(id, Caller.of(context));
            context.addEndHandler(ended -> closed(id));
        }
    }

    private Set<String> ids() {
        Set<String> ids = new HashSet<>();
        connections.forEach(connection -> ids.add(connection.id()));
        return ids;
    }
}
