package dev.memoryservice.operator.dependent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.pod.PodFixture;
import dev.memoryservice.operator.testing.Services;
import dev.memoryservice.operator.tls.Certificates;
import dev.memoryservice.operator.tls.ServerCertificates;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every object as YAML, as a reader of {@code kubectl get -o yaml} would know it. */
class ManifestsTest {

    @ParameterizedTest
    @ValueSource(strings = {"defaults", "everything", "https", "oauth", "bucket"})
    void aSpecGivesTheseObjects(String example) throws IOException {
        MemoryService service = Services.withSpec(resource(example + ".spec.yaml"));

        ServerCertificates certificates = Certificates.inspector();
        String manifests = Stream.<HasMetadata>of(
                        new VolumeDependent()
                                .manifest(
                                        service,
                                        service.declared()
                                                .backend()
                                                .sqlite()
                                                .storage()
                                                .size()),
                        new DeploymentDependent(PodFixture.serverPod(), certificates).manifest(service),
                        new ServiceDependent(certificates).manifest(service),
                        new NetworkPolicyDependent(Services.settings()).manifest(service),
                        new ConnectionDependent(certificates)
                                .manifest(
                                        service,
                                        Optional.of("a-key"),
                                        Optional.of("an authority")
                                                .filter(text ->
                                                        service.declared().tls().enabled())))
                .map(Serialization::asYaml)
                .collect(Collectors.joining());

        assertThat(manifests).isEqualTo(resource(example + ".objects.yaml"));
    }

    private String resource(String name) throws IOException {
        try (InputStream file = getClass().getResourceAsStream("/manifests/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
