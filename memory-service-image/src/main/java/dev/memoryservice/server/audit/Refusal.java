package dev.memoryservice.server.audit;

import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;

/** Why a call was refused, as the audit says it. */
public enum Refusal {
    /** The request is addressed to a host that is not one of the server's. */
    HOST,
    /** The page that sent the request is not of a trusted site. */
    ORIGIN,
    /** There is no credential. */
    NO_CREDENTIAL,
    /** The credential is nobody's. */
    UNKNOWN_CREDENTIAL,
    /** The credential is somebody's, but is expired or revoked, or its user is suspended. */
    REJECTED_CREDENTIAL,
    /** The credential does not allow it. */
    INSUFFICIENT_SCOPE,
    /** An OAuth request that breaks the rules, such as one with another redirect address than its client's. */
    INVALID_OAUTH_REQUEST,
    /** Too many requests. */
    RATE_LIMIT,
    /** Too many wrong keys. */
    LOCKED_OUT;

    private static final String KEY = Refusal.class.getName();
    private static final String WHO = KEY + ".who";

    /** Says why the request is refused. */
    public void attachTo(RoutingContext request) {
        request.put(KEY, this);
    }

    /** The same, of a caller whose name is known although it is not let in. */
    public void attachTo(RoutingContext request, String who) {
        attachTo(request);
        request.put(WHO, who);
    }

    /** Says why the request is refused, unless that was said more exactly. */
    public void attachUnlessKnown(RoutingContext request) {
        if (of(request).isEmpty()) {
            attachTo(request);
        }
    }

    static Optional<Refusal> of(RoutingContext request) {
        return Optional.ofNullable(request.get(KEY));
    }

    static String who(RoutingContext request) {
        return Optional.<String>ofNullable(request.get(WHO)).orElse("");
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
