package dev.memoryservice.operator.pod;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;

/** The kubelet's three questions. */
final class HealthProbes implements PodFeature {

    @Override
    public PodTemplateSpecBuilder addTo(PodTemplateSpecBuilder pod, MemoryService service) {
        return PodFeature.editServer(pod, server -> server
                // Asked every second, so that a server that starts in two is ready in two. A database that
                // recovers a long write-ahead log has five minutes.
                .withStartupProbe(probe("/health/started", 1, 300))
                .withReadinessProbe(probe("/health/ready", 5, 2))
                // Slow to anger: a restart helps against a deadlock, and nothing else.
                .withLivenessProbe(probe("/health/live", 10, 6)));
    }

    private static Probe probe(String path, int periodSeconds, int failureThreshold) {
        return new ProbeBuilder()
                .withNewHttpGet()
                .withPath(path)
                .withNewPort("health")
                .endHttpGet()
                .withPeriodSeconds(periodSeconds)
                .withTimeoutSeconds(3)
                .withFailureThreshold(failureThreshold)
                .build();
    }
}
