package dev.memoryservice.server.auth;

import dev.memoryservice.server.ServerConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Reads credentials again every few seconds, so that they are rotated without a restart: Kubernetes replaces the files
 * of a mounted Secret by itself.
 */
@Singleton
public final class RepeatedReading {

    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Duration every;
    private final Vertx vertx;

    RepeatedReading(ServerConfig config, Vertx vertx) {
        this.vertx = vertx;
        every = config.auth().apiKeys().poll();
        if (every.compareTo(SHORTEST) < 0 || every.compareTo(LONGEST) > 0) {
            throw new ConfigurationException(
                    "memory-service.auth.api-keys.poll is " + every + ": use a time from 100ms to 5m");
        }
    }

    /**
     * Reads again and again from now on.
     *
     * @param reading may block; one of its calls ends before the next begins
     */
    public void start(Runnable reading) {
        vertx.setPeriodic(
                every.toMillis(),
                timer -> vertx.executeBlocking(
                        () -> {
                            synchronized (reading) {
                                reading.run();
                            }
                            return true;
                        },
                        false));
    }
}
