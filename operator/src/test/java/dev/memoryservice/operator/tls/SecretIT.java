package dev.memoryservice.operator.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.operator.testing.KubernetesApi;
import dev.memoryservice.operator.testing.TestCluster;
import dev.memoryservice.operator.testing.Waiting;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A certificate that the user keeps: whatever is wrong with it is said, and what runs goes on running. */
@QuarkusTest
@QuarkusTestResource(KubernetesApi.class)
class SecretIT {

    private static final String SPEC = "tls: {mode: Secret, secretName: mine}";

    @Inject
    KubernetesClient client;

    TestCluster cluster;

    @BeforeEach
    void namespace() {
        cluster = TestCluster.inNewNamespace(client);
    }

    @Test
    void aServerStartsAsSoonAsThereIsACertificateThatItCanUse() {
        cluster.apply("team", SPEC);

        assertThat(cluster.awaitReason("team", "CertificateReady", "SecretNotFound")
                        .getMessage())
                .startsWith("spec.tls.secretName names the Secret \"mine\", which does not exist in namespace \""
                        + cluster.namespace() + "\"; create it with tls.crt and tls.key");
        cluster.awaitReason("team", "Available", "CertificateNotReady");
        assertThat(cluster.find(Deployment.class, "team")).isEmpty();

        Map<String, String> certificate = good();
        cluster.createSecret("mine", certificate);

        cluster.awaitReason("team", "CertificateReady", "Valid");
        assertThat(TestCluster.decode(cluster.await(Secret.class, "team-connection"), "ca.crt"))
                .isEqualTo(certificate.get("ca.crt"));
        cluster.await(Deployment.class, "team");
        assertThat(cluster.await(Secret.class, "mine").getMetadata().getOwnerReferences())
                .isEmpty();
    }

    @Test
    void aKeyOfAnotherCertificateIsToldAndTheLastGoodStateServes() {
        cluster.createSecret("mine", good());
        cluster.apply("team", SPEC);
        cluster.awaitReason("team", "CertificateReady", "Valid");
        String before = cluster.await(Deployment.class, "team").getMetadata().getResourceVersion();
        String trusted = TestCluster.decode(cluster.await(Secret.class, "team-connection"), "ca.crt");

        replace("tls.key", good().get("tls.key"));
        String words =
                cluster.awaitReason("team", "CertificateReady", "KeyMismatch").getMessage();
        cluster.apply("team", SPEC + "\npodTemplate: {labels: {team: a}}");
        cluster.awaitReason("team", "Progressing", "CertificateNotReady");

        assertThat(cluster.await(Deployment.class, "team").getMetadata().getResourceVersion())
                .isEqualTo(before);
        assertThat(TestCluster.decode(cluster.await(Secret.class, "team-connection"), "ca.crt"))
                .isEqualTo(trusted);
        Waiting.await("the event").untilAsserted(() -> assertThat(cluster.list(Event.class))
                .filteredOn(event -> event.getReason().equals("KeyMismatch"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getType()).isEqualTo("Warning");
                    assertThat(event.getMessage()).isEqualTo(words);
                }));
    }

    @Test
    void aServerWithoutACertificateGoesOnWithoutUntilThereIsOne() {
        cluster.apply("team", "{}");
        cluster.awaitReason("team", "Accepted", "Valid");

        cluster.apply("team", SPEC);
        cluster.awaitReason("team", "CertificateReady", "SecretNotFound");

        assertThat(cluster.await(Service.class, "team")
                        .getSpec()
                        .getPorts()
                        .getFirst()
                        .getName())
                .isEqualTo("http");
        assertThat(TestCluster.decode(cluster.await(Secret.class, "team-connection"), "url"))
                .startsWith("http://");
    }

    @Test
    void aServerCanBeStoppedWhateverItsCertificateIs() {
        cluster.createSecret("mine", good());
        cluster.apply("team", SPEC);
        cluster.await(Deployment.class, "team");
        replace("tls.crt", "nothing");
        cluster.awaitReason("team", "CertificateReady", "CertificateUnreadable");

        cluster.apply("team", SPEC + "\nsuspend: true");

        cluster.await(
                Deployment.class, "team", deployment -> deployment.getSpec().getReplicas() == 0);
    }

    @Test
    void anExpiredCertificateIsTold() {
        cluster.createSecret(
                "mine",
                Certificates.valid(Clock.systemUTC().instant().minus(Duration.ofDays(2)), Duration.ofDays(1), host()));

        cluster.apply("team", SPEC);

        assertThat(cluster.awaitReason("team", "CertificateReady", "Expired").getMessage())
                .contains("expired at", "replace it");
    }

    private Map<String, String> good() {
        return Certificates.valid(host());
    }

    private String host() {
        return "team." + cluster.namespace() + ".svc";
    }

    private void replace(String entry, String value) {
        cluster.edit(Secret.class, "mine", secret -> {
            Map<String, String> data = new TreeMap<>(secret.getData());
            data.remove(entry);
            return new SecretBuilder(secret)
                    .withData(data)
                    .withStringData(Map.of(entry, value))
                    .build();
        });
    }
}
