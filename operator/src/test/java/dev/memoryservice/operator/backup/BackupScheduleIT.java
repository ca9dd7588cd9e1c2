package dev.memoryservice.operator.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.testing.KubernetesApi;
import dev.memoryservice.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What spec.backup is made of in the cluster. */
@QuarkusTest
@QuarkusTestResource(KubernetesApi.class)
class BackupScheduleIT {

    @Inject
    KubernetesClient client;

    @Inject
    MeterRegistry registry;

    TestCluster cluster;

    @AfterEach
    void clear() {
        cluster.clear();
    }

    @BeforeEach
    void namespace() {
        cluster = TestCluster.inNewNamespace(client);
    }

    @Test
    void backupsHaveAVolumeOfTheirOwnWhichTheServerMounts() {
        cluster.apply("team", "backup: {storage: {size: 20Gi}}");

        PersistentVolumeClaim claim = cluster.await(PersistentVolumeClaim.class, "team-backup");
        assertThat(claim.getSpec().getResources().getRequests()).containsEntry("storage", new Quantity("20Gi"));
        assertThat(claim.getMetadata().getOwnerReferences()).isEmpty();
        Container server = server(cluster.await(Deployment.class, "team"));
        assertThat(server.getVolumeMounts())
                .anySatisfy(mount -> assertThat(mount.getMountPath()).isEqualTo("/backups"));
        assertThat(server.getEnv()).anySatisfy(variable -> assertThat(variable.getName() + "=" + variable.getValue())
                .isEqualTo("MEMORY_SERVICE_BACKUP_DIRECTORY=/backups"));
    }

    private static Container server(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec().getContainers().getFirst();
    }

