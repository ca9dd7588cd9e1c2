package dev.memoryservice.operator.backup;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.backup.BackupSpec;
import dev.memoryservice.crds.v1alpha1.backup.BackupStorageSpec;
import dev.memoryservice.operator.dependent.Presence;
import dev.memoryservice.operator.dependent.ServerDependent;
import dev.memoryservice.operator.server.ServerNames;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * The claim of the volume with the backups.
 *
 * <p>No owner reference, and left alone when nothing asks for it any more: nothing that happens to the MemoryService
 * deletes the backups, but for its deletion policy.
 */
@Singleton
public class BackupVolumeDependent extends ServerDependent<PersistentVolumeClaim> {

    public BackupVolumeDependent() {
        super(PersistentVolumeClaim.class);
    }

    /** The volume that the operator makes; empty where backups go elsewhere, or nowhere. */
    public static Optional<BackupStorageSpec> own(MemoryService service) {
        return service.declared()
                .givenBackup()
                .flatMap(BackupSpec::volume)
                .filter(storage -> storage.givenExistingClaim().isEmpty());
    }

    @Override
    protected String name(MemoryService service) {
        return ServerNames.backup(service);
    }

    @Override
    protected Presence presence(MemoryService service, Context<MemoryService> context) {
        return own(service).isPresent() ? Presence.APPLIED : Presence.UNTOUCHED;
    }

    @Override
    protected void addReferenceHandlingMetadata(PersistentVolumeClaim claim, MemoryService service) {
        // The labels say whose it is; see the class comment.
    }

    @Override
    protected PersistentVolumeClaim desired(MemoryService service, Context<MemoryService> context) {
        BackupStorageSpec storage = own(service).orElseThrow();
        return new PersistentVolumeClaimBuilder()
                .withMetadata(metadata(service))
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withStorageClassName(storage.givenStorageClassName().orElse(null))
                .withNewResources()
                .addToRequests("storage", storage.wantedSize())
                .endResources()
                .endSpec()
                .build();
    }
}
