package dev.memoryservice.operator.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Whether the cluster has a kind that not every cluster has. Asked of the API server every ten seconds at most, until it has. */
public final class OptionalKind {

    private static final Duration ASK_AGAIN = Duration.ofSeconds(10);

    private final BooleanSupplier question;
    private final Clock clock;
    private boolean installed;
    private Instant asked = Instant.EPOCH;

    public OptionalKind(BooleanSupplier question, Clock clock) {
        this.question = question;
        this.clock = clock;
    }

    /** Once true it stays so: nobody removes the definitions under running resources. */
    public synchronized boolean isInstalled() {
        Instant now = clock.instant();
        if (!installed && !now.isBefore(asked.plus(ASK_AGAIN))) {
            installed = question.getAsBoolean();
            asked = now;
        }
        return installed;
    }
}
