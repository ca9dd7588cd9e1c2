package dev.memoryservice.operator.pod;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.workload.PodOverrides;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;

/** What the user adds to the Pod. */
final class Overrides implements PodFeature {

    @Override
    public PodTemplateSpecBuilder addTo(PodTemplateSpecBuilder pod, MemoryService service) {
        PodOverrides overrides = service.declared().podTemplate();
        return PodFeature.editServer(
                pod.editMetadata()
                        .addToLabels(overrides.labels())
                        .addToAnnotations(overrides.annotations())
                        .endMetadata()
                        .editSpec()
                        .addToNodeSelector(overrides.nodeSelector())
                        .addAllToTolerations(overrides.tolerations())
                        .withAffinity(overrides.givenAffinity().orElse(null))
                        .withPriorityClassName(
                                overrides.givenPriorityClassName().orElse(null))
                        .addAllToTopologySpreadConstraints(overrides.topologySpreadConstraints())
                        .endSpec(),
                server -> server.addToEnv(overrides.env().toArray(EnvVar[]::new)));
    }
}
