package dev.memoryservice.operator.config;

import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.quarkus.runtime.Quarkus;
import jakarta.inject.Singleton;

/**
 * Of several replicas one reconciles; the others watch, are ready, and take over within the lease's 15 seconds.
 *
 * <p>The lease lives in the operator's own namespace, the only place where it may write one. A replica that loses it exits
 * and starts again as a standby. It asks for the exit and does not wait: the SDK's own {@code System.exit} also runs when
 * SIGTERM has the lease given back, where it would wait for a shutdown that waits for it, until the kubelet kills both.
 */
@Singleton
public class LeaderElection extends LeaderElectionConfiguration {

    private static final boolean EXIT_BY_THE_SDK = false;

    LeaderElection(OperatorConfig config) {
        super(
                "memory-service-operator",
                config.namespace().orElse(null),
                LEASE_DURATION_DEFAULT_VALUE,
                RENEW_DEADLINE_DEFAULT_VALUE,
                RETRY_PERIOD_DEFAULT_VALUE,
                null,
                new LeaderCallbacks(() -> {}, () -> Quarkus.asyncExit(1), leader -> {}),
                EXIT_BY_THE_SDK);
    }
}
