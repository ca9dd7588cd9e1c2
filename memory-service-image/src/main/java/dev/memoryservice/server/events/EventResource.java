package dev.memoryservice.server.events;

import static dev.memoryservice.server.events.EventStreams.seconds;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.memoryservice.server.auth.CurrentCaller;
import dev.memoryservice.server.auth.Tickets;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What goes with the event stream: tickets for browsers, and who listens. */
@Path("/api/events")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "events")
@APIResponse(responseCode = "401", ref = "NoKey")
@APIResponse(responseCode = "403", ref = "WrongKey")
public class EventResource {

    private final EventStreams streams;
    private final Tickets tickets;
    private final CurrentCaller caller;

    EventResource(EventStreams streams, Tickets tickets, CurrentCaller caller) {
        this.streams = streams;
        this.tickets = tickets;
        this.caller = caller;
    }

    /** @param ticket good for one connection; {@code paramName} is the query parameter it goes into */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Ticket(String ticket, double expiresInSeconds, String paramName) {}

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Connection(
            String connectionId,
            String clientIp,
            String userAgent,
            double connectedDurationSeconds,
            double lastHeartbeatSecondsAgo) {}

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Statistics(int totalConnections, long heartbeatInterval, List<Connection> connections) {}

    @POST
    @Path("/ticket")
    @Operation(summary = "Get a ticket", description = "For EventSource, which cannot send a key: ?ticket=…, once")
    @APIResponseSchema(value = Ticket.class, responseCode = "200")
    public Ticket ticket() {
        return new Ticket(tickets.issue(caller.get()), seconds(Tickets.LIFETIME), "ticket");
    }

    @GET
    @Path("/stats")
    @Operation(summary = "See who listens")
    @APIResponseSchema(Statistics.class)
    public Statistics statistics() {
        List<Connection> connections = streams.of(caller.tenant()).stream()
                .map(stream -> new Connection(
                        stream.id(),
                        stream.listener().address(),
                        stream.listener().userAgent(),
                        seconds(stream.age()),
                        seconds(stream.sinceHeartbeat())))
                .toList();
        return new Statistics(connections.size(), streams.heartbeat().toSeconds(), connections);
    }
}
