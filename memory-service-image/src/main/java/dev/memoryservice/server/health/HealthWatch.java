package dev.memoryservice.server.health;

import dev.memoryservice.server.events.EventStreams;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Tells the event streams when the server falls ill and when it is well again. Looks only while somebody listens. */
@Singleton
public final class HealthWatch {

    private static final Duration MOST_SELDOM = Duration.ofSeconds(10);

    private final Readiness readiness;
    private final EventStreams streams;
    private Optional<Boolean> told = Optional.empty();

    HealthWatch(Readiness readiness, EventStreams streams) {
        this.readiness = readiness;
        this.streams = streams;
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        long interval = Math.min(streams.heartbeat().toMillis(), MOST_SELDOM.toMillis());
        vertx.setPeriodic(interval, timer -> {
            if (streams.open() > 0) {
                vertx.executeBlocking(
                        () -> {
                            look();
                            return true;
                        },
                        false);
            }
        });
    }

    private synchronized void look() {
        Optional<Trouble> trouble = readiness.trouble();
        if (trouble.map(Trouble::readable).equals(told)) {
            return;
        }
        told = trouble.map(Trouble::readable);
        if (trouble.isPresent()) {
            streams.publishHealth(
                    "degraded",
                    Map.of("storage", trouble.get().message()),
                    trouble.get().readable() ? "The store takes no writes" : "The store does not answer");
        } else {
            streams.publishHealth("healthy", Map.of(), "The store answers again");
        }
    }
}
