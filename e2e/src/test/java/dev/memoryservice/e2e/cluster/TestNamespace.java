package dev.memoryservice.e2e.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * A namespace of a test class's own, under the restricted Pod Security Standard, deleted afterwards. When a test fails
 * it prints what is in it: custom resources, events and the pods' logs, the operator's too.
 */
public final class TestNamespace implements BeforeAllCallback, AfterAllCallback, TestExecutionExceptionHandler {

    static {
        // Longer than anything takes on a busy machine, for every wait that does not say for how long.
        Awaitility.setDefaultTimeout(Duration.ofMinutes(2));
    }

    private String name = "";

    /** The namespace's name. */
    public String name() {
        return name;
    }

    /** Applies the objects of a file to the namespace, as {@code kubectl apply} does. */
    public List<HasMetadata> apply(Path file) throws IOException {
        try (InputStream yaml = Files.newInputStream(file)) {
            List<HasMetadata> objects = client().load(yaml).items();
            objects.forEach(object -> client().resource(object)
                    .inNamespace(name)
                    .fieldManager("e2e")
                    .serverSideApply());
            return objects;
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        String test = context.getRequiredTestClass().getSimpleName().toLowerCase(Locale.ROOT);
        name = "e2e-" + test + "-" + UUID.randomUUID().toString().substring(0, 6);
        create(client(), name);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        client().namespaces().withName(name).delete();
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        System.err.println(Diagnostics.of(client(), name, ClusterUnderTest.operatorNamespace()));
        throw failure;
    }

    /** Creates a namespace in which only restricted pods may run. */
    public static Namespace create(KubernetesClient client, String name) {
        return client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .endMetadata()
                        .build())
                .create();
    }

    private static KubernetesClient client() {
        return ClusterUnderTest.client();
    }
}
