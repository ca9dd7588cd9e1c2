package dev.memoryservice.operator.validation;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.dependent.AppliedDependent;
import dev.memoryservice.operator.dependent.NameConflicts;
import dev.memoryservice.operator.dependent.ServerDependent;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.AggregatedOperatorException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Turns what the API server refused into a condition that a person can act on.
 *
 * <p>Everything that is not an answer about this resource (a time-out, a server error, a version conflict that the next
 * attempt resolves) is thrown on, for the SDK to try again with increasing pauses.
 */
@Singleton
public class ApplyFailures {

    private static final int UNPROCESSABLE = 422;

    private final Instance<ServerDependent<?>> dependents;

    ApplyFailures(@Any Instance<ServerDependent<?>> dependents) {
        this.dependents = dependents;
    }

    /**
     * The first refusal among the failures of a workflow.
     *
     * @throws AggregatedOperatorException the same, if none of them is a refusal
     */
    public Refusal explain(
            AggregatedOperatorException failures, MemoryService service, Context<MemoryService> context) {
        return failures.getAggregatedExceptions().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(failure -> explain(dependent(failure.getKey()), failure.getValue(), service, context))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> failures);
    }

    private ServerDependent<?> dependent(String name) {
        return dependents.stream()
                .filter(dependent -> dependent.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Why the API server refused the object of the dependent; empty if its answer was not about that. */
    public static <P extends HasMetadata> Optional<Refusal> explain(
            AppliedDependent<?, P> dependent, Exception failure, P primary, Context<P> context) {
        if (!(failure instanceof KubernetesClientException answer)) {
            return Optional.empty();
        }
        String kind = dependent.resourceType().getSimpleName();
        return switch (answer.getCode()) {
            case HttpURLConnection.HTTP_CONFLICT -> nameConflict(dependent, primary, context);
            case HttpURLConnection.HTTP_FORBIDDEN -> Optional.of(forbidden(kind, reason(answer)));
            case UNPROCESSABLE -> Optional.of(invalid(kind, reason(answer)));
            default -> Optional.empty();
        };
    }

    private static <P extends HasMetadata> Optional<Refusal> nameConflict(
            AppliedDependent<?, P> dependent, P primary, Context<P> context) {
        return NameConflicts.foreign(dependent, primary, context)
                .map(object -> new Refusal(
                        "NameConflict",
                        "the %s \"%s\" in namespace \"%s\" was not made for this %s, and is left alone;"
                                        .formatted(
                                                object.getKind(),
                                                object.getMetadata().getName(),
                                                object.getMetadata().getNamespace(),
                                                primary.getKind())
                                + " delete or rename it, or choose another name for the " + primary.getKind()));
    }

    private static Refusal forbidden(String kind, String reason) {
        return reason.toLowerCase(Locale.ROOT).contains("exceeded quota")
                ? new Refusal(
                        "QuotaExceeded",
                        "the %s could not be made within the namespace's quota: %s; raise the quota or ask for less"
                                .formatted(kind, reason))
                : new Refusal(
                        "Forbidden",
                        "the API server forbade the %s: %s; allow it (the operator's rights, or the admission rule that"
                                        .formatted(kind, reason)
                                + " refused it) or change the field");
    }

    private static Refusal invalid(String kind, String reason) {
        return reason.contains("provided port is already allocated")
                ? new Refusal(
                        "NodePortInUse",
                        "the Service could not get its node port: %s; choose another".formatted(reason)
                                + " spec.network.service.nodePort, or leave it out to get a free one")
                : new Refusal(
                        "InvalidObject",
                        "the API server found the %s invalid: %s; change the field of the spec that it comes from"
                                .formatted(kind, reason));
    }

    private static String reason(KubernetesClientException answer) {
        return answer.getStatus() == null || answer.getStatus().getMessage() == null
                ? answer.getMessage()
                : answer.getStatus().getMessage();
    }
}
