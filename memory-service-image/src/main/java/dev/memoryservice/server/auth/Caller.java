package dev.memoryservice.server.auth;

import dev.memoryservice.server.memory.Space;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;

/**
 * Who a request comes from, as the gate found out.
 *
 * @param name the name of the key, or {@code anonymous}
 * @param tenant whose memories the request is about
 */
public record Caller(String name, String tenant) {

    /** The caller where no key is asked for. */
    public static final Caller ANONYMOUS = new Caller("anonymous", Space.DEFAULT_TENANT);

    private static final String KEY = Caller.class.getName();

    /** The caller of a request that has passed the gate. */
    public static Caller of(RoutingContext request) {
        return Objects.requireNonNull(request.get(KEY), "no request gets here without passing the gate");
    }

    /** Says that the request comes from this caller. */
    public void attachTo(RoutingContext request) {
        request.put(KEY, this);
    }
}
