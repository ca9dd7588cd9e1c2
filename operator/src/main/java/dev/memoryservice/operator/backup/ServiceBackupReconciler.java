package dev.memoryservice.operator.backup;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.server.ServerLabels;
import dev.memoryservice.operator.server.ServerNames;
import dev.memoryservice.operator.verification.VerificationSource;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobStatus;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The part of a service's reconcile that concerns its backups. */
@Singleton
public class ServiceBackupReconciler {

    private final BackupInventory inventory;
    private final BackupServices services;
    private final BackupObjects objects;
    private final VerificationSource verifications;

    ServiceBackupReconciler(
            BackupInventory inventory,
            BackupServices services,
            BackupObjects objects,
            VerificationSource verifications) {
        this.inventory = inventory;
        this.services = services;
        this.objects = objects;
        this.verifications = verifications;
    }

    /** What has a service reconciled when its server says other backups. */
    public BackupInventory inventory() {
        return inventory;
    }

    /** What happened last to a service, after which its server is asked at once. */
    private record Happened(Optional<String> success, int active, boolean serves) {}

    /**
     * Has the server asked for its backups, makes a MemoryBackup of each, and tells MemoryBackups what there is.
     *
     * @param settled whether the server that runs is the one that is declared
     * @return how the backups are; empty where none are asked for
     */
    public Optional<BackupState> reconcile(MemoryService service, boolean settled, Context<MemoryService> context) {
        ResourceID id = ResourceID.fromResource(service);
        boolean configured = service.declared().givenBackup().isPresent();
        if (!configured) {
            inventory.forget(id);
            services.publish(id, new ServiceBackups(false, settled, Optional.empty()));
            return Optional.empty();
        }
        Optional<CronJob> schedule = schedule(service, context);
        Optional<CronJobStatus> status = schedule.map(CronJob::getStatus);
        Optional<BackupList> list = inventory.watch(
                service,
                new Happened(
                        status.map(CronJobStatus::getLastSuccessfulTime),
                        status.map(found -> found.getActive().size()).orElse(0),
                        verifications.target(id).isPresent()));
        // Before the MemoryBackups are made, which would look for themselves in an older list and call themselves
        // deleted.
        services.publish(id, new ServiceBackups(true, settled, list));
        list.ifPresent(known -> objects.reconcile(service, known, context));
        return Optional.of(new BackupHealth(
                        service,
                        BackupSecrets.problem(service, context),
                        list,
                        schedule,
                        () -> lastWords(service, context))
                .state());
    }

    private static Optional<CronJob> schedule(MemoryService service, Context<MemoryService> context) {
        return context.getSecondaryResourcesAsStream(CronJob.class)
                .filter(job -> job.getMetadata().getName().equals(ServerNames.backupSchedule(service)))
                .findFirst();
    }

    private static Optional<String> lastWords(MemoryService service, Context<MemoryService> context) {
        return JobEnding.lastWords(
                        context.getClient(),
                        service.getMetadata().getNamespace(),
                        ServerLabels.backups(ServerNames.server(service)))
                .map(JobEnding::message);
    }
}
