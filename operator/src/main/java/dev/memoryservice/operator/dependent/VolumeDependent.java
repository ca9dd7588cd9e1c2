package dev.memoryservice.operator.dependent;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.backend.StorageSpec;
import dev.memoryservice.operator.server.ServerNames;
import dev.memoryservice.operator.volume.VolumeGrowth;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * The claim of the volume with the memories.
 *
 * <p>No owner reference and no precondition: nothing that happens to the MemoryService deletes the memories, but for
 * its deletion policy.
 */
@Singleton
public class VolumeDependent extends ServerDependent<PersistentVolumeClaim> {

    /** What the claim is made of does not need it. */
    @Inject
    VolumeGrowth growth;

    public VolumeDependent() {
        super(PersistentVolumeClaim.class);
    }

    @Override
    protected String name(MemoryService service) {
        return ServerNames.volume(service);
    }

    @Override
    protected void addReferenceHandlingMetadata(PersistentVolumeClaim claim, MemoryService service) {
        // The labels say whose it is; see the class comment.
    }

    @Override
    protected PersistentVolumeClaim desired(MemoryService service, Context<MemoryService> context) {
        return manifest(service, growth.size(service, getSecondaryResource(service, context)));
    }

    @Override
    public PersistentVolumeClaim update(
            PersistentVolumeClaim actual,
            PersistentVolumeClaim desired,
            MemoryService service,
            Context<MemoryService> context) {
        try {
            PersistentVolumeClaim updated = super.update(actual, desired, service, context);
            growth.grew(service, actual, updated);
            return updated;
        } catch (KubernetesClientException refusal) {
            if (growth.isOwnRefusal(service, actual, refusal)) {
                return actual;
            }
            throw refusal;
        }
    }

    PersistentVolumeClaim manifest(MemoryService service, Quantity size) {
        StorageSpec storage = service.declared().backend().sqlite().storage();
        return new PersistentVolumeClaimBuilder()
                .withMetadata(metadata(service))
                .withNewSpec()
                .withAccessModes(storage.accessMode().label())
                .withStorageClassName(storage.givenStorageClassName().orElse(null))
                .withNewResources()
                .addToRequests("storage", size)
                .endResources()
                .endSpec()
                .build();
    }
}
