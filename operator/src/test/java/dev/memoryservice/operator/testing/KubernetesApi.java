package dev.memoryservice.operator.testing;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionStatus;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real etcd and a real API server with the committed definition, for the operator under test. */
public final class KubernetesApi implements QuarkusTestResourceLifecycleManager {

    private static final String BINARIES = "KUBE_API_TEST_BINARIES";
    private static final String VERSION = "1.34.4";
    private static final Path DEFINITIONS = Path.of("../crds/manifests");

    private KubeAPIServer server;

    @Override
    public Map<String, String> start() {
        server = new KubeAPIServer(KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withTestDir(layOut(binaries()).toString())
                .withApiServerVersion(VERSION)
                .withOfflineMode(true)
                .withUpdateKubeConfig(false)
                .build());
        server.start();
        Config config = Config.fromKubeconfig(server.getKubeConfigYaml());
        install(config);
        Map<String, String> settings = new HashMap<>();
        settings.put("quarkus.kubernetes-client.api-server-url", config.getMasterUrl());
        settings.put("quarkus.kubernetes-client.ca-cert-file", config.getCaCertFile());
        settings.put("quarkus.kubernetes-client.client-cert-file", config.getClientCertFile());
        settings.put("quarkus.kubernetes-client.client-key-file", config.getClientKeyFile());
        settings.put("quarkus.http.test-port", "0");
        settings.put("memory-service.operator.namespace", "memory-service-system");
        settings.put("memory-service.operator.probe-interval", "1s");
        settings.put("memory-service.operator.secret-interval", "200ms");
        settings.put("memory-service.operator.usage-interval", "500ms");
        return settings;
    }

    private static void install(Config config) {
        try (KubernetesClient client =
                        new KubernetesClientBuilder().withConfig(config).build();
                Stream<Path> definitions = Files.list(DEFINITIONS)) {
            for (Path definition : definitions.toList()) {
                install(client, definition);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void install(KubernetesClient client, Path definition) throws IOException {
        try (InputStream yaml = Files.newInputStream(definition)) {
            client.load(yaml).create().forEach(created -> client.apiextensions()
                    .v1()
                    .customResourceDefinitions()
                    .withName(created.getMetadata().getName())
                    .waitUntilCondition(KubernetesApi::isEstablished, 30, TimeUnit.SECONDS));
        }
    }

    private static boolean isEstablished(CustomResourceDefinition definition) {
        return Stream.ofNullable(definition)
                .map(CustomResourceDefinition::getStatus)
                .flatMap(Stream::ofNullable)
                .map(CustomResourceDefinitionStatus::getConditions)
                .flatMap(Stream::ofNullable)
                .flatMap(List::stream)
                .anyMatch(condition -> condition.getType().equals("Established")
                        && condition.getStatus().equals("True"));
    }

    private static Path binaries() {
        String folder = System.getProperty(BINARIES, "");
        if (folder.isBlank() || folder.startsWith("${")) {
            throw new IllegalStateException(
                    BINARIES + " is not set: these tests need a folder with kube-apiserver, etcd"
                            + " and kubectl; `make test` builds one, or name one in this environment variable");
        }
        for (String binary : List.of("kube-apiserver", "etcd", "kubectl")) {
            if (!Files.isExecutable(Path.of(folder, binary))) {
                throw new IllegalStateException(
                        BINARIES + " is \"" + folder + "\", where there is no executable " + binary);
            }
        }
        return Path.of(folder);
    }

    /** kube-api-test looks for its binaries in a folder named after version and platform. */
    private static Path layOut(Path binaries) {
        try {
            Path root = Files.createTempDirectory(Path.of("target"), "kube-api-test")
                    .toAbsolutePath();
            Path folder = Files.createDirectories(root.resolve("k8s/" + VERSION + "-linux-amd64"));
            for (String binary : List.of("kube-apiserver", "etcd", "kubectl")) {
                Files.createSymbolicLink(folder.resolve(binary), binaries.resolve(binary));
            }
            return root;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop();
        }
    }
}
