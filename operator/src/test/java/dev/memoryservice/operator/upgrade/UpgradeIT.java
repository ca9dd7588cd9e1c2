package dev.memoryservice.operator.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.crds.v1alpha1.status.UpgradePhase;
import dev.memoryservice.operator.testing.BackedUpService;
import dev.memoryservice.operator.testing.KubernetesApi;
import dev.memoryservice.operator.testing.TestBackups;
import dev.memoryservice.operator.testing.TestClock;
import dev.memoryservice.operator.testing.TestCluster;
import dev.memoryservice.operator.testing.Waiting;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Another image is tried after a backup, and taken back by itself. */
@QuarkusTest
@QuarkusTestResource(KubernetesApi.class)
class UpgradeIT {

    private static final String OLD = "{image: \"memory-service:old\", backup: {verify: false}}";
    private static final String NEW = "{image: \"memory-service:new\", backup: {verify: false}}";

    private static final String ENDED = """
            phase: Succeeded
            containerStatuses:
              - name: pull
                image: memory-service:new
                imageID: a
                ready: false
                restartCount: 0
                state: {terminated: {exitCode: 0, reason: Completed}}
            """;

    @Inject
    KubernetesClient client;

    @Inject
    TestClock clock;

    @Test
    void aNewImageIsStartedAfterABackupAndTakenBackWhenItCrashes() throws Exception {
        TestCluster cluster = TestCluster.inNamespace(client, "upgrade");
        try (BackedUpService service = BackedUpService.start(cluster, "team", "127.77.1.8", OLD, 7)) {
            cluster.reportPod("team", "phase: Running");
            cluster.awaitReason("team", "Verified", "HandshakeCompleted");

            cluster.apply("team", NEW);

            cluster.awaitReason("team", "Upgraded", "Pulling");
            pull(cluster, ENDED);
            cluster.awaitReason("team", "Upgraded", "BackingUp");
            assertThat(image(cluster)).isEqualTo("memory-service:old");
            TestBackups backups = service.backups();
            Waiting.await("the backup").until(() -> !backups.asked().isEmpty());
            assertThat(backups.asked().getFirst()).containsEntry("trigger", "upgrade");
            String id = String.valueOf(backups.asked().getFirst().get("id"));
            backups.complete(id, 7);
            cluster.await(
                    Deployment.class, "team", deployment -> image(deployment).equals("memory-service:new"));
            assertThat(cluster.awaitReason("team", "Upgraded", "RollingOut").getMessage())
                    .contains("the backup %s was made before".formatted(id));

            crash(cluster);
            cluster.awaitReason("team", "Available", "CrashLoopBackOff");
            clock.advance(UpgradePath.SHORTEST.plusSeconds(1));

            cluster.await(
                    Deployment.class, "team", deployment -> image(deployment).equals("memory-service:old"));
            replacePod(cluster, "phase: Running");
            cluster.reportReady("team");
            assertThat(cluster.awaitReason("team", "Upgraded", "RolledBack").getMessage())
                    .contains("the image \"memory-service:new\" failed (the server ended 3 times")
                    .contains("the image \"memory-service:old\" runs again")
                    .contains(id);
            cluster.awaitReason("team", "Verified", "HandshakeCompleted");

            cluster.apply("team", OLD);
            Waiting.await("nothing more is said of it")
                    .until(() -> cluster.condition("team", "Upgraded").isEmpty());
        }
    }

    @Test
    void withoutBackupsItIsSaidThatNoneWasMade() throws Exception {
        TestCluster cluster = TestCluster.inNamespace(client, "plain-upgrade");
        try (BackedUpService service =
                BackedUpService.start(cluster, "team", "127.77.1.9", "image: \"memory-service:old\"", 7)) {
            beginUpgrade(cluster);
            cluster.awaitReason("team", "Upgraded", "RollingOut");
            replacePod(cluster, "phase: Running");
            cluster.reportReady("team");
            assertThat(cluster.awaitReason("team", "Upgraded", "Completed").getMessage())
                    .isEqualTo(
                            "the image \"memory-service:new\" runs and was verified; no backup was made before, because there"
                                    + " is no spec.backup");
            assertThat(cluster.get("team").reported().upgrade().phase()).isEqualTo(UpgradePhase.COMPLETED);
            assertThat(service.backups().asked()).isEmpty();
        }
    }

