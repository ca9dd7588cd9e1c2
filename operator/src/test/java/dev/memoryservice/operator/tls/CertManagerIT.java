package dev.memoryservice.operator.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.operator.testing.KubernetesApi;
import dev.memoryservice.operator.testing.TestCluster;
import io.fabric8.certmanager.api.model.v1.Certificate;
import io.fabric8.certmanager.api.model.v1.CertificateBuilder;
import io.fabric8.certmanager.api.model.v1.Issuer;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What cert-manager is asked for and what becomes of its answers. First there is no cert-manager, then it is installed. */
@QuarkusTest
@QuarkusTestResource(KubernetesApi.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CertManagerIT {

    private static final String SPEC =
            "tls: {mode: CertManager, certManager: {issuerRef: {name: company, kind: ClusterIssuer}}}";

    @Inject
    KubernetesClient client;

    TestCluster cluster;

    @BeforeEach
    void namespace() {
        cluster = TestCluster.inNewNamespace(client);
    }

    @Test
    @Order(1)
    void withoutCertManagerTheConditionSaysSoUntilItIsInstalled() {
        cluster.apply("team", SPEC);

        assertThat(cluster.awaitReason("team", "CertificateReady", "CertManagerMissing")
                        .getMessage())
                .contains("install cert-manager, or choose mode SelfSigned or Secret");
        assertThat(cluster.find(Deployment.class, "team")).isEmpty();

        client.load(getClass().getResourceAsStream("/cert-manager/definitions.yaml"))
                .create();

        cluster.await(Certificate.class, "team");
        cluster.awaitReason("team", "CertificateReady", "Issuing");
    }

    @Test
    @Order(2)
    void theCertificateIsAskedOfTheIssuerForEveryNameOfTheService() {
        cluster.apply(
                "team",
                "tls: {mode: CertManager, certManager: {issuerRef: {name: company, kind: ClusterIssuer}},"
                        + " dnsNames: [memory.example.com], lifetime: 2h}");

        var spec = cluster.await(Certificate.class, "team").getSpec();

        assertThat(spec.getIssuerRef().getName()).isEqualTo("company");
        assertThat(spec.getIssuerRef().getKind()).isEqualTo("ClusterIssuer");
        assertThat(spec.getDnsNames()).contains("memory.example.com", "team." + cluster.namespace() + ".svc");
        assertThat(spec.getDuration().getDuration()).hasHours(2);
        assertThat(spec.getRenewBefore().getDuration()).hasMinutes(40);
        assertThat(cluster.find(Issuer.class, "team")).isEmpty();
        assertThat(cluster.find(Secret.class, "team-ca")).isEmpty();
    }

    @Test
    @Order(2)
    void withoutAnIssuerTheServerGetsOneOfItsOwn() {
        cluster.apply("team", "tls: {mode: CertManager}");

        assertThat(cluster.await(Issuer.class, "team").getSpec().getCa().getSecretName())
                .isEqualTo("team-ca");
        cluster.await(Secret.class, "team-ca");
        assertThat(cluster.await(Certificate.class, "team").getSpec().getIssuerRef())
                .returns("team", issuer -> issuer.getName())
                .returns("Issuer", issuer -> issuer.getKind());
    }

    @Test
    @Order(2)
    void whatCertManagerIssuedIsServedAndOwned() {
        cluster.apply("team", SPEC);
        Map<String, String> entries = issue("team");

        assertThat(cluster.awaitReason("team", "CertificateReady", "Valid").getMessage())
                .endsWith("and renewed from 2036-01-01T00:00:00Z");
        assertThat(TestCluster.decode(cluster.await(Secret.class, "team-connection"), "ca.crt"))
                .isEqualTo(entries.get("ca.crt"));
        assertThat(cluster.await(Deployment.class, "team")
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getVolumes())
                .anyMatch(volume -> volume.getSecret() != null
                        && volume.getSecret().getSecretName().equals("team-issued-tls"));
        cluster.await(Secret.class, "team-issued-tls", secret -> secret.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> owner.getKind().equals("MemoryService")));
    }

    @Test
    @Order(2)
    void aRenewalThatFailsIsToldWhileTheServerGoesOn() {
        cluster.apply("team", SPEC);
        issue("team");
        cluster.awaitReason("team", "CertificateReady", "Valid");
        cluster.await(Deployment.class, "team");

        report("team", "False", "the issuer is gone");

        assertThat(cluster.awaitReason("team", "CertificateReady", "IssuingFailed")
                        .getMessage())
                .startsWith("cert-manager is to issue the certificate: the issuer is gone;");
        assertThat(cluster.condition("team", "Progressing").orElseThrow().getReason())
                .isNotEqualTo("CertificateNotReady");
    }

    @Test
    @Order(2)
    void anotherModeLeavesNothingOfItBehind() {
        cluster.apply("team", "tls: {mode: CertManager}");
        issue("team");
        cluster.awaitReason("team", "CertificateReady", "Valid");

        cluster.apply("team", "{}");

        cluster.awaitAbsent(Certificate.class, "team");
        cluster.awaitAbsent(Issuer.class, "team");
        cluster.awaitAbsent(Secret.class, "team-issued-tls");
        cluster.awaitAbsent(Secret.class, "team-ca");
    }

    /** What cert-manager does. */
    private Map<String, String> issue(String name) {
        Certificate certificate = cluster.await(Certificate.class, name);
        Map<String, String> entries = Certificates.valid(name + "." + cluster.namespace() + ".svc");
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(certificate.getSpec().getSecretName())
                        .withNamespace(cluster.namespace())
                        .withLabels(certificate.getSpec().getSecretTemplate().getLabels())
                        .endMetadata()
                        .withType("kubernetes.io/tls")
                        .withStringData(entries)
                        .build())
                .create();
        report(name, "True", "Certificate is up to date and has not expired");
        return entries;
    }

    private void report(String name, String ready, String message) {
        client.resources(Certificate.class)
                .inNamespace(cluster.namespace())
                .withName(name)
                .editStatus(certificate -> new CertificateBuilder(certificate)
                        .withNewStatus()
                        .withRenewalTime("2036-01-01T00:00:00Z")
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus(ready)
                        .withReason(ready.equals("True") ? "Ready" : "DoesNotMatch")
                        .withMessage(message)
                        .endCondition()
                        .addNewCondition()
                        .withType("Issuing")
                        .withStatus("False")
                        .withReason(ready.equals("True") ? "Ready" : "Failed")
                        .withMessage(message)
                        .endCondition()
                        .endStatus()
                        .build());
    }
}
