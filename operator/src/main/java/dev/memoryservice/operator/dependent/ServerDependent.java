package dev.memoryservice.operator.dependent;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.server.ServerLabels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.dependent.ReconcileResult;
import io.javaoperatorsdk.operator.processing.dependent.Creator;
import io.javaoperatorsdk.operator.processing.dependent.Updater;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependentResource;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import java.util.Set;

/**
 * One object of a server, applied by server-side apply.
 *
 * <p>Found by its labels, not by an owner reference: so a volume that outlived its MemoryService, or an object whose
 * owner reference was lost, is found again, while an object of the same name without the labels is invisible. Creating
 * the latter fails, because an object is only ever created where none exists; see {@link NameConflicts}.
 */
public abstract class ServerDependent<R extends HasMetadata> extends KubernetesDependentResource<R, MemoryService>
        implements Creator<R, MemoryService>, Updater<R, MemoryService>, SecondaryToPrimaryMapper<R> {

    private final SettledObjects<R> settled = new SettledObjects<>();

    protected ServerDependent(Class<R> type) {
        super(type);
    }

    /** Name of the object for the resource. */
    protected abstract String name(MemoryService service);

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

    /** The metadata that every object begins with. */
    protected final ObjectMeta metadata(MemoryService service) {
        return new ObjectMetaBuilder()
                .withName(name(service))
                .withNamespace(service.getMetadata().getNamespace())
                .withLabels(ServerLabels.of(service))
                .build();
    }

    @Override
    public Set<ResourceID> toPrimaryResourceIDs(R object) {
        return ServerLabels.owner(object);
    }

    @Override
    public ResourceID targetSecondaryResourceID(MemoryService service, Context<MemoryService> context) {
        return new ResourceID(name(service), service.getMetadata().getNamespace());
    }

    /** Always, also for Secrets, where the SDK would replace the object and with it the entries of others. */
    @Override
    protected boolean useSSA(Context<MemoryService> context) {
        return true;
    }

    /** Leaves out the SDK's bookkeeping annotations, which would be a change of the object on every update. */
    @Override
    protected void addMetadata(
            boolean forMatch, R actual, R target, MemoryService service, Context<MemoryService> context) {
        addReferenceHandlingMetadata(target, service);
    }

    @Override
    public Result<R> match(R actual, R desired, MemoryService service, Context<MemoryService> context) {
        Result<R> result = super.match(actual, desired, service, context);
        return result.matched() || settled.contains(actual, desired, context) ? Result.computed(true, desired) : result;
    }

    @Override
    public R update(R actual, R desired, MemoryService service, Context<MemoryService> context) {
        R updated = super.update(actual, desired, service, context);
        if (!super.match(updated, desired, service, context).matched()) {
            settled.add(updated, desired, context);
        }
        return updated;
    }
}
