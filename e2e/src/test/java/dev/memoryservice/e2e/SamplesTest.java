package dev.memoryservice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.e2e.cluster.CertManager;
import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import dev.memoryservice.e2e.cluster.TestNamespace;
import dev.memoryservice.e2e.service.MemoryServiceHandle;
import dev.memoryservice.e2e.service.MemoryUserHandle;
import dev.memoryservice.e2e.service.OperationHandle;
import dev.memoryservice.e2e.service.OwnCertificate;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file in {@code samples/} is applied and comes to the state that it promises. */
class SamplesTest {

    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    static Stream<Path> samples() throws IOException {
        try (Stream<Path> files = Files.list(ClusterUnderTest.project().resolve("samples"))) {
            return files
                    .filter(file -> file.toString().endsWith(".yaml"))
                    // A user of the service in another sample: InspectorTest applies both.
                    .filter(file -> !file.endsWith("tls-self-signed-user.yaml"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everySampleWorks(Path sample) throws IOException {
        if (sample.endsWith("tls-cert-manager.yaml")) {
            CertManager.require();
        }
        List<HasMetadata> objects = NAMESPACE.apply(sample);
        String name = objects.stream()
                .filter(object -> object.getKind().equals("MemoryService"))
                .findFirst()
                .orElseThrow()
                .getMetadata()
                .getName();
        MemoryServiceHandle service = new MemoryServiceHandle(NAMESPACE.name(), name);
        if (name.equals("tls-secret")) {
            OwnCertificate.create(service, "tls-secret-certificate");
        }

        if (name.equals("suspended")) {
            service.awaitReason("Available", "False", "Suspended");
            assertThat(service.pods()).isEmpty();
        } else {
            service.awaitVerified();
            // The key is the sample's own where it brings one, and the generated one otherwise.
            Optional<String> key = Optional.of(
                    name.equals("api-key")
                            ? "replace-this-example-key-of-alice-0000000001"
                            : service.connection("api-key"));
            try (var client = service.connect(key)) {
                assertThat(client.store("A memory of the sample " + name).status())
                        .isEqualTo(200);
                assertThat(client.search("memory of the sample", 5).text()).contains("A memory of the sample " + name);
            }
        }
        users(objects, service).forEach(user -> {
            user.awaitReady("Loaded");
            try (var client = user.connect()) {
                assertThat(client.total()).isZero();
            }
        });
        operations(objects, service).forEach(OperationHandle::awaitSuccess);
        // A sample may have a second service, which is to come up as well.
        services(objects).skip(1).forEach(MemoryServiceHandle::awaitVerified);
        services(objects).forEach(SamplesTest::deleteWithItsData);
    }

    private static void deleteWithItsData(MemoryServiceHandle service) {
        service.patch("{\"spec\":{\"deletionPolicy\":\"Delete\"}}");
        service.delete();
    }

    private static Stream<MemoryServiceHandle> services(List<HasMetadata> objects) {
        return objects.stream()
                .filter(object -> object.getKind().equals("MemoryService"))
                .map(object -> new MemoryServiceHandle(
                        NAMESPACE.name(), object.getMetadata().getName()));
    }

    private static List<OperationHandle> operations(List<HasMetadata> objects, MemoryServiceHandle service) {
        return objects.stream()
                .filter(object -> object.getKind().equals("MemoryBackup")
                        || object.getKind().equals("MemoryRestore"))
                .map(object -> new OperationHandle(
                        service.namespace(),
                        object.getKind(),
                        object.getMetadata().getName()))
                .toList();
    }

    private static List<MemoryUserHandle> users(List<HasMetadata> objects, MemoryServiceHandle service) {
        return objects.stream()
                .filter(object -> object.getKind().equals("MemoryUser"))
                .map(object ->
                        new MemoryUserHandle(service, object.getMetadata().getName()))
                .toList();
    }
}
