package dev.memoryservice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import dev.memoryservice.e2e.cluster.TestNamespace;
import dev.memoryservice.e2e.service.MemoryServiceHandle;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong MemoryService is refused, or says in its condition and in an Event what is wrong and what to do. */
class BadInputTest {

    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {replicas: 2}                                               | replicas
            {backend: {type: Oracle}}                                   | backend.type
            {auth: {modes: [None, APIKey]}}                             | None
            {auth: {modes: [None], apiKey: {secretRef: {name: x}}}}     | apiKey
            {backend: {type: SQLite, sqlite: {pragmas: {journal_mode: "OFF"}}}} | pragma
            {deletionPolicy: Perhaps}                                   | deletionPolicy
            {network: {service: {type: Carrier}}}                       | network.service.type
            """)
    void theApiServerRefusesIt(String spec, String reason) {
        assertThatThrownBy(() -> MemoryServiceHandle.apply(NAMESPACE.name(), "refused", "  " + spec))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aMissingSecretIsNamedAndTheServiceStartsOnceItIsThere() {
        MemoryServiceHandle service = MemoryServiceHandle.apply(
                NAMESPACE.name(),
                "keyless",
                "  deletionPolicy: Delete\n  auth: {modes: [APIKey], apiKey: {secretRef: {name: my-keys}}}");
        assertThat(service.awaitReason("Accepted", "False", "SecretNotFound")).contains("my-keys");
        assertThat(service.awaitEvent("SecretNotFound")).contains("my-keys");

        ClusterUnderTest.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("my-keys")
                        .withNamespace(NAMESPACE.name())
                        .endMetadata()
                        .withStringData(Map.of("me", "a-key-of-my-own-that-is-long-enough-0001"))
                        .build())
                .create();
        service.awaitVerified();
        service.delete();
    }

    @Test
    void anUnknownVersionIsRefusedAndTheLastGoodStateKeepsServing() {
        MemoryServiceHandle service = MemoryServiceHandle.apply(
                        NAMESPACE.name(), "versioned", "  deletionPolicy: Delete")
                .awaitVerified();
        String pod = service.pods().getFirst().getMetadata().getUid();

        service.patch("{\"spec\":{\"version\":\"99.0.0\"}}");

        assertThat(service.awaitReason("Accepted", "False", "UnknownVersion")).contains("99.0.0");
        assertThat(service.awaitEvent("UnknownVersion")).contains("99.0.0");
        try (var client = service.connect()) {
            assertThat(client.store("Still serving").status()).isEqualTo(200);
        }
        assertThat(service.pods().getFirst().getMetadata().getUid()).isEqualTo(pod);
        service.delete();
    }

    @Test
    void aShrinkingVolumeIsRefusedAndTheLastGoodStateKeepsServing() {
        MemoryServiceHandle service = MemoryServiceHandle.apply(
                        NAMESPACE.name(),
                        "shrinking",
                        "  deletionPolicy: Delete\n  backend: {type: SQLite, sqlite: {storage: {size: 2Gi}}}")
                .awaitVerified();

        service.patch("{\"spec\":{\"backend\":{\"sqlite\":{\"storage\":{\"size\":\"1Gi\"}}}}}");

        assertThat(service.awaitReason("Accepted", "False", "VolumeCannotShrink"))
                .contains("1Gi", "2Gi");
        try (var client = service.connect()) {
            assertThat(client.store("Still serving").status()).isEqualTo(200);
        }
        service.delete();
    }

    @Test
    void anImageThatCannotBePulledIsNamed() {
        MemoryServiceHandle service = MemoryServiceHandle.apply(
                NAMESPACE.name(), "imageless", "  deletionPolicy: Delete\n  image: registry.invalid/no/such:image");

        assertThat(service.awaitReason("Available", "False", "ImagePullFailed"))
                .contains("registry.invalid/no/such:image");
        assertThat(service.awaitEvent("ImagePullFailed")).contains("registry.invalid/no/such:image");
        service.delete();
    }

    @Test
    void aVolumeThatStaysUnboundIsNamed() {
        MemoryServiceHandle service = MemoryServiceHandle.apply(
                NAMESPACE.name(),
                "unbound",
                "  deletionPolicy: Delete\n  backend: {type: SQLite, sqlite: {storage: {storageClassName: no-such-class}}}");

        assertThat(service.awaitReason("Available", "False", "VolumeNotBound")).contains("no-such-class");
        assertThat(service.awaitEvent("VolumeNotBound")).contains("unbound-data");
        service.delete();
    }
}
