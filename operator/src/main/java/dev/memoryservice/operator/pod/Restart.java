package dev.memoryservice.operator.pod;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.maintenance.Requests;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;

/** A request to restart as an annotation of the Pod, so that another one makes another Pod. */
final class Restart implements PodFeature {

    @Override
    public PodTemplateSpecBuilder addTo(PodTemplateSpecBuilder pod, MemoryService service) {
        return Requests.restart(service)
                .map(value -> pod.editMetadata()
                        .addToAnnotations(Requests.RESTART, value)
                        .endMetadata())
                .orElse(pod);
    }
}
