package dev.memoryservice.operator.memoryrestore;

import dev.memoryservice.crds.v1alpha1.MemoryRestore;
import dev.memoryservice.operator.backup.BackupServices;
import dev.memoryservice.operator.backup.OperationId;
import dev.memoryservice.operator.backup.ServerBackups;
import dev.memoryservice.operator.polling.PolledAnswers;
import dev.memoryservice.operator.polling.Poller;
import dev.memoryservice.operator.verification.VerificationSource;
import dev.memoryservice.operator.verification.VerificationTarget;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** The restores that are being carried out for MemoryRestores. */
@Singleton
class RestoreRuns extends PolledAnswers<RestoreProgress, MemoryRestore> {

    private final ServerBackups server;
    private final RestoreJobs jobs;
    private final VerificationSource verifications;
    private final BackupServices services;

    RestoreRuns(
            Poller poller,
            ServerBackups server,
            RestoreJobs jobs,
            VerificationSource verifications,
            BackupServices services) {
        super(RestoreProgress.class, "restore-runs", poller, Duration.ofMillis(500), Duration.ofSeconds(5));
        this.server = server;
        this.jobs = jobs;
        this.verifications = verifications;
        this.services = services;
    }

    /** Goes on with the restore; how far it was when last looked at. */
    Optional<RestoreProgress> advance(MemoryRestore restore, RestorePlan plan) {
        return watch(restore, plan, () -> Optional.of(step(restore, plan)));
    }

    private RestoreProgress step(MemoryRestore restore, RestorePlan plan) throws InterruptedException {
        Optional<VerificationTarget> target = target(plan.target(), restore);
        if (target.isEmpty()) {
            return doesNotRun(plan.target());
        }
        if (plan.isWithinOne()) {
            return new RestoreRun(
                            server, OperationId.attempts(restore), restore.getSpec(), plan.backupId(), plan.tenant())
                    .step(target.get());
        }
        return target(plan.source(), restore).isPresent() ? jobs.step(restore, plan) : doesNotRun(plan.source());
    }

    private Optional<VerificationTarget> target(String service, MemoryRestore restore) {
        ResourceID id = new ResourceID(service, restore.getMetadata().getNamespace());
        return verifications.target(id).filter(target -> services.isSettled(id));
    }

    private static RestoreProgress doesNotRun(String service) {
        return RestoreProgress.pending(
                "the MemoryService \"%s\" does not run, or is being changed; see its conditions".formatted(service));
    }
}
