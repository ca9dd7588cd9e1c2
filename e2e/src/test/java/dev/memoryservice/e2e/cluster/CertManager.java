package dev.memoryservice.e2e.cluster;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * cert-manager: its real controller and definitions. On the local cluster the first test that needs it starts it, as one
 * more process of the cluster, with which it ends; elsewhere it has to be there.
 */
public final class CertManager {

    private static boolean runs;

    private CertManager() {}

    /** Makes sure that it runs; where that cannot be, the test is skipped. */
    public static synchronized void require() {
        if (runs || isInstalled()) {
            return;
        }
        Optional<Path> programs = Optional.ofNullable(System.getenv("CERT_MANAGER"))
                .filter(folder -> !folder.isBlank())
                .map(Path::of);
        Assumptions.assumeTrue(
                programs.isPresent() && ClusterUnderTest.node().isPresent(),
                "a cluster of the project's own, without cert-manager");
        define(programs.orElseThrow().resolve("crds"));
        Path log = ClusterUnderTest.project().resolve("target/cert-manager.log");
        ClusterUnderTest.requireNode()
                .start(log, programs.orElseThrow().resolve("cert-manager").toString());
        runs = true;
    }

    private static boolean isInstalled() {
        return ClusterUnderTest.client().getApiResources("cert-manager.io/v1") != null;
    }

    private static void define(Path folder) {
        KubernetesClient client = ClusterUnderTest.client();
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> definitions =
                    files.filter(file -> file.toString().endsWith(".yaml")).toList();
            for (Path file : definitions) {
                client.load(Files.newInputStream(file)).items().forEach(definition -> client.resource(definition)
                        .fieldManager("e2e")
                        .forceConflicts()
                        .serverSideApply());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await("the definitions of cert-manager")
                .until(() -> client.resources(CustomResourceDefinition.class).list().getItems().stream()
                        .filter(definition -> definition.getSpec().getGroup().endsWith("cert-manager.io"))
                        .allMatch(CertManager::isEstablished));
    }

    /** There is a status before there are conditions in it. */
    private static boolean isEstablished(CustomResourceDefinition definition) {
        return Optional.ofNullable(definition.getStatus())
                .map(CustomResourceDefinitionStatus::getConditions)
                .orElse(List.of())
                .stream()
                .anyMatch(condition -> condition.getType().equals("Established")
                        && condition.getStatus().equals("True"));
    }
}
