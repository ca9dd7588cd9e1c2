package dev.memoryservice.server.mcp.modern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.audit.Refusal;
import dev.memoryservice.server.auth.Caller;
import dev.memoryservice.server.auth.Challenge;
import dev.memoryservice.server.mcp.Toolbox;
import dev.memoryservice.server.mcp.legacy.LegacySessions;
import dev.memoryservice.server.mcp.modern.ProtocolException.Kind;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * Where the eras part on {@code /mcp}. A message with the metadata of the stateless revision is answered here; any
 * other goes on to the protocol library, when it is one: what is no JSON, no JSON-RPC, or of the wrong shape is
 * answered here in both eras.
 */
@Singleton
public final class McpEndpoint {

    private static final List<String> PATHS = List.of("/mcp", "/mcp/");

    /** After the gate and the other filters, before the routes of the library. */
    private static final int ORDER = -50;

    /** JSON-RPC's batches are a thing of the revisions up to 2025-03-26; nobody sends more at once. */
    private static final int LARGEST_BATCH = 50;

    private final ObjectMapper json;
    private final StatelessRequests requests;
    private final LegacySessions sessions;
    private final Toolbox tools;
    private final Challenge challenge;
    private final long longestBody;

    McpEndpoint(
            ObjectMapper json,
            StatelessRequests requests,
            LegacySessions sessions,
            Toolbox tools,
            Challenge challenge,
            ServerConfig config) {
        this.json = json;
        this.requests = requests;
        this.sessions = sessions;
        this.tools = tools;
        this.challenge = challenge;
        longestBody = config.limits().bodyBytes();
    }

    void register(@Observes Router router) {
        for (String path : PATHS) {
            router.route(HttpMethod.POST, path)
                    .order(ORDER)
                    .handler(BodyHandler.create(false).setBodyLimit(longestBody))
                    .handler(this::post);
            router.route(HttpMethod.GET, path).order(ORDER).handler(McpEndpoint::refuseStateless);
            router.route(HttpMethod.DELETE, path).order(ORDER).handler(McpEndpoint::refuseStateless);
        }
    }

    /** The stateless revision has no stream to get and no session to delete. */
    private static void refuseStateless(RoutingContext context) {
        if (RequestMetadata.announcedBy(context.request().headers())) {
            context.response()
                    .setStatusCode(405)
                    .putHeader(HttpHeaders.ALLOW, "POST")
                    .end();
        } else {
            context.next();
        }
    }

    private void post(RoutingContext context) {
        Optional<JsonNode> id = Optional.empty();
        boolean modern = RequestMetadata.announcedBy(context.request().headers());
        try {
            byte[] body = context.body().buffer() == null
                    ? new byte[0]
                    : context.body().buffer().getBytes();
            JsonNode value = Message.parse(json, body);
            if (value.isArray()) {
                batch(context, value, modern);
                return;
            }
            id = Message.idOf(value);
            Message message = Message.of(value);
            modern = RequestMetadata.isModern(message, context.request().headers());
            authorize(context, message);
            if (modern) {
                requests.answer(context, message);
            } else {
                message.method().ifPresent(method -> Parameters.check(method, message.params()));
                sessions.pass(
                        context, message.method(), message.params().path("uri").asText(""), message.isRequest());
            }
        } catch (ProtocolException e) {
            new Reply(context, id).error(modern ? e : e.ofLegacy());
        }
    }

    /** Clients that can ask for a broader token learn from the status which; the toolbox itself refuses as well. */
    private void authorize(RoutingContext context, Message message) {
        if (message.method().filter("tools/call"::equals).isEmpty()) {
            return;
        }
        Caller caller = Caller.of(context);
        tools.missingScope(message.params().path("name").asText(), caller).ifPresent(needed -> {
            Refusal.INSUFFICIENT_SCOPE.attachTo(context);
            challenge.insufficientScope(context, needed);
            throw new ProtocolException(Kind.INSUFFICIENT_SCOPE, Challenge.insufficientScope(caller, needed));
        });
    }

    private void batch(RoutingContext context, JsonNode batch, boolean modern) {
        if (modern) {
            throw new ProtocolException(Kind.INVALID_REQUEST, "Send each message in a request of its own");
        }
        if (batch.isEmpty() || batch.size() > LARGEST_BATCH) {
            throw new ProtocolException(
                    Kind.INVALID_REQUEST, "A batch has 1 to " + LARGEST_BATCH + " messages, not " + batch.size());
        }
        boolean requests = false;
        for (JsonNode value : batch) {
            Message message = Message.of(value);
            if (message.method().filter("initialize"::equals).isPresent()
                    || RequestMetadata.isModern(message, context.request().headers())) {
                throw new ProtocolException(
                        Kind.INVALID_REQUEST, message.method().orElse("A message") + " cannot be part of a batch");
            }
            authorize(context, message);
            message.method().ifPresent(method -> Parameters.check(method, message.params()));
            requests |= message.isRequest();
        }
        sessions.pass(context, Optional.empty(), "", requests);
    }
}
