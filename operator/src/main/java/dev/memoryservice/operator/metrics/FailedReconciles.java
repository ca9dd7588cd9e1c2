package dev.memoryservice.operator.metrics;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * Counts the reconciles that fail and are tried again at a time of the operator's own choice. The SDK counts only those that it
 * tries again itself, and the alert about failing reconciles would stay silent.
 */
@Singleton
public class FailedReconciles {

    private static final Map<String, Object> KIND =
            Map.of(Constants.RESOURCE_GVK_KEY, GroupVersionKind.gvkFor(MemoryService.class));

    private final Metrics metrics;

    FailedReconciles(Metrics metrics) {
        this.metrics = metrics;
    }

    /** One more of this resource. */
    public void count(MemoryService service, Exception failure) {
        metrics.failedReconciliation(service, failure, KIND);
    }
}
