package dev.memoryservice.server.events;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.request.RefusedException;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The open event streams, and the buffer of what they were told. Publishing costs one write to each stream that
 * wants the event and waits for none. One lock orders publishing and joining, so that a client that resumes gets
 * every event once.
 */
@Singleton
public final class EventStreams {

    /** Where clients listen; the longer path is the older one. */
    public static final Set<String> PATHS = Set.of("/api/events", "/api/events/stream");

    /** What the names of events begin with that tell of a change. */
    private static final String CHANGES = "memory_";

    private final ObjectMapper json;
    private final Duration heartbeat;
    private final int mostStreams;
    private final ReplayBuffer buffer;
    private final Backlog backlog = new Backlog();
    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
    private volatile String serverStatus = "healthy";
    private final List<ChangeNotice.Listener> listeners = new CopyOnWriteArrayList<>();
    private boolean closed;

    EventStreams(ObjectMapper json, ServerConfig config) {
        this.json = json;
        heartbeat = config.events().heartbeat();
        mostStreams = config.events().maxConnections();
        buffer = new ReplayBuffer(config.events().replay());
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        vertx.setPeriodic(heartbeat.toMillis(), timer -> beat());
    }

    /** A server that stops ends the streams at once: they would keep it waiting for requests to finish. */
    synchronized void stop(@Observes ShutdownDelayInitiatedEvent event) {
        closed = true;
        streams.forEach(this::close);
    }

    /** Says goodbye to a client. */
    void close(EventStream stream) {
        stream.end(Frames.of(
                Optional.empty(),
                "connection_closed",
                data(Map.of("connection_id", stream.id(), "duration_seconds", seconds(stream.age())))));
    }

    /** Tells {@code listener} of every change from now on. */
    public void tell(ChangeNotice.Listener listener) {
        listeners.add(listener);
    }

    /** How many streams are open. */
    public int open() {
        return streams.size();
    }

    /** What was sent and has not left yet, of all streams together, in bytes. */
    public long waitingBytes() {
        return backlog.bytes();
    }

    Backlog backlog() {
        return backlog;
    }

    /** How often an idle stream gets a sign of life. */
    public Duration heartbeat() {
        return heartbeat;
    }

    /** The open streams of a tenant. */
    List<EventStream> of(String tenant) {
        return streams.stream()
                .filter(stream -> stream.caller().tenant().equals(tenant))
                .toList();
    }

    /** Tells every listener of something that is about no tenant. */
    void publishToAll(String name, Map<String, Object> data) {
        publish(name, ServerEvent.EVERY_TENANT, Optional.empty(), data);
    }

    /**
     * Tells everybody who listens to the tenant and the store.
     *
     * @param store empty to tell only those who listen to every store
     */
    synchronized void publish(String name, String tenant, Optional<String> store, Map<String, Object> data) {
        ServerEvent event = buffer.append(id -> new ServerEvent(id, name, tenant, store, data(data)));
        String frame = event.frame();
        for (EventStream stream : streams) {
            if (stream.wants(event)) {
                stream.send(frame);
            }
        }
        if (name.startsWith(CHANGES)) {
            ChangeNotice change = ChangeNotice.of(name, tenant, data);
            listeners.forEach(listener -> listener.changed(change));
        }
    }

    /** Tells everybody how the server is, now and with each sign of life. */
    public synchronized void publishHealth(String status, Map<String, Object> details, String message) {
        serverStatus = status;
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("status", status);
        data.put("details", details);
        data.put("message", message);
        publishToAll("health_update", data);
    }

    /**
     * Adds a client: first it is greeted, then it catches up, then it gets what happens.
     *
     * @param lastEventId where it left off
     * @throws RefusedException when too many streams are open, or when the server stops
     */
    synchronized void join(EventStream stream, Optional<String> lastEventId) {
        if (closed) {
            throw new RefusedException(RefusedException.Reason.BUSY, "The server stops: connect to another one");
        }
        if (streams.size() >= mostStreams) {
            throw new RefusedException(
                    RefusedException.Reason.BUSY,
                    mostStreams + " event streams are open, which is the limit: close one, or raise"
                            + " memory-service.events.max-connections");
        }
        Map<String, Object> greeting = new LinkedHashMap<>();
        greeting.put("connection_id", stream.id());
        greeting.put("message", "Connected to the event stream");
        greeting.put("heartbeat_interval", heartbeat.toSeconds());
        List<ServerEvent> missed = List.of();
        if (lastEventId.isPresent()) {
            Optional<List<ServerEvent>> found = EventId.parse(lastEventId.get()).flatMap(buffer::after);
            missed = found.orElse(List.of()).stream().filter(stream::wants).toList();
            greeting.put("replay", replay(lastEventId.get(), missed.size(), found.isPresent()));
        }
        // The greeting carries the place from which the stream goes on. A client that lost its connection in the
        // middle of catching up must not skip the rest, so then the greeting leaves the client's own place alone.
        Optional<EventId> place = missed.isEmpty() ? Optional.of(buffer.last()) : Optional.empty();
        stream.send(Frames.of(place, "connection_established", data(greeting)));
        missed.forEach(event -> stream.send(event.frame()));
        streams.add(stream);
    }

    /** Forgets what was told of a tenant, whose memories are gone. */
    public synchronized void forget(String tenant) {
        buffer.forget(tenant);
    }

    void leave(EventStream stream) {
        streams.remove(stream);
    }

    private Map<String, Object> replay(String requested, int replayed, boolean found) {
        Map<String, Object> replay = new LinkedHashMap<>();
        replay.put("requested_last_event_id", requested);
        replay.put("events_replayed", replayed);
        replay.put("buffer_size", buffer.size());
        buffer.oldest().ifPresent(oldest -> replay.put("buffer_oldest_id", oldest.toString()));
        replay.put("status", found ? "resumed" : "id_not_in_buffer");
        return replay;
    }

    /** Each tenant learns of its own streams only. */
    private void beat() {
        Map<String, String> frames = new HashMap<>();
        streams.stream()
                .collect(groupingBy(stream -> stream.caller().tenant(), counting()))
                .forEach((tenant, open) -> frames.put(
                        tenant,
                        Frames.of(
                                Optional.empty(),
                                "heartbeat",
                                data(Map.of("active_connections", open, "server_status", serverStatus)))));
        for (EventStream stream : streams) {
            // One that came meanwhile waits for the next.
            Optional.ofNullable(frames.get(stream.caller().tenant())).ifPresent(stream::sendHeartbeat);
        }
    }

    private String data(Map<String, Object> fields) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("timestamp", Instant.now().truncatedTo(ChronoUnit.MICROS).toString());
        data.putAll(fields);
        try {
            return json.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Events are made of texts and numbers", e);
        }
    }

    static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
