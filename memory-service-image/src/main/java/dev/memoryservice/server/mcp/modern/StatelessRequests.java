package dev.memoryservice.server.mcp.modern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.memoryservice.server.auth.Caller;
import dev.memoryservice.server.mcp.Progress;
import dev.memoryservice.server.mcp.modern.ProtocolException.Kind;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jboss.logging.Logger;

/** Answers messages of the stateless revision, each by itself. A client that goes away has cancelled its request. */
@Singleton
final class StatelessRequests {

    private static final Logger LOG = Logger.getLogger(StatelessRequests.class);

    private final Methods methods;
    private final Subscriptions subscriptions;
    private final Vertx vertx;

    StatelessRequests(Methods methods, Subscriptions subscriptions, Vertx vertx) {
        this.methods = methods;
        this.subscriptions = subscriptions;
        this.vertx = vertx;
    }

    /**
     * Answers a message.
     *
     * @throws ProtocolException when the message is not of the revision
     */
    void answer(RoutingContext context, Message message) {
        if (message.method().isEmpty()) {
            throw new ProtocolException(Kind.INVALID_REQUEST, "This revision has no responses of clients");
        }
        RequestMetadata metadata = RequestMetadata.of(message, context.request().headers());
        if (message.isNotification()) {
            // There is none that a server without sessions would have to act on: closing a stream cancels.
            context.response().setStatusCode(202).end();
            return;
        }
        if (message.method().filter("subscriptions/listen"::equals).isPresent()) {
            subscriptions.open(context, message);
            return;
        }
        Reply reply = new Reply(context, message.id());
        Caller caller = Caller.of(context);
        vertx.executeBlocking(() -> answer(message, caller, reply, metadata), false)
                .onSuccess(result -> result.ifPresent(reply::result))
                .onFailure(problem -> reply.error(problem(message, problem)));
    }

    /** The result; empty when nobody waits for it. */
    private Optional<ObjectNode> answer(Message message, Caller caller, Reply reply, RequestMetadata metadata) {
        if (reply.closed()) {
            return Optional.empty();
        }
        try {
            return Optional.of(methods.answer(message, caller, progress(reply, metadata)));
        } catch (CancellationException e) {
            return Optional.empty();
        }
    }

    private static ProtocolException problem(Message message, Throwable problem) {
        if (problem instanceof ProtocolException known) {
            return known;
        }
        LOG.errorf(
                problem,
                "%s failed in a way that nobody foresaw",
                message.method().orElse(""));
        return new ProtocolException(
                Kind.INTERNAL_ERROR, "The server failed to do this; its log says why. Please try again.");
    }

    private static Progress progress(Reply reply, RequestMetadata metadata) {
        return (done, total, text) -> {
            if (reply.closed()) {
                throw new CancellationException("The client has gone");
            }
            metadata.progressToken().ifPresent(token -> reply.tell(notification(token, done, total, text)));
        };
    }

    private static ObjectNode notification(JsonNode token, double done, double total, String text) {
        ObjectNode notification = JsonNodeFactory.instance.objectNode();
        notification.put("jsonrpc", "2.0").put("method", "notifications/progress");
        ObjectNode params = notification.putObject("params");
        params.set("progressToken", token);
        params.put("progress", done).put("total", total).put("message", text);
        return notification;
    }
}
