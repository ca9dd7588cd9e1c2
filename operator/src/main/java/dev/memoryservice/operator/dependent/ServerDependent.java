package dev.memoryservice.operator.dependent;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.server.ServerLabels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.dependent.ReconcileResult;
import java.util.Map;

/** One object of a server. */
public abstract class ServerDependent<R extends HasMetadata> extends AppliedDependent<R, MemoryService> {

    protected ServerDependent(Class<R> type) {
        super(type);
    }

    /**
     * Whether there is to be an object. Not a precondition of the workflow, because one that is false would also delete
     * what depends on this.
     */
    protected Presence presence(MemoryService service, Context<MemoryService> context) {
        return Presence.APPLIED;
    }

    @Override
    public ReconcileResult<R> reconcile(MemoryService service, Context<MemoryService> context) {
        return switch (presence(service, context)) {
            case APPLIED -> super.reconcile(service, context);
            case UNTOUCHED ->
                ReconcileResult.noOperation(
                        getSecondaryResource(service, context).orElse(null));
            case ABSENT -> {
                getSecondaryResource(service, context)
                        .ifPresent(
                                object -> context.getClient().resource(object).delete());
                yield ReconcileResult.noOperation(null);
            }
        };
    }

    @Override
    protected Map<String, String> labels(MemoryService service) {
        return ServerLabels.of(service);
    }
}
