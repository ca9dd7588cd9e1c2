package dev.memoryservice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import dev.memoryservice.e2e.cluster.FakeClock;
import dev.memoryservice.e2e.cluster.FaultyVolume;
import dev.memoryservice.e2e.cluster.TestNamespace;
import dev.memoryservice.e2e.service.AcknowledgedStores;
import dev.memoryservice.e2e.service.MemoryServiceHandle;
import dev.memoryservice.e2e.service.OwnCertificate;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What befalls the server itself: too little memory, a clock that jumps, a certificate that has expired. */
class FaultsOfServerTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    @Test
    void aServerThatIsKilledForLackOfMemorySaysSoAndWhatToRaise() {
        MemoryServiceHandle service = MemoryServiceHandle.apply(
                NAMESPACE.name(),
                "hungry",
                "  {deletionPolicy: Delete, resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {memory: 64Mi}}}");

        assertThat(service.awaitReason("Available", "False", "OutOfMemory"))
                .contains("OOMKilled", "raise spec.resources.limits.memory");
        service.assertDescribed("OutOfMemory", "OOMKilled", "raise spec.resources.limits.memory");

        service.patch("{\"spec\":{\"resources\":{\"limits\":{\"memory\":\"512Mi\"}}}}");

        service.awaitVerified();
        try (var client = service.connect()) {
            assertThat(client.store("Enough room now").status()).isEqualTo(200);
        }
        service.delete();
    }

    @Test
    void anExpiredCertificateIsNamedAndReplacedWithoutARestart() {
        MemoryServiceHandle service = new MemoryServiceHandle(NAMESPACE.name(), "expired");
        OwnCertificate.put(service, "mine", OwnCertificate.expired(service));
        MemoryServiceHandle.apply(
                NAMESPACE.name(), "expired", "  {deletionPolicy: Delete, tls: {mode: Secret, secretName: mine}}");

        assertThat(service.awaitReason("CertificateReady", "False", "Expired"))
                .contains("\"mine\" expired at", "replace it");
        service.await("Available", "True");
        assertThat(service.awaitReason("Verified", "False", "CertificateNotTrusted"))
                .contains("see the condition CertificateReady");
        service.assertDescribed("Expired", "the certificate in the Secret \"mine\" expired at");
        String pod = service.pods().getFirst().getMetadata().getUid();

        OwnCertificate.create(service, "mine");

        service.await("CertificateReady", "True");
        service.awaitVerified();
        assertThat(service.pods().getFirst().getMetadata().getUid()).isEqualTo(pod);
        try (var client = service.connect()) {
            assertThat(client.store("Trusted again").status()).isEqualTo(200);
        }
        service.delete();
    }

    @Test
    void aClockThatJumpsLosesNothingAndIsTold() {
        try (FaultyVolume volume = FaultyVolume.on(ClusterUnderTest.requireNode(), 80)) {
            FakeClock clock = FakeClock.on(ClusterUnderTest.requireNode(), volume);
            MemoryServiceHandle service = MemoryServiceHandle.apply(
                            NAMESPACE.name(), "jumping", """
                              deletionPolicy: Delete
                              backend: {type: SQLite, sqlite: {storage: {size: 64Mi, storageClassName: %s}}}
                              podTemplate: {env: [%s]}
                            """.formatted(volume.storageClass(), clock.environment()))
                    .awaitVerified();
            try (var client = service.connect();
                    AcknowledgedStores stores = AcknowledgedStores.through(service.connect())) {
                stores.awaitMore(10);

                clock.jump(Duration.ofDays(400));

                assertThat(service.awaitReason("Verified", "False", "ClockDiffers"))
                        .contains("9600 h 0 min ahead of the operator's");
                service.assertDescribed("ClockDiffers", "set the clocks of their nodes");
                stores.awaitMore(10);

                clock.jump(Duration.ofDays(-400));

                Awaitility.await("the clock behind").atMost(PATIENCE).until(() -> service.condition("Verified")
                        .filter(verified ->
                                String.valueOf(verified.get("message")).contains("behind"))
                        .isPresent());
                stores.awaitMore(10);

                clock.jump(Duration.ZERO);

                service.awaitVerified();
                stores.awaitMore(10);
                assertThat(stores.refusals()).isEmpty();
                stores.assertNothingLost(client);
            }
            service.delete();
        }
    }
}
