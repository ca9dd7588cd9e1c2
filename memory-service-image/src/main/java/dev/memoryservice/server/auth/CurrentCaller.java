package dev.memoryservice.server.auth;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Singleton;

/** The caller of the request that is being worked on, over REST and MCP alike. */
@Singleton
public final class CurrentCaller {

    private final CurrentVertxRequest request;

    CurrentCaller(CurrentVertxRequest request) {
        this.request = request;
    }

    /** Whose memories the current request is about. */
    public String tenant() {
        return Caller.of(request.getCurrent()).tenant();
    }

    /** Who sent the current request. */
    public Caller get() {
        return Caller.of(request.getCurrent());
    }
}
