package dev.memoryservice.e2e.service;

import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** A Job of a service's backup schedule that was started by hand. */
public record ScheduledJob(String namespace, String name) {

    /** Longer than anything here takes on a busy machine; a test that needs it all has failed. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Starts it now, as {@code kubectl create job --from=cronjob/NAME} does. */
    public static ScheduledJob start(MemoryServiceHandle service, String suffix) {
        CronJob schedule = client().batch()
                .v1()
                .cronjobs()
                .inNamespace(service.namespace())
                .withName(service.name())
                .get();
        String name = service.name() + "-" + suffix;
        client().resource(new JobBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(service.namespace())
                        .withLabels(schedule.getSpec()
                                .getJobTemplate()
                                .getMetadata()
                                .getLabels())
                        .addNewOwnerReference()
                        .withApiVersion("batch/v1")
                        .withKind("CronJob")
                        .withName(schedule.getMetadata().getName())
                        .withUid(schedule.getMetadata().getUid())
                        .withController(true)
                        .endOwnerReference()
                        .endMetadata()
                        .withSpec(schedule.getSpec().getJobTemplate().getSpec())
                        .build())
                .create();
        return new ScheduledJob(service.namespace(), name);
    }

    /** Waits for its success, after however many Pods; fails at once when it failed for good. */
    public void awaitSuccess() {
        Awaitility.await("the end of the Job " + name).atMost(PATIENCE).until(() -> has("Complete") || has("Failed"));
        if (!has("Complete")) {
            throw new AssertionError("the Job %s failed: %s".formatted(name, pods()));
        }
    }

    /** Its Pods, those that ended included. */
    public List<Pod> pods() {
        return client().pods()
                .inNamespace(namespace)
                .withLabel("batch.kubernetes.io/job-name", name)
                .list()
                .getItems();
    }

    private boolean has(String condition) {
        Job job = client().batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withName(name)
                .get();
        return job.getStatus().getConditions().stream()
                .anyMatch(found ->
                        found.getType().equals(condition) && found.getStatus().equals("True"));
    }

    private static KubernetesClient client() {
        return ClusterUnderTest.client();
    }
}
