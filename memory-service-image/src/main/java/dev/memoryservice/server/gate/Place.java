package dev.memoryservice.server.gate;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The place of a request among those that are worked on. It is left when the request ends, or before, when it turns
 * out to be a stream, which stays open for hours and has a limit of its own.
 */
public final class Place {

    private static final String KEY = Place.class.getName();

    private final Runnable leaving;
    private final AtomicBoolean left = new AtomicBoolean();

    /** @param leaving what happens once, when the place is left */
    Place(RoutingContext request, Runnable leaving) {
        this.leaving = leaving;
        request.put(KEY, this);
        request.addEndHandler(ended -> leave());
    }

    /** The place that a request has, unless it needed none. */
    public static Optional<Place> of(RoutingContext request) {
        return Optional.ofNullable(request.get(KEY));
    }

    /** Makes room for another request. */
    public void leave() {
        if (left.compareAndSet(false, true)) {
            leaving.run();
        }
    }
}
