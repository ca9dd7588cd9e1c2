package dev.memoryservice.operator.config;

import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import jakarta.inject.Singleton;

/**
 * Of several replicas one reconciles; the others watch, are ready, and take over within the lease's 15 seconds.
 *
 * <p>The lease lives in the operator's own namespace, the only place where it may write one.
 */
@Singleton
public class LeaderElection extends LeaderElectionConfiguration {

    LeaderElection(OperatorConfig config) {
        super("memory-service-operator", config.namespace().orElse(null));
    }
}
