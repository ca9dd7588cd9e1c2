package dev.memoryservice.server.mcp.legacy;

import dev.memoryservice.server.auth.Caller;
import dev.memoryservice.server.events.ChangeNotice;
import dev.memoryservice.server.events.EventStreams;
import dev.memoryservice.server.mcp.Resources;
import io.quarkiverse.mcp.server.runtime.ConnectionManager;
import io.quarkiverse.mcp.server.runtime.McpConnectionBase;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Bounds the sessions of the protocol library, which has no limit of its own: beyond {@link #MOST_SESSIONS} the one
 * that was not used for the longest time ends. Its client does not notice, since a message of a session that is not
 * known is answered all the same. And tells sessions of changes to the resources they subscribed to, each only of its
 * own tenant's, which the library does not tell apart.
 */
@Singleton
public final class LegacySessions implements ChangeNotice.Listener {

    /** How many sessions there may be. */
    static final int MOST_SESSIONS = 1000;

    private static final int MOST_SUBSCRIPTIONS = 100;
    private static final String SESSION = "Mcp-Session-Id";

    private final ConnectionManager connections;
    private final SessionOwners owners;
    private final Resources resources;

    /** By id, the one that was used last at the end. */
    private final Map<String, Session> sessions = new LinkedHashMap<>(64, 0.75f, true);

    private record Session(String tenant, Map<String, Resources.Addressed> subscriptions) {}

    LegacySessions(ConnectionManager connections, SessionOwners owners, Resources resources) {
        this.connections = connections;
        this.owners = owners;
        this.resources = resources;
    }

    /**
     * Passes a message on to the library.
     *
     * @param method empty for a response or a batch
     * @param uri of the resource that the message is about, if any
     * @param request whether there is something to answer
     */
    public void pass(RoutingContext context, Optional<String> method, String uri, boolean request) {
        String id = context.request().getHeader(SESSION);
        if (id == null) {
            if (!request) {
                // The library would open a session for it, and keep it.
                context.response().setStatusCode(202).end();
                return;
            }
            if (method.filter("initialize"::equals).isPresent()) {
                Caller caller = Caller.of(context);
                context.addHeadersEndHandler(
                        ignored -> add(context.response().headers().get(SESSION), caller));
            }
        } else {
            use(id, Caller.of(context).tenant(), method.orElse(""), uri);
        }
        context.next();
    }

    private synchronized void add(String id, Caller caller) {
        if (id == null) {
            return;
        }
        owners.opened(id, caller);
        sessions.put(id, new Session(caller.tenant(), new LinkedHashMap<>()));
        if (sessions.size() > MOST_SESSIONS) {
            String oldest = sessions.keySet().iterator().next();
            sessions.remove(oldest);
            owners.closed(oldest);
            connections.remove(oldest);
        }
    }

    private synchronized void use(String id, String tenant, String method, String uri) {
        Session session = sessions.get(id);
        if (session == null || !session.tenant().equals(tenant)) {
            return;
        }
        if ("resources/subscribe".equals(method) && session.subscriptions().size() < MOST_SUBSCRIPTIONS) {
            resources.find(uri).ifPresent(resource -> session.subscriptions().put(uri, resource));
        } else if ("resources/unsubscribe".equals(method)) {
            session.subscriptions().remove(uri);
        }
    }

    /** How many sessions there are. */
    synchronized int size() {
        return sessions.size();
    }

    void start(@Observes StartupEvent event, EventStreams streams) {
        streams.tell(this);
    }

    @Override
    public synchronized void changed(ChangeNotice change) {
        sessions.forEach((id, session) -> {
            if (session.tenant().equals(change.tenant())) {
                session.subscriptions().forEach((uri, resource) -> {
                    if (resource.resource().changedBy(change, resource.variables())) {
                        tell(id, uri);
                    }
                });
            }
        });
    }

    private void tell(String id, String uri) {
        McpConnectionBase connection = connections.get(id);
        if (connection != null) {
            connection.send(new JsonObject()
                    .put("jsonrpc", "2.0")
                    .put("method", "notifications/resources/updated")
                    .put("params", new JsonObject().put("uri", uri)));
        }
    }
}
