package dev.memoryservice.operator.memorybackup;

import dev.memoryservice.crds.v1alpha1.MemoryBackup;
import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.backup.BackupPhase;
import dev.memoryservice.crds.v1alpha1.status.MemoryBackupStatus;
import dev.memoryservice.operator.backup.BackupInventory;
import dev.memoryservice.operator.backup.BackupList;
import dev.memoryservice.operator.backup.BackupRegistry;
import dev.memoryservice.operator.backup.BackupServices;
import dev.memoryservice.operator.backup.ServerBackup;
import dev.memoryservice.operator.backup.ServiceBackups;
import dev.memoryservice.operator.event.Events;
import dev.memoryservice.operator.server.ServerLabels;
import dev.memoryservice.operator.status.StatusPatch;
import dev.memoryservice.operator.validation.Refusal;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Has one backup made, and reports how it is for as long as it is there. */
@ControllerConfiguration(
        name = MemoryBackupReconciler.NAME,
        fieldManager = ServerLabels.OPERATOR,
        maxReconciliationInterval =
                @MaxReconciliationInterval(
                        interval = MemoryBackupReconciler.INTERVAL_MINUTES,
                        timeUnit = TimeUnit.MINUTES))
public class MemoryBackupReconciler implements Reconciler<MemoryBackup> {

    static final String NAME = "memorybackup";

    /** A net for whatever no event announces. */
    static final int INTERVAL_MINUTES = 60;

    /** After a refusal: what it lacks, such as a MemoryService, does not announce itself. */
    private static final Duration REFUSED_AGAIN = Duration.ofSeconds(15);

    /** A backup that ended so is made no more. */
    private static final Set<BackupPhase> ENDED =
            Set.of(BackupPhase.SUCCEEDED, BackupPhase.FAILED, BackupPhase.DELETED);

    private final BackupRegistry registry;
    private final BackupServices services;
    private final BackupRuns runs;
    private final BackupInventory inventory;
    private final RegistryCompletion completion;
    private final Events events;
    private final Clock clock;

    MemoryBackupReconciler(
            BackupRegistry registry,
            BackupServices services,
            BackupRuns runs,
            BackupInventory inventory,
            RegistryCompletion completion,
            Events events,
            Clock clock) {
        this.registry = registry;
        this.services = services;
        this.runs = runs;
        this.inventory = inventory;
        this.completion = completion;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, MemoryBackup>> prepareEventSources(EventSourceContext<MemoryBackup> context) {
        registry.attach(context);
        return List.of(services, runs, completion);
    }

    @Override
    public UpdateControl<MemoryBackup> reconcile(MemoryBackup backup, Context<MemoryBackup> context) {
        Optional<ServiceBackups> service = services.of(BackupRegistry.service(backup));
        boolean ended = Optional.ofNullable(backup.reported().phase())
                .filter(ENDED::contains)
                .isPresent();
        Optional<Refusal> refusal = ended ? Optional.empty() : refuse(backup, service, context);
        Optional<BackupProgress> progress =
                refusal.isPresent() || service.isEmpty() ? Optional.empty() : progress(backup, service.get(), ended);
        MemoryBackupStatus status = BackupReport.of(backup, new BackupObservation(refusal, progress, clock.instant()));
        if (refusal.isPresent() || ended) {
            runs.forget(backup);
        } else if (ENDED.contains(status.phase())) {
            // At once: whoever goes on asking makes a backup anew that was deleted meanwhile.
            runs.end(backup);
            inventory.askSoon(BackupRegistry.service(backup));
        }
        events.tell(backup, backup.reported().conditions(), status.conditions());
        UpdateControl<MemoryBackup> control = status.equals(backup.reported())
                ? UpdateControl.noUpdate()
                : UpdateControl.patchStatus(StatusPatch.of(new MemoryBackup(), backup, status));
        return refusal.isPresent() ? control.rescheduleAfter(REFUSED_AGAIN) : control;
    }

    private static Optional<Refusal> refuse(
            MemoryBackup backup, Optional<ServiceBackups> service, Context<MemoryBackup> context) {
        String name = backup.getSpec().serviceRef().name();
        String namespace = backup.getMetadata().getNamespace();
        if (service.isPresent()) {
            return service.get().configured()
                    ? Optional.empty()
                    : Optional.of(new Refusal(
                            "BackupsNotConfigured",
                            "the MemoryService \"%s\" has no spec.backup, so that there is no place for a backup; give it"
                                            .formatted(name)
                                    + " one"));
        }
        // No reconcile of the service was seen: it may only be too early, or there is none.
        boolean exists = context.getClient()
                        .resources(MemoryService.class)
                        .inNamespace(namespace)
                        .withName(name)
                        .get()
                != null;
        return exists
                ? Optional.empty()
                : Optional.of(new Refusal(
                        "ServiceNotFound",
                        "spec.serviceRef names the MemoryService \"%s\", which does not exist in namespace \"%s\"; create it,"
                                        .formatted(name, namespace)
                                + " or make the MemoryBackup anew with the right name"));
    }

    private Optional<BackupProgress> progress(MemoryBackup backup, ServiceBackups service, boolean ended) {
        Optional<BackupList> list =
                service.list().filter(known -> known.problem().isEmpty());
        boolean ofAnExistingOne = backup.getSpec().givenBackupId().isPresent();
        if (!ended && !ofAnExistingOne) {
            return runs.advance(backup);
        }
        Optional<ServerBackup> there = list.flatMap(known -> known.find(BackupRegistry.id(backup)));
        if (there.isPresent() && backup.reported().phase() != BackupPhase.FAILED) {
            return Optional.of(BackupProgress.of(BackupPhase.SUCCEEDED, there.get()));
        }
        boolean gone = list.isPresent()
                && there.isEmpty()
                && (ofAnExistingOne || backup.reported().phase() == BackupPhase.SUCCEEDED)
                && !isNewer(backup, list.get());
        return gone
                ? Optional.of(new BackupProgress(
                        BackupPhase.DELETED,
                        Optional.empty(),
                        Optional.of(
                                "the backup is no longer there: the retention did not keep it, or someone deleted it")))
                : Optional.ofNullable(backup.reported().phase())
                        .map(phase -> new BackupProgress(
                                phase,
                                Optional.empty(),
                                Optional.ofNullable(backup.reported().message())));
    }

    /** Made after the list was read, which is read again at an interval only. */
    private static boolean isNewer(MemoryBackup backup, BackupList list) {
        return list.backups().stream().allMatch(other -> other.id().compareTo(BackupRegistry.id(backup)) < 0)
                && backup.getSpec().givenBackupId().isEmpty();
    }

    /** Deleted while it was reconciled: there is nothing to report to, and nothing to try again. */
    @Override
    public ErrorStatusUpdateControl<MemoryBackup> updateErrorStatus(
            MemoryBackup backup, Context<MemoryBackup> context, Exception failure) {
        return StatusPatch.isGone(failure)
                ? ErrorStatusUpdateControl.<MemoryBackup>noStatusUpdate().withNoRetry()
                : ErrorStatusUpdateControl.defaultErrorProcessing();
    }
}
