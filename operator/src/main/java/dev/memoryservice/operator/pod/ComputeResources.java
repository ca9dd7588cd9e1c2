package dev.memoryservice.operator.pod;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;

/** CPU and memory of the server. */
final class ComputeResources implements PodFeature {

    /** No CPU limit: throttling would only make a search slower, and the request already shares the CPU fairly. */
    private static final ResourceRequirements DEFAULT = new ResourceRequirementsBuilder()
            .addToRequests("cpu", new Quantity("100", "m"))
            .addToRequests("memory", new Quantity("256", "Mi"))
            .addToLimits("memory", new Quantity("512", "Mi"))
            .build();

    @Override
    public PodTemplateSpecBuilder addTo(PodTemplateSpecBuilder pod, MemoryService service) {
        return PodFeature.editServer(
                pod,
                server ->
                        server.withResources(service.declared().givenResources().orElse(DEFAULT)));
    }
}
