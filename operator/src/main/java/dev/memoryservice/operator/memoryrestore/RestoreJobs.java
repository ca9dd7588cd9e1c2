package dev.memoryservice.operator.memoryrestore;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.crds.v1alpha1.MemoryRestore;
import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.backup.RestorePhase;
import dev.memoryservice.operator.backup.JobEnding;
import dev.memoryservice.operator.backup.OperationId;
import dev.memoryservice.operator.backup.ServerRestore;
import dev.memoryservice.operator.pod.JobPod;
import dev.memoryservice.operator.pod.ServerAccess;
import dev.memoryservice.operator.server.ServerLabels;
import dev.memoryservice.operator.server.ServerNames;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Restores a backup of one MemoryService into another by a Job, through which the backup flows from server to server: never
 * through the operator, whose memory is small.
 */
@Singleton
class RestoreJobs {

    /** A hundred thousand memories take two minutes. */
    private static final Duration LONGEST = Duration.ofHours(6);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KubernetesClient client;
    private final JobPod pod;

    RestoreJobs(KubernetesClient client, JobPod pod) {
        this.client = client;
        this.pod = pod;
    }

    /** Makes the Job if there is none yet, and says how far it is. */
    RestoreProgress step(MemoryRestore restore, RestorePlan plan) {
        String namespace = restore.getMetadata().getNamespace();
        String name = restore.getMetadata().getName();
        Job job =
                client.batch().v1().jobs().inNamespace(namespace).withName(name).get();
        if (job == null) {
            return create(restore, plan);
        }
        if (!isOf(job, restore)) {
            return RestoreProgress.failed(
                    "the Job \"%s\" was not made for this MemoryRestore, and is left alone; make the MemoryRestore anew with"
                                    .formatted(name)
                            + " another name");
        }
        return progress(job, plan);
    }

    private static boolean isOf(Job job, MemoryRestore restore) {
        return job.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> owner.getUid().equals(restore.getMetadata().getUid()));
    }

    private RestoreProgress create(MemoryRestore restore, RestorePlan plan) {
        Optional<MemoryService> target = service(plan.target(), restore);
        Optional<MemoryService> source = service(plan.source(), restore);
        if (target.isEmpty() || source.isEmpty()) {
            return RestoreProgress.pending("one of the two MemoryServices is gone");
        }
        Job job = new JobBuilder()
                .withNewMetadata()
                .withName(restore.getMetadata().getName())
                .withNamespace(restore.getMetadata().getNamespace())
                .withLabels(ServerLabels.backups(plan.target()))
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(2)
                .withActiveDeadlineSeconds(LONGEST.toSeconds())
                .withTemplate(pod.template(
                        target.get(),
                        "restore",
                        command(restore, plan),
                        List.of(access(target.get(), ""), access(source.get(), "from-"))))
                .endSpec()
                .build();
        job.addOwnerReference(restore);
        try {
            client.resource(job).create();
        } catch (KubernetesClientException failure) {
            if (failure.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                return RestoreProgress.pending("the Job could not be made: " + failure.getMessage());
            }
        }
        return running(plan);
    }

    private Optional<MemoryService> service(String name, MemoryRestore restore) {
        return Optional.ofNullable(client.resources(MemoryService.class)
                .inNamespace(restore.getMetadata().getNamespace())
                .withName(name)
                .get());
    }

    private ServerAccess access(MemoryService service, String prefix) {
        boolean ownAuthority = client.configMaps()
                        .inNamespace(service.getMetadata().getNamespace())
                        .withName(ServerNames.authority(service))
                        .get()
                != null;
        return new ServerAccess(service, prefix, service.declared().tls().enabled() && ownAuthority);
    }

    private static List<String> command(MemoryRestore restore, RestorePlan plan) {
        List<String> command = new ArrayList<>(List.of("restore", "--id", OperationId.of(restore)));
        plan.backupId().ifPresent(id -> command.addAll(List.of("--backup", id)));
        plan.tenant().ifPresent(tenant -> command.addAll(List.of("--user", tenant)));
        if (restore.getSpec().dryRun()) {
            command.add("--dry-run");
        }
        if (!restore.getSpec().safetyBackup()) {
            command.add("--no-safety-backup");
        }
        if (restore.getSpec().allowReembedding()) {
            command.add("--allow-reembedding");
        }
        return command;
    }

    private RestoreProgress progress(Job job, RestorePlan plan) {
        Optional<JobCondition> ending = JobEnding.condition(job);
        if (ending.isEmpty()) {
            return running(plan);
        }
        Optional<String> words = JobEnding.lastWords(client, job);
        Optional<ServerRestore> result = words.flatMap(RestoreJobs::result);
        if (JobEnding.succeeded(ending.get())) {
            return new RestoreProgress(RestorePhase.SUCCEEDED, result, Optional.empty());
        }
        return new RestoreProgress(
                RestorePhase.FAILED,
                result,
                words.map(JobEnding::message)
                        .or(() -> Optional.of("the Job \"%s\" failed; see the logs of its Pods"
                                .formatted(job.getMetadata().getName()))));
    }

    private static RestoreProgress running(RestorePlan plan) {
        return new RestoreProgress(
                RestorePhase.RUNNING,
                Optional.empty(),
                Optional.of("a Job brings the backup from the MemoryService \"%s\"".formatted(plan.source())));
    }

    private static Optional<ServerRestore> result(String words) {
        try {
            JsonNode json = JSON.readTree(words);
            return json.has("state") ? Optional.of(ServerRestore.of(json)) : Optional.empty();
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }
}
