package dev.memoryservice.operator.validation;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.dependent.NameConflicts;
import dev.memoryservice.operator.dependent.ServerDependent;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.dependent.DependentResource;
import io.javaoperatorsdk.operator.processing.dependent.workflow.WorkflowReconcileResult;
import java.net.HttpURLConnection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Turns what the API server refused into a condition that a person can act on.
 *
 * <p>Everything that is not an answer about this resource (a time-out, a server error, a version conflict that the next
 * attempt resolves) is thrown on, for the SDK to try again with increasing pauses.
 */
public final class ApplyFailures {

    private static final int UNPROCESSABLE = 422;

    private ApplyFailures() {}

    /** The refusal, empty if everything was applied. */
    @SuppressWarnings("rawtypes") // the SDK's map has raw keys
    public static Optional<Refusal> explain(
            WorkflowReconcileResult result, MemoryService service, Context<MemoryService> context) {
        var failures = result.getErroredDependents().entrySet().stream()
                .sorted(Comparator.comparing(
                        failure -> failure.getKey().resourceType().getSimpleName()))
                .toList();
        for (var failure : failures) {
            Optional<Refusal> refusal = explain(failure.getKey(), failure.getValue(), service, context);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        result.throwAggregateExceptionIfErrorsPresent();
        return Optional.empty();
    }

    private static Optional<Refusal> explain(
            DependentResource<?, ?> dependent,
            Exception failure,
            MemoryService service,
            Context<MemoryService> context) {
        if (!(failure instanceof KubernetesClientException answer)) {
            return Optional.empty();
        }
        String kind = dependent.resourceType().getSimpleName();
        return switch (answer.getCode()) {
            case HttpURLConnection.HTTP_CONFLICT -> nameConflict(dependent, service, context);
            case HttpURLConnection.HTTP_FORBIDDEN -> Optional.of(forbidden(kind, reason(answer)));
            case UNPROCESSABLE -> Optional.of(invalid(kind, reason(answer)));
            default -> Optional.empty();
        };
    }

    private static Optional<Refusal> nameConflict(
            DependentResource<?, ?> dependent, MemoryService service, Context<MemoryService> context) {
        return dependent instanceof ServerDependent<?> ours
                ? NameConflicts.foreign(ours, service, context)
                        .map(object -> new Refusal(
                                "NameConflict",
                                "the %s \"%s\" in namespace \"%s\" was not made for this MemoryService, and is left alone;"
                                                .formatted(
                                                        object.getKind(),
                                                        object.getMetadata().getName(),
                                                        object.getMetadata().getNamespace())
                                        + " delete or rename it, or choose another name for the MemoryService"))
                : Optional.empty();
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
