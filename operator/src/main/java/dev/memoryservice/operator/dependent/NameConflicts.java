package dev.memoryservice.operator.dependent;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.server.ServerLabels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Optional;

/** Says why an object could not be created because one of its name exists. */
public final class NameConflicts {

    private NameConflicts() {}

    /**
     * The object of someone else that has the name of the dependent's object. Reads it from the API server, so call it
     * only after creating it was refused.
     */
    public static Optional<? extends HasMetadata> foreign(
            ServerDependent<?> dependent, MemoryService service, Context<MemoryService> context) {
        return Optional.ofNullable(context.getClient()
                        .resources(dependent.resourceType())
                        .inNamespace(service.getMetadata().getNamespace())
                        .withName(dependent.name(service))
                        .get())
                .filter(object -> !ServerLabels.belongsTo(object, service));
    }
}
