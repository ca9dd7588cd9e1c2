package dev.memoryservice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoryservice.e2e.cluster.CertManager;
import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import dev.memoryservice.e2e.cluster.TestNamespace;
import dev.memoryservice.e2e.service.Load;
import dev.memoryservice.e2e.service.MemoryServiceClient;
import dev.memoryservice.e2e.service.MemoryServiceHandle;
import dev.memoryservice.e2e.service.OwnCertificate;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** HTTPS in each mode: trusted by the ca.crt that clients get, by the name of the Service, and renewed without a restart. */
class TlsTest {

    /** Longer than it takes on a busy machine; a test that needs it all has failed. */
    private static final Duration RENEWAL = Duration.ofMinutes(4);

    private static final Duration REFRESH = Duration.ofSeconds(3);

    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    @Test
    void aCertificateOfTheOperatorIsTrustedAndRenewedWithoutARestart() {
        MemoryServiceHandle service = MemoryServiceHandle.apply(
                        NAMESPACE.name(),
                        "self-signed",
                        "  {deletionPolicy: Delete, tls: {mode: SelfSigned, lifetime: 1h, renewBefore: 59m}}")
                .awaitVerified();
        service.await("CertificateReady", "True");
        try (MemoryServiceClient client = service.connect()) {
            assertThat(client.store("said over HTTPS").status()).isEqualTo(200);
            assertThat(client.search("HTTPS", 1).text()).contains("said over HTTPS");
            URI plain = URI.create(client.url().replace("https:", "http:") + "/api/health");
            assertThatThrownBy(() -> HttpClient.newHttpClient()
                            .send(HttpRequest.newBuilder(plain).build(), BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
            awaitRenewal(service, client, client.certificate());
        }
        service.delete();
    }

    @Test
    void aCertificateThatCertManagerRenewsUnderLoadFailsNoRequest() {
        CertManager.require();
        MemoryServiceHandle service = MemoryServiceHandle.apply(
                        NAMESPACE.name(), "cert-manager", "  {deletionPolicy: Delete, tls: {mode: CertManager}}")
                .awaitVerified();
        try (MemoryServiceClient client = service.connect()) {
            X509Certificate first = client.certificate();
            try (Load load = Load.ofSearches(service)) {
                Awaitility.await("load").atMost(RENEWAL).until(() -> load.answered() >= 50);
                renewNow("cert-manager");
                // A new connection for each look, beside those of the load, which stay open.
                awaitRenewal(service, client, first);
                int atRenewal = load.answered();
                Awaitility.await("load after the renewal")
                        .atMost(RENEWAL)
                        .until(() -> load.answered() >= atRenewal + 50);
                assertThat(load.failures()).isEmpty();
            }
        }
        service.delete();
    }

    /** As {@code cmctl renew} does it. */
    private static void renewNow(String certificate) {
        ClusterUnderTest.client()
                .genericKubernetesResources("cert-manager.io/v1", "Certificate")
                .inNamespace(NAMESPACE.name())
                .withName(certificate)
                .editStatus(resource -> {
                    Map<String, Object> status = new HashMap<>(resource.<Map<String, Object>>get("status"));
                    List<Object> conditions = new ArrayList<>((List<?>) status.get("conditions"));
                    conditions.add(Map.of(
                            "type", "Issuing",
                            "status", "True",
                            "reason", "ManuallyTriggered",
                            "message", "renewed by a test",
                            "lastTransitionTime", Instant.now().toString()));
                    status.put("conditions", conditions);
                    resource.setAdditionalProperty("status", status);
                    return resource;
                });
    }

    @Test
    void aCertificateOfTheUserServesAndABrokenOneDoesNotStopTheServer() {
        MemoryServiceHandle service = new MemoryServiceHandle(NAMESPACE.name(), "own");
        OwnCertificate.create(service, "mine");
        MemoryServiceHandle.apply(
                        NAMESPACE.name(), "own", "  {deletionPolicy: Delete, tls: {mode: Secret, secretName: mine}}")
                .awaitVerified();
        try (MemoryServiceClient client = service.connect()) {
            X509Certificate first = client.certificate();
            Map<String, String> second = OwnCertificate.make(service);
            Map<String, String> broken = new HashMap<>(second);
            broken.put("tls.key", OwnCertificate.make(service).get("tls.key"));

            OwnCertificate.put(service, "mine", broken);

            assertThat(service.awaitReason("CertificateReady", "False", "KeyMismatch"))
                    .contains("does not belong to its tls.crt");
            assertThat(service.awaitEvent("KeyMismatch")).contains("mine");
            assertThat(client.get("/api/memories").status()).isEqualTo(200);
            assertThat(client.certificate()).isEqualTo(first);

            OwnCertificate.put(service, "mine", second);

            service.await("CertificateReady", "True");
            // Another authority: the new ca.crt is in the connection Secret before the server has the certificate.
            Awaitility.await("the new certificate")
                    .atMost(RENEWAL)
                    .pollInterval(REFRESH)
                    .ignoreExceptions()
                    .until(() -> {
                        service.refreshMounts();
                        try (MemoryServiceClient again = service.connect()) {
                            return !again.certificate().equals(first);
                        }
                    });
            service.awaitVerified();
        }
        service.delete();
    }

    private static void awaitRenewal(MemoryServiceHandle service, MemoryServiceClient client, X509Certificate before) {
        Pod pod = service.pods().getFirst();
        Awaitility.await("another certificate")
                .atMost(RENEWAL)
                .pollInterval(REFRESH)
                .until(() -> {
                    service.refreshMounts();
                    return !client.certificate().equals(before);
                });
        assertThat(service.pods())
                .extracting(running -> running.getMetadata().getUid())
                .containsExactly(pod.getMetadata().getUid());
        assertThat(service.pods()
                        .getFirst()
                        .getStatus()
                        .getContainerStatuses()
                        .getFirst()
                        .getRestartCount())
                .isZero();
    }
}
