package dev.memoryservice.server.auth;

import dev.memoryservice.server.ServerConfig;
import io.vertx.core.Vertx;

/** What reads credentials again, for tests of those who have it do so. */
public final class Readings {

    private Readings() {}

    /** As the server has it. */
    public static RepeatedReading of(ServerConfig config, Vertx vertx) {
        return new RepeatedReading(config, vertx);
    }
}
