package dev.memoryservice.server.mcp.modern;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memoryservice.server.auth.Caller;
import dev.memoryservice.server.events.ChangeNotice;
import dev.memoryservice.server.events.EventStreams;
import dev.memoryservice.server.gate.OpenStreams;
import dev.memoryservice.server.gate.Place;
import dev.memoryservice.server.mcp.Resources;
import dev.memoryservice.server.mcp.modern.ProtocolException.Kind;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The streams of {@code subscriptions/listen}. What can be listened to is that resources change; the lists of tools,
 * prompts and resources never do while the server runs.
 */
@Singleton
public final class Subscriptions implements ChangeNotice.Listener {

    private static final int MOST_STREAMS = 256;
    private static final int MOST_RESOURCES = 100;

    private final Resources resources;
    private final OpenStreams streams;
    private final Set<Subscription> open = ConcurrentHashMap.newKeySet();

    Subscriptions(Resources resources, OpenStreams streams) {
        this.resources = resources;
        this.streams = streams;
    }

    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        open.forEach(Subscription::end);
    }

    void start(@Observes StartupEvent event, EventStreams streams) {
        streams.tell(this);
    }

    @Override
    public void changed(ChangeNotice change) {
        open.forEach(subscription -> subscription.changed(change));
    }

    /**
     * Opens a stream: first it says what the client will be told of, then it tells.
     *
     * @throws ProtocolException when the filter makes no sense, or when too many streams are open
     */
    void open(RoutingContext context, Message request) {
        Map<String, Resources.Addressed> wanted = wanted(request.params().get("notifications"));
        if (open.size() >= MOST_STREAMS) {
            throw new ProtocolException(
                    Kind.BUSY, MOST_STREAMS + " subscriptions are open, which is the limit: close one");
        }
        Subscription subscription = new Subscription(
                context, request.id().orElseThrow(), Caller.of(context).tenant(), wanted);
        open.add(subscription);
        context.addEndHandler(ended -> open.remove(subscription));
        Place.of(context).ifPresent(Place::leave);
        subscription.acknowledge();
        streams.watch(context, subscription::end);
    }

    private Map<String, Resources.Addressed> wanted(JsonNode filter) {
        JsonNode uris = filter.path("resourceSubscriptions");
        if (!uris.isMissingNode() && !uris.isArray()) {
            throw malformed("is of the wrong type, use an array of texts");
        }
        if (uris.size() > MOST_RESOURCES) {
            throw malformed("names " + uris.size() + " resources, and the limit is " + MOST_RESOURCES);
        }
        Map<String, Resources.Addressed> wanted = new LinkedHashMap<>();
        for (JsonNode uri : uris) {
            if (!uri.isTextual()) {
                throw malformed("is of the wrong type, use an array of texts");
            }
            Optional<Resources.Addressed> found = resources.find(uri.textValue());
            found.ifPresent(resource -> wanted.put(uri.textValue(), resource));
        }
        return wanted;
    }

    private static ProtocolException malformed(String what) {
        return new ProtocolException(
                Kind.MALFORMED_PARAMS, "subscriptions/listen: params.notifications.resourceSubscriptions " + what);
    }
}
