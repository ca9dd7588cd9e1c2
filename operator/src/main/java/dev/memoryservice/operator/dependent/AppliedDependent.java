package dev.memoryservice.operator.dependent;

import dev.memoryservice.operator.server.ServerLabels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.Creator;
import io.javaoperatorsdk.operator.processing.dependent.Updater;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependentResource;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import java.util.Map;
import java.util.Set;

/**
 * One object of a resource, applied by server-side apply.
 *
 * <p>Found by its labels, not by an owner reference: so a volume that outlived its MemoryService, or an object whose
 * owner reference was lost, is found again, while an object of the same name without the labels is invisible. Creating
 * the latter fails, because an object is only ever created where none exists; see {@link NameConflicts}.
 */
public abstract class AppliedDependent<R extends HasMetadata, P extends HasMetadata>
        extends KubernetesDependentResource<R, P> implements Creator<R, P>, Updater<R, P>, SecondaryToPrimaryMapper<R> {

    private final SettledObjects<R> settled = new SettledObjects<>();

    protected AppliedDependent(Class<R> type) {
        super(type);
    }

    /** Name of the object for the resource. */
    protected abstract String name(P primary);

    /** The labels of every object of the resource. */
    protected abstract Map<String, String> labels(P primary);

    /** The metadata that every object begins with. */
    protected final ObjectMeta metadata(P primary) {
        return new ObjectMetaBuilder()
                .withName(name(primary))
                .withNamespace(primary.getMetadata().getNamespace())
                .withLabels(labels(primary))
                .build();
    }

    @Override
    public Set<ResourceID> toPrimaryResourceIDs(R object) {
        return ServerLabels.owner(object);
    }

    @Override
    public ResourceID targetSecondaryResourceID(P primary, Context<P> context) {
        return new ResourceID(name(primary), primary.getMetadata().getNamespace());
    }

    /** Always, also for Secrets, where the SDK would replace the object and with it the entries of others. */
    @Override
    protected boolean useSSA(Context<P> context) {
        return true;
    }

    /** Leaves out the SDK's bookkeeping annotations, which would be a change of the object on every update. */
    @Override
    protected void addMetadata(boolean forMatch, R actual, R target, P primary, Context<P> context) {
        addReferenceHandlingMetadata(target, primary);
    }

    @Override
    public Result<R> match(R actual, R desired, P primary, Context<P> context) {
        Result<R> result = super.match(actual, desired, primary, context);
        return result.matched() || settled.contains(actual, desired, context) ? Result.computed(true, desired) : result;
    }

    @Override
    public R update(R actual, R desired, P primary, Context<P> context) {
        R updated = super.update(actual, desired, primary, context);
        if (!super.match(updated, desired, primary, context).matched()) {
            settled.add(updated, desired, context);
        }
        return updated;
    }
}
