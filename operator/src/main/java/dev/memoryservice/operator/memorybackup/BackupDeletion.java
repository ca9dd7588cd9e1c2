package dev.memoryservice.operator.memorybackup;

import dev.memoryservice.crds.v1alpha1.MemoryBackup;
import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.workload.DeletionPolicy;
import dev.memoryservice.operator.backup.BackupInventory;
import dev.memoryservice.operator.backup.BackupRegistry;
import dev.memoryservice.operator.backup.ServerBackups;
import dev.memoryservice.operator.event.Events;
import dev.memoryservice.operator.server.ServerLabels;
import dev.memoryservice.operator.verification.ServerAdmin;
import dev.memoryservice.operator.verification.ServerReply;
import dev.memoryservice.operator.verification.VerificationSource;
import dev.memoryservice.operator.verification.VerificationTarget;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;

/**
 * Deletes the backup together with a MemoryBackup that asks for it.
 *
 * <p>A controller of its own, so that only such a resource carries a finalizer. It waits for the server as long as the
 * MemoryService exists and has backups; it lets go when that is deleted, with which a deleted namespace ends, and when the
 * policy is set to Retain, which counts as it is in the moment of deletion.
 */
@ControllerConfiguration(
        name = BackupDeletion.NAME,
        finalizerName = BackupDeletion.FINALIZER,
        fieldManager = ServerLabels.OPERATOR + "-backup-deletion",
        informer = @Informer(genericFilter = AsksForDeletion.class))
public class BackupDeletion implements Reconciler<MemoryBackup>, Cleaner<MemoryBackup> {

    static final String NAME = "backup-deletion";
    static final String FINALIZER = "memoryservice.dev/backup-deletion";

    private static final String ACTION = "Deletion";
    private static final Duration LATER = Duration.ofSeconds(10);

    private final VerificationSource verifications;
    private final ServerBackups server;
    private final BackupInventory inventory;
    private final BackupRuns runs;
    private final Events events;

    BackupDeletion(
            VerificationSource verifications,
            ServerBackups server,
            BackupInventory inventory,
            BackupRuns runs,
            Events events) {
        this.verifications = verifications;
        this.server = server;
        this.inventory = inventory;
        this.runs = runs;
        this.events = events;
    }

    @Override
    public UpdateControl<MemoryBackup> reconcile(MemoryBackup backup, Context<MemoryBackup> context) {
        return UpdateControl.noUpdate();
    }

    @Override
    public DeleteControl cleanup(MemoryBackup backup, Context<MemoryBackup> context) {
        if (backup.getSpec().deletionPolicy() != DeletionPolicy.DELETE || !serviceStays(backup, context)) {
            return DeleteControl.defaultDelete();
        }
        // One that is still asked for would be made anew.
        runs.forget(backup);
        return verifications
                .target(BackupRegistry.service(backup))
                .map(target -> delete(backup, target))
                .orElseGet(() -> wait(backup, "the MemoryService does not run"));
    }

    /** Without a service, or one that has backups, nobody can reach the backup. */
    private static boolean serviceStays(MemoryBackup backup, Context<MemoryBackup> context) {
        MemoryService service = context.getClient()
                .resources(MemoryService.class)
                .inNamespace(backup.getMetadata().getNamespace())
                .withName(backup.getSpec().serviceRef().name())
                .get();
        return service != null
                && service.getMetadata().getDeletionTimestamp() == null
                && service.declared().givenBackup().isPresent();
    }

    private DeleteControl delete(MemoryBackup backup, VerificationTarget target) {
        String id = BackupRegistry.id(backup);
        try {
            ServerReply reply = server.delete(target, id);
            if (!reply.isSuccess() && !reply.isNotFound()) {
                return wait(backup, reply.problem());
            }
            inventory.askSoon(BackupRegistry.service(backup));
            events.tell(backup, ACTION, "BackupDeleted", "the backup %s was deleted for ever".formatted(id), false);
            return DeleteControl.defaultDelete();
        } catch (ServerAdmin.Refused refused) {
            return wait(backup, refused.getMessage());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return DeleteControl.noFinalizerRemoval();
        }
    }

    private DeleteControl wait(MemoryBackup backup, String reason) {
        events.tell(
                backup,
                ACTION,
                "DeletionWaits",
                "the backup %s cannot be deleted yet: %s; to let the MemoryBackup go without, set its"
                                .formatted(BackupRegistry.id(backup), reason)
                        + " spec.deletionPolicy to Retain",
                true);
        return DeleteControl.noFinalizerRemoval().rescheduleAfter(LATER);
    }
}
