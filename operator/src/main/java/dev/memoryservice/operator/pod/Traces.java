package dev.memoryservice.operator.pod;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.tracing.TracingSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.Optional;

/** Where traces go, and by which name the collector tells this server from others. */
final class Traces implements PodFeature {

    @Override
    public PodTemplateSpecBuilder addTo(PodTemplateSpecBuilder pod, MemoryService service) {
        Optional<TracingSpec> tracing = service.declared().givenTracing();
        if (tracing.isEmpty()) {
            return pod;
        }
        return PodFeature.editServer(
                pod,
                server -> server.addToEnv(
                        PodFeature.variable(
                                "MEMORY_SERVICE_TRACING_ENDPOINT", tracing.get().endpoint()),
                        PodFeature.variable(
                                "MEMORY_SERVICE_TRACING_SAMPLING_PERCENT",
                                String.valueOf(tracing.get().samplingPercent())),
                        PodFeature.variable(
                                "MEMORY_SERVICE_TRACING_SERVICE_NAME",
                                service.getMetadata().getName()),
                        PodFeature.variable(
                                "MEMORY_SERVICE_TRACING_SERVICE_NAMESPACE",
                                service.getMetadata().getNamespace())));
    }
}
