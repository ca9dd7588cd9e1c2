package dev.memoryservice.operator.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.operator.testing.KubernetesApi;
import dev.memoryservice.operator.testing.TestCluster;
import dev.memoryservice.operator.testing.TestMemoryServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KubernetesApi.class)
class SelfSignedIT {

    private static final String SPEC = "tls: {mode: SelfSigned}";

    @Inject
    KubernetesClient client;

    @Inject
    MeterRegistry registry;

    TestCluster cluster;

    @BeforeEach
    void namespace() {
        cluster = TestCluster.inNewNamespace(client);
    }

    @Test
    void anAuthorityAndACertificateAreMadeAndClientsGetWhatToTrust() throws Exception {
        cluster.apply("team", SPEC);

        Secret certificate = cluster.await(Secret.class, "team-tls");
        CertificateMaterial material = CertificateMaterial.read("team-tls", certificate.getData());
        String authority = TestCluster.decode(cluster.await(Secret.class, "team-ca"), "tls.crt");
        assertThat(material.isFor("team." + cluster.namespace() + ".svc")).isTrue();
        assertThat(material.authorityText()).hasValue(authority);
        Secret connection = cluster.await(Secret.class, "team-connection");
        assertThat(TestCluster.decode(connection, "ca.crt")).isEqualTo(authority);
        assertThat(TestCluster.decode(connection, "url"))
                .isEqualTo("https://team." + cluster.namespace() + ".svc:8000");
        assertThat(cluster.await(ConfigMap.class, "team-ca").getData()).isEqualTo(Map.of("ca.crt", authority));
        assertThat(cluster.await(Service.class, "team")
                        .getSpec()
                        .getPorts()
                        .getFirst()
                        .getName())
                .isEqualTo("https");
        assertThat(cluster.awaitReason("team", "CertificateReady", "Valid").getMessage())
                .isEqualTo("the certificate is valid until " + material.notAfter() + ", and renewed from "
                        + material.notAfter().minus(Duration.ofDays(30)));
        assertThat(cluster.get("team").reported().endpoints().mcp()).startsWith("https://team.");
        assertThat(cluster.get("team").reported().certificate().notAfter())
                .isEqualTo(material.notAfter().toString());
        assertThat(registry.get("memory.service.operator.certificate.earliest.expiry")
                        .gauge()
                        .value())
                .isLessThanOrEqualTo((double) material.notAfter().getEpochSecond());
    }

    @Test
    void theServerMountsItsCertificateAndNeverTheKeyOfItsAuthority() {
        cluster.apply("team", SPEC);

        var volumes = cluster.await(Deployment.class, "team")
                .getSpec()
                .getTemplate()
                .getSpec()
                .getVolumes();

        assertThat(volumes)
                .filteredOn(volume -> volume.getSecret() != null)
                .extracting(volume -> volume.getSecret().getSecretName())
                .contains("team-tls")
                .doesNotContain("team-ca");
    }

    @Test
    void aCertificateThatIsDueIsRenewedAndTheServerIsLeftAlone() throws Exception {
        cluster.apply("team", SPEC);
        cluster.awaitReason("team", "CertificateReady", "Valid");
        String deployment =
                cluster.await(Deployment.class, "team").getMetadata().getResourceVersion();
        Map<String, String> authority = cluster.await(Secret.class, "team-ca").getData();
        Map<String, String> old = new CertificateIssuing(Clock.offset(Clock.systemUTC(), Duration.ofDays(-61)))
                .certificate(cluster.get("team"), Optional.empty(), authority);

        cluster.edit(Secret.class, "team-tls", secret -> new SecretBuilder(secret)
                .withData(old)
                .build());

        Secret renewed = cluster.await(
                Secret.class,
                "team-tls",
                secret -> !secret.getData().get("tls.crt").equals(old.get("tls.crt"))
                        && Certificates.daysLeft(secret.getData()) > 80);
        assertThat(renewed.getData().get("ca.crt")).isEqualTo(authority.get("tls.crt"));
        assertThat(cluster.await(Deployment.class, "team").getMetadata().getResourceVersion())
                .isEqualTo(deployment);
    }

    @Test
    void aDeletedAuthorityIsReplacedTogetherWithWhatItSigned() {
        cluster.apply("team", SPEC);
        String before = TestCluster.decode(cluster.await(Secret.class, "team-connection"), "ca.crt");

        client.secrets().inNamespace(cluster.namespace()).withName("team-ca").delete();

        cluster.await(Secret.class, "team-connection", secret -> !TestCluster.decode(secret, "ca.crt")
                .equals(before));
        String after = TestCluster.decode(cluster.await(Secret.class, "team-ca"), "tls.crt");
        cluster.await(Secret.class, "team-tls", secret -> TestCluster.decode(secret, "ca.crt")
                .equals(after));
    }

    @Test
    void withoutHttpsNothingOfItIsLeft() {
        cluster.apply("team", SPEC);
        cluster.awaitReason("team", "CertificateReady", "Valid");

        cluster.apply("team", "{}");

        cluster.awaitAbsent(Secret.class, "team-tls");
        cluster.awaitAbsent(Secret.class, "team-ca");
        cluster.awaitAbsent(ConfigMap.class, "team-ca");
        cluster.await(
                Secret.class,
                "team-connection",
                secret -> TestCluster.decode(secret, "url").startsWith("http://")
                        && !secret.getData().containsKey("ca.crt"));
        assertThat(cluster.condition("team", "CertificateReady")).isEmpty();
    }

    @Test
    void aServerThatProvesItselfWithTheCertificateIsVerified() throws Exception {
        TestCluster verification = TestCluster.inNamespace(client, "verification");
        verification.apply("secured", SPEC);
        verification.await(Deployment.class, "secured");
        Secret certificate = verification.await(Secret.class, "secured-tls");
        String key = TestCluster.decode(verification.await(Secret.class, "secured-api-keys"), "default");
        Map<String, String> entries = Map.of(
                "tls.crt", TestCluster.decode(certificate, "tls.crt"),
                "tls.key", TestCluster.decode(certificate, "tls.key"));

        InetSocketAddress address = new InetSocketAddress("127.77.0.2", 8000);
        try (TestMemoryServer server =
                TestMemoryServer.start(address, Certificates.server(entries)).withKey(key)) {
            verification.reportReady("secured");
            verification.awaitReason("secured", "Verified", "HandshakeCompleted");
            assertThat(server.requests()).isNotEmpty();
        }
        try (TestMemoryServer impostor = TestMemoryServer.start(
                        address, Certificates.server(Certificates.valid("secured.verification.svc")))
                .withKey(key)) {
            verification.awaitReason("secured", "Verified", "CertificateNotTrusted");
            assertThat(impostor.requests()).isEmpty();
        }
    }
}
