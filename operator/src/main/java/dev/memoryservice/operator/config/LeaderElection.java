package dev.memoryservice.operator.config;

import dev.memoryservice.operator.definition.StoredVersionUpkeep;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import jakarta.inject.Singleton;

/**
 * Of several replicas one reconciles; the others watch, are ready, and take over within the lease's 15 seconds.
 *
 * <p>The lease lives in the operator's own namespace, the only place where it may write one.
 */
@Singleton
public class LeaderElection extends LeaderElectionConfiguration {

    LeaderElection(OperatorConfig config, LostLeadership lost, StoredVersionUpkeep storedVersions) {
        super(
                "memory-service-operator",
                config.namespace().orElse(null),
                LEASE_DURATION_DEFAULT_VALUE,
                RENEW_DEADLINE_DEFAULT_VALUE,
                RETRY_PERIOD_DEFAULT_VALUE,
                null,
                new LeaderCallbacks(storedVersions::begin, lost::end, leader -> {}),
                false);
    }
}
