package dev.memoryservice.operator.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * Waits for what the operator does in time, for at most a minute: these tests run beside those of a whole cluster, where what
 * takes a second elsewhere can take ten.
 */
public final class Waiting {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private Waiting() {}

    /** A condition to be described. */
    public static ConditionFactory await() {
        return Awaitility.await().atMost(PATIENCE);
    }

    /**
     * A condition to be described.
     *
     * @param what it is about, for the message when it does not become true
     */
    public static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(PATIENCE);
    }
}