    @Test
    void theScheduleAsksTheServerAndMountsNothingButItsKey() {
        cluster.apply("team", """
                backup:
                  schedule: "30 2 * * 1-5"
                  timeZone: Europe/Berlin
                  retention: {last: 3, daily: 0, weekly: 0}
                  resources: {limits: {memory: 300Mi}}
                """);

        CronJob schedule = cluster.await(CronJob.class, "team");
        assertThat(schedule.getSpec().getSchedule()).isEqualTo("30 2 * * 1-5");
        assertThat(schedule.getSpec().getTimeZone()).isEqualTo("Europe/Berlin");
        assertThat(schedule.getSpec().getConcurrencyPolicy()).isEqualTo("Forbid");
        PodTemplateSpec pod = schedule.getSpec().getJobTemplate().getSpec().getTemplate();
        assertThat(pod.getMetadata().getLabels()).containsEntry("app.kubernetes.io/component", "backup");
        assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getSpec().getVolumes())
                .extracting(volume -> volume.getName())
                .containsExactlyInAnyOrder("server", "tmp");
        Container container = pod.getSpec().getContainers().getFirst();
        assertThat(String.join(" ", container.getArgs()))
                .isEqualTo("backup --trigger schedule --verify --keep-last 3 --keep-daily 0 --keep-weekly 0"
                        + " --server http://team.%s.svc:8000 --key-file /run/memory-service/server/key"
                                .formatted(cluster.namespace()));
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getResources().getLimits()).containsEntry("memory", new Quantity("300Mi"));
    }

    @Test
    void theJobsOfAServiceReachServersAndNobodyReachesThem() {
        cluster.apply("team", "{backup: {}, network: {networkPolicy: {from: [{podSelector: {}}]}}}");

        NetworkPolicy jobs = cluster.await(NetworkPolicy.class, "team-backup");
        assertThat(jobs.getSpec().getIngress()).isEmpty();
        assertThat(jobs.getSpec().getPodSelector().getMatchLabels())
                .containsEntry("app.kubernetes.io/instance", "team");
        assertThat(cluster.await(NetworkPolicy.class, "team")
                        .getSpec()
                        .getIngress()
                        .getFirst()
                        .getFrom())
                .anySatisfy(peer -> assertThat(peer.getPodSelector().getMatchLabels())
                        .containsEntry("app.kubernetes.io/name", "memory-service-backup"));
    }

    @Test
    void withoutSpecBackupTheScheduleGoesAndTheVolumeStays() {
        cluster.apply("team", "backup: {}");
        cluster.await(CronJob.class, "team");
        cluster.await(PersistentVolumeClaim.class, "team-backup");

        cluster.apply("team", "{}");

        cluster.awaitAbsent(CronJob.class, "team");
        cluster.awaitAbsent(NetworkPolicy.class, "team-backup");
        cluster.await(Deployment.class, "team", deployment -> server(deployment).getVolumeMounts().stream()
                .noneMatch(mount -> mount.getMountPath().equals("/backups")));
        assertThat(cluster.await(PersistentVolumeClaim.class, "team-backup")
                        .getMetadata()
                        .getDeletionTimestamp())
                .isNull();
    }

    @Test
    void aServiceThatIsSuspendedMakesNoBackups() {
        cluster.apply("team", "backup: {}");
        cluster.await(CronJob.class, "team", schedule -> !schedule.getSpec().getSuspend());

        cluster.apply("team", "{suspend: true, backup: {}}");
        cluster.await(CronJob.class, "team", schedule -> schedule.getSpec().getSuspend());

        cluster.apply("team", "backup: {suspend: true}");
        cluster.await(
                Deployment.class, "team", deployment -> deployment.getSpec().getReplicas() == 1);
        assertThat(cluster.await(CronJob.class, "team").getSpec().getSuspend()).isTrue();
    }

    @Test
    void theVolumeGrowsAndDoesNotShrink() {
        cluster.apply("team", "backup: {storage: {size: 2Gi}}");
        cluster.await(PersistentVolumeClaim.class, "team-backup");

        cluster.apply("team", "backup: {storage: {size: 1Gi}}");

        assertThat(cluster.awaitReason("team", "Accepted", "VolumeCannotShrink").getMessage())
                .isEqualTo(
                        "spec.backup.storage.size is 1Gi, but the volume \"team-backup\" has 2Gi already and a volume"
                                + " cannot shrink; ask for at least 2Gi, or make a new MemoryService and restore a backup into it");
    }

    @Test
    void aClaimThatExistsIsUsedInAFolderOfTheServicesName() {
        cluster.apply("team", "backup: {storage: {existingClaim: shared}}");
        assertThat(cluster.awaitReason("team", "Accepted", "BackupClaimNotFound")
                        .getMessage())
                .contains("\"shared\"", cluster.namespace());

        client.resource(new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withName("shared")
                        .withNamespace(cluster.namespace())
                        .endMetadata()
                        .withNewSpec()
                        .withAccessModes("ReadWriteMany")
                        .withNewResources()
                        .withRequests(Map.of("storage", new Quantity("1Gi")))
                        .endResources()
                        .endSpec()
                        .build())
                .create();
        cluster.apply("team", "backup: {storage: {existingClaim: shared}, verify: false}");

        cluster.awaitReason("team", "Accepted", "Valid");
        Container server = server(cluster.await(Deployment.class, "team"));
        assertThat(server.getEnv()).anySatisfy(variable -> assertThat(variable.getName() + "=" + variable.getValue())
                .isEqualTo("MEMORY_SERVICE_BACKUP_DIRECTORY=/backups/team"));
        assertThat(cluster.find(PersistentVolumeClaim.class, "team-backup")).isEmpty();
    }

    @Test
    void theVolumeOfAnotherServiceIsNoPlaceForBackups() {
        cluster.apply("other", "{}");
        cluster.await(PersistentVolumeClaim.class, "other-data");

        cluster.apply("team", "backup: {storage: {existingClaim: other-data}}");

        assertThat(cluster.awaitReason("team", "Accepted", "BackupClaimInUse").getMessage())
                .contains("\"other-data\", a volume that the operator made for a MemoryService");
    }

    @Test
    void aTimeZoneThatNobodyKnowsIsRefused() {
        cluster.apply("team", "backup: {timeZone: Europe/Atlantis}");

        assertThat(cluster.awaitReason("team", "Accepted", "UnknownTimeZone").getMessage())
                .contains("\"Europe/Atlantis\"");
    }

    @Test
    void aBucketThatTheServerCouldNotUseIsRefused() {
        String bucket =
                "backup: {s3: {endpoint: \"%s\", bucket: memories, prefix: \"%s\", credentialsSecretRef: {name: a}}}";
        cluster.apply("team", bucket.formatted("http://minio.storage.svc:70000", "team"));
        assertThat(cluster.awaitReason("team", "Accepted", "InvalidEndpoint").getMessage())
                .contains("\"http://minio.storage.svc:70000\"", "a port from 1 to 65535");

        cluster.apply("team", bucket.formatted("http://minio.storage.svc:9000", "team//it's"));
        assertThat(cluster.awaitReason("team", "Accepted", "InvalidPrefix").getMessage())
                .contains("\"team//it's\"");
    }

    @Test
    void whatIsWrongWithTheSecretsIsSaidAndTheServerRuns() {
        cluster.apply("team", """
                backup:
                  s3: {endpoint: "http://minio.storage.svc:9000", bucket: memories, credentialsSecretRef: {name: bucket}}
                  encryption: {secretRef: {name: keys}}
                """);
        assertThat(cluster.awaitReason("team", "BackupHealthy", "SecretNotFound")
                        .getMessage())
                .contains("spec.backup.s3.credentialsSecretRef names the Secret \"bucket\"");
        cluster.awaitReason("team", "Accepted", "Valid");
        cluster.await(Deployment.class, "team");

        cluster.createSecret("bucket", Map.of("access-key-id", "a"));
        assertThat(cluster.awaitReason("team", "BackupHealthy", "SecretIncomplete")
                        .getMessage())
                .contains("no entry secret-access-key");

        cluster.edit(Secret.class, "bucket", secret -> new SecretBuilder(secret)
                .addToStringData("secret-access-key", "b")
                .build());
        cluster.createSecret("keys", Map.of("current", "k1", "k1", "short"));
        assertThat(cluster.awaitReason("team", "BackupHealthy", "EncryptionKeyInvalid")
                        .getMessage())
                .contains("the entry k1 of the Secret \"keys\"")
                .doesNotContain("short");
    }

    @Test
    void theBackupVolumeIsDeletedWithTheMemoriesByThePolicyOnly() {
        cluster.apply("team", "{backup: {}, deletionPolicy: Delete}");
        cluster.await(PersistentVolumeClaim.class, "team-backup");
        cluster.await(MemoryService.class, "team", service -> !service.getMetadata()
                .getFinalizers()
                .isEmpty());

        cluster.delete("team");

        cluster.awaitAbsent(MemoryService.class, "team");
        assertThat(cluster.find(PersistentVolumeClaim.class, "team-backup")
                        .filter(claim -> claim.getMetadata().getDeletionTimestamp() == null))
                .isEmpty();
    }

    @Test
    void aSecondReconcileWritesNothing() {
        cluster.apply("team", """
                tls: {mode: SelfSigned}
                backup: {schedule: "@daily", resources: {limits: {memory: 0.25Gi}}, encryption: {secretRef: {name: keys}}}
                """);
        cluster.awaitReason("team", "Accepted", "Valid");
        cluster.await(CronJob.class, "team");
        TestCluster.awaitQuiet(registry);
        long writes = cluster.writes();

        cluster.reportPod("team", "phase: Pending");
        TestCluster.awaitQuiet(registry);

        assertThat(cluster.writes() - writes).as("the Pod and its status").isEqualTo(2);
    }
}