    @Test
    void anImageThatCannotBePulledIsNotStarted() throws Exception {
        TestCluster cluster = TestCluster.inNamespace(client, "unpulled-upgrade");
        try (BackedUpService service =
                BackedUpService.start(cluster, "team", "127.77.1.11", "image: \"memory-service:old\"", 7)) {
            cluster.reportPod("team", "phase: Running");
            cluster.awaitReason("team", "Verified", "HandshakeCompleted");
            cluster.apply("team", "image: \"memory-service:new\"");
            Job pull = pull(cluster, """
                    phase: Pending
                    containerStatuses:
                      - name: pull
                        image: memory-service:new
                        imageID: ""
                        ready: false
                        restartCount: 0
                        state: {waiting: {reason: ErrImagePull, message: no such tag}}
                    """);
            assertThat(pull.getSpec().getTemplate().getSpec().getNodeName()).isEqualTo(TestCluster.NODE);

            clock.advance(ImagePulls.SHORTEST.plusSeconds(1));

            assertThat(cluster.awaitReason("team", "Upgraded", "PullFailed").getMessage())
                    .contains("the image \"memory-service:new\" cannot be pulled (ErrImagePull: no such tag)")
                    .contains("the image \"memory-service:old\" goes on");
            assertThat(image(cluster)).isEqualTo("memory-service:old");
            cluster.awaitAbsent(Job.class, pull.getMetadata().getName());
            assertThat(service.backups().asked()).isEmpty();
        }
    }

    @Test
    void anImageThatHangsIsTakenBackAWhileAfterItsStart() throws Exception {
        TestCluster cluster = TestCluster.inNamespace(client, "hanging-upgrade");
        try (BackedUpService service =
                BackedUpService.start(cluster, "team", "127.77.1.10", "image: \"memory-service:old\"", 7)) {
            beginUpgrade(cluster);
            replacePod(cluster, """
                    phase: Running
                    containerStatuses:
                      - name: server
                        image: memory-service:new
                        imageID: a
                        ready: false
                        restartCount: 0
                        state: {running: {startedAt: "%s"}}
                    """.formatted(clock.instant().truncatedTo(ChronoUnit.SECONDS)));
            reportNotReady(cluster);

            clock.advance(UpgradePath.LONGEST.plusSeconds(2));

            cluster.await(
                    Deployment.class, "team", deployment -> image(deployment).equals("memory-service:old"));
            assertThat(cluster.awaitReason("team", "Upgraded", "RollingBack").getMessage())
                    .contains("it was not verified within 45 s of its start");
            // The Deployment would leave it its grace period, in which nobody is served.
            assertThat(cluster.await(Pod.class, "team-pod").getMetadata().getDeletionGracePeriodSeconds())
                    .isEqualTo(1);
            assertThat(service.backups().asked()).isEmpty();
        }
    }

    /** Of a service without backups, which would come before. */
    private static void beginUpgrade(TestCluster cluster) {
        cluster.reportPod("team", "phase: Running");
        cluster.awaitReason("team", "Verified", "HandshakeCompleted");
        cluster.apply("team", "image: \"memory-service:new\"");
        pull(cluster, ENDED);
        cluster.await(Deployment.class, "team", deployment -> image(deployment).equals("memory-service:new"));
    }

    /** What the kubelet reports of the Pod of the Job that pulls the image. */
    private static Job pull(TestCluster cluster, String status) {
        Job job = Waiting.await("the pull")
                .until(() -> cluster.list(Job.class).stream().findFirst(), Optional::isPresent)
                .orElseThrow();
        cluster.reportPod(job, status);
        return job;
    }

    private static String image(TestCluster cluster) {
        return image(cluster.await(Deployment.class, "team"));
    }

    private static String image(Deployment deployment) {
        return deployment
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage();
    }

    /** What the kubelet reports of a container that ends right after its start. */
    private void crash(TestCluster cluster) {
        replacePod(cluster, """
                phase: Running
                containerStatuses:
                  - name: server
                    image: memory-service:new
                    imageID: a
                    ready: false
                    restartCount: 3
                    state: {waiting: {reason: CrashLoopBackOff}}
                    lastState: {terminated: {exitCode: 1, reason: Error}}
                """);
        reportNotReady(cluster);
    }

    private void reportNotReady(TestCluster cluster) {
        client.apps()
                .deployments()
                .inNamespace(cluster.namespace())
                .withName("team")
                .editStatus(deployment -> new DeploymentBuilder(deployment)
                        .withNewStatus()
                        .withObservedGeneration(deployment.getMetadata().getGeneration())
                        .withReplicas(1)
                        .withUpdatedReplicas(1)
                        .endStatus()
                        .build());
    }

    private void replacePod(TestCluster cluster, String status) {
        client.pods()
                .inNamespace(cluster.namespace())
                .withName("team-pod")
                .withGracePeriod(0)
                .delete();
        cluster.awaitAbsent(Pod.class, "team-pod");
        cluster.reportPod("team", status);
    }
}
