package dev.memoryservice.operator.dependent;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Says why an object could not be created because one of its name exists. */
public final class NameConflicts {

    private NameConflicts() {}

    /**
     * The object of someone else that has the name of the dependent's object. Reads it from the API server, so call it
     * only after creating it was refused.
     */
    public static <P extends HasMetadata> Optional<? extends HasMetadata> foreign(
            AppliedDependent<?, P> dependent, P primary, Context<P> context) {
        return Optional.ofNullable(context.getClient()
                        .resources(dependent.resourceType())
                        .inNamespace(primary.getMetadata().getNamespace())
                        .withName(dependent.name(primary))
                        .get())
                .filter(object -> !Objects.requireNonNullElse(
                                object.getMetadata().getLabels(), Map.<String, String>of())
                        .entrySet()
                        .containsAll(dependent.labels(primary).entrySet()));
    }
}
