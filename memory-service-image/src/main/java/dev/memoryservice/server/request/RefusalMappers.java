package dev.memoryservice.server.request;

import dev.memoryservice.server.backup.repository.RepositoryException;
import dev.memoryservice.server.memory.StoreUnavailableException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns what went wrong into the answer of REST; the one place that decides its status and shape. */
final class RefusalMappers {

    private static final Logger LOG = Logger.getLogger(RefusalMappers.class);

    /** How long a client waits before it asks a busy server again, in seconds. */
    private static final String RETRY_AFTER = "1";

    /** How long it waits before it asks for a place of backups again that is away, in seconds. */
    private static final String RETRY_PLACE_AFTER = "10";

    /** RFC 4918: what is needed for the request cannot be stored. */
    private static final int INSUFFICIENT_STORAGE = 507;

    @ServerExceptionMapper
    Response invalid(InvalidInputException e) {
        return json(422, new InvalidDetail(e.values())).build();
    }

    @ServerExceptionMapper
    Response refused(RefusedException e) {
        Response.ResponseBuilder response = json(e.reason().status(), new Detail(e.getMessage()));
        if (e.reason().status() >= 429 || e.reason() == RefusedException.Reason.OCCUPIED) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
        }
        return response.build();
    }

    @ServerExceptionMapper
    Response unavailable(StoreUnavailableException e) {
        LOG.warnf("Store unavailable: %s", e.getMessage());
        return json(503, new Detail(e.getMessage()))
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER)
                .build();
    }

    /** A place that is full, or refuses, does not become another by waiting; one that is away may. */
    @ServerExceptionMapper
    Response noPlaceForBackups(RepositoryException e) {
        LOG.warnf("Backups: %s", e.getMessage());
        Response.ResponseBuilder response = json(INSUFFICIENT_STORAGE, new Detail(e.getMessage()));
        if (e.isPassing()) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_PLACE_AFTER);
        }
        return response.build();
    }

    @ServerExceptionMapper
    Response framework(WebApplicationException e) {
        int status = e.getResponse().getStatus();
        if (status >= 500) {
            return unexpected(e);
        }
        String detail =
                switch (status) {
                    case 404 -> "There is nothing here; see /openapi for the paths of this server";
                    case 405 -> "This path does not take this method; see /openapi for those it takes";
                    default -> e.getMessage();
                };
        return json(status, new Detail(detail)).build();
    }

    @ServerExceptionMapper
    Response unexpected(RuntimeException e) {
        LOG.error("A request failed in a way that nobody foresaw", e);
        return json(500, new Detail("The server failed to do this; its log says why. Please try again."))
                .build();
    }

    private static Response.ResponseBuilder json(int status, Object body) {
        return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(body);
    }
}
