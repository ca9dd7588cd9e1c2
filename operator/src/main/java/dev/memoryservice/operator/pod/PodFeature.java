package dev.memoryservice.operator.pod;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.server.ServerNames;
import io.fabric8.kubernetes.api.model.ContainerFluent;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.function.Consumer;

/** One feature's part of the server's Pod. The result depends on the resource alone. */
interface PodFeature {

    /** Adds this feature's part to the Pod. */
    PodTemplateSpecBuilder addTo(PodTemplateSpecBuilder pod, MemoryService service);

    /** The Pod with its server container changed. */
    static PodTemplateSpecBuilder editServer(PodTemplateSpecBuilder pod, Consumer<ContainerFluent<?>> change) {
        var container =
                pod.editSpec().editMatchingContainer(candidate -> ServerNames.CONTAINER.equals(candidate.getName()));
        change.accept(container);
        return container.endContainer().endSpec();
    }

    /**
     * A variable with a value. An empty value is left out of the object, as the API server does when it stores it:
     * otherwise what is wanted and what is stored would differ for ever.
     */
    static EnvVar variable(String name, String value) {
        return new EnvVarBuilder()
                .withName(name)
                .withValue(value.isEmpty() ? null : value)
                .build();
    }
}
