package dev.memoryservice.operator.backup;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.backup.BackupSpec;
import dev.memoryservice.crds.v1alpha1.backup.RetentionSpec;
import dev.memoryservice.operator.dependent.OwnedDependent;
import dev.memoryservice.operator.dependent.Presence;
import dev.memoryservice.operator.pod.JobPod;
import dev.memoryservice.operator.pod.ServerAccess;
import dev.memoryservice.operator.server.ServerLabels;
import dev.memoryservice.operator.server.ServerNames;
import dev.memoryservice.operator.tls.ServerCertificates;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The CronJob whose Jobs ask the server for a backup, wait for it, have it verified, and delete those that are not kept.
 * The server itself writes it, because a volume may not be mountable where the Job runs.
 */
@KubernetesDependent(informer = @Informer(labelSelector = ServerLabels.MANAGED))
@Singleton
public class BackupScheduleDependent extends OwnedDependent<CronJob> {

    /** A backup of a hundred thousand memories takes half a minute, its verification two. */
    private static final Duration LONGEST_JOB = Duration.ofHours(2);

    /** A cluster that was down at the time makes the backup when it is back, if not later than this. */
    private static final Duration LATEST_START = Duration.ofHours(1);

    private final JobPod pod;
    private final ServerCertificates certificates;

    BackupScheduleDependent(JobPod pod, ServerCertificates certificates) {
        super(CronJob.class);
        this.pod = pod;
        this.certificates = certificates;
    }

    @Override
    protected String name(MemoryService service) {
        return ServerNames.backupSchedule(service);
    }

    @Override
    protected Presence presence(MemoryService service, Context<MemoryService> context) {
        return Presence.of(service.declared().givenBackup().isPresent());
    }

    @Override
    protected CronJob desired(MemoryService service, Context<MemoryService> context) {
        return manifest(service, certificates.trusted(service, context).isPresent());
    }

    CronJob manifest(MemoryService service, boolean ownAuthority) {
        BackupSpec backup = service.declared().givenBackup().orElseThrow();
        return new CronJobBuilder()
                .withMetadata(metadata(service))
                .withNewSpec()
                .withSchedule(backup.schedule())
                .withTimeZone(backup.timeZone())
                .withSuspend(isSuspended(service))
                // The server makes one backup at a time anyway.
                .withConcurrencyPolicy("Forbid")
                .withStartingDeadlineSeconds(LATEST_START.toSeconds())
                .withSuccessfulJobsHistoryLimit(1)
                .withFailedJobsHistoryLimit(2)
                .withNewJobTemplate()
                .withNewMetadata()
                .withLabels(ServerLabels.backups(ServerNames.server(service)))
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(2)
                .withActiveDeadlineSeconds(LONGEST_JOB.toSeconds())
                .withTemplate(pod.template(
                        service, "backup", command(backup), List.of(new ServerAccess(service, "", ownAuthority))))
                .endSpec()
                .endJobTemplate()
                .endSpec()
                .build();
    }

    /** A server that does not run cannot make backups. */
    static boolean isSuspended(MemoryService service) {
        return service.declared().suspend()
                || service.declared().wantedReplicas() == 0
                || service.declared()
                        .givenBackup()
                        .filter(backup -> !backup.suspend())
                        .isEmpty();
    }

    private static List<String> command(BackupSpec backup) {
        RetentionSpec retention = backup.retention();
        List<String> command = new ArrayList<>(List.of("backup", "--trigger", "schedule"));
        if (backup.verify()) {
            command.add("--verify");
        }
        command.addAll(List.of("--keep-last", String.valueOf(retention.last())));
        command.addAll(List.of("--keep-daily", String.valueOf(retention.daily())));
        command.addAll(List.of("--keep-weekly", String.valueOf(retention.weekly())));
        return command;
    }
}
