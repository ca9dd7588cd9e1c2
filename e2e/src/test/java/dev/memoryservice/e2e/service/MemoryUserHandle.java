package dev.memoryservice.e2e.service;

import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;

/**
 * One MemoryUser in the cluster, as its user sees it.
 *
 * @param service the MemoryService that it is a user of
 * @param name its name
 */
public record MemoryUserHandle(MemoryServiceHandle service, String name) {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Applies a MemoryUser whose {@code spec}, but for the service, is given as YAML, indented by two blanks. */
    public static MemoryUserHandle apply(MemoryServiceHandle service, String name, String spec) {
        String yaml = """
                apiVersion: memoryservice.dev/v1alpha1
                kind: MemoryUser
                metadata:
                  name: %s
                  namespace: %s
                spec:
                  serviceRef: {name: %s}
                %s
                """.formatted(name, service.namespace(), service.name(), spec);
        client().resource(yaml).fieldManager("e2e").forceConflicts().serverSideApply();
        return new MemoryUserHandle(service, name);
    }

    /** Changes the resource with a JSON merge patch. */
    public void patch(String json) {
        resource().patch(PatchContext.of(PatchType.JSON_MERGE), json);
    }

    /** Asks for new credentials. */
    public void rotate(String request) {
        patch("{\"metadata\":{\"annotations\":{\"memoryservice.dev/rotate\":\"%s\"}}}".formatted(request));
    }

    /** Waits until Ready has this reason for the present generation. */
    public MemoryUserHandle awaitReady(String reason) {
        Awaitility.await("Ready of " + name + " for " + reason)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> readyReason().filter(reason::equals).isPresent());
        return this;
    }

    private Optional<String> readyReason() {
        GenericKubernetesResource user = resource().get();
        List<Map<String, Object>> conditions = user.get("status", "conditions");
        return Optional.ofNullable(conditions).orElse(List.of()).stream()
                .filter(condition -> condition.get("type").equals("Ready"))
                .filter(condition -> ((Number) condition.get("observedGeneration")).longValue()
                        == user.getMetadata().getGeneration())
                .map(condition -> String.valueOf(condition.get("reason")))
                .findFirst();
    }

    /** Waits until an Event of this reason was recorded for the user, and returns its message. */
    public String awaitEvent(String reason) {
        return Awaitility.await("event " + reason + " of " + name)
                .atMost(PATIENCE)
                .until(
                        () -> client().v1().events().inNamespace(service.namespace()).list().getItems().stream()
                                .filter(event -> "MemoryUser"
                                        .equals(event.getInvolvedObject().getKind()))
                                .filter(event ->
                                        name.equals(event.getInvolvedObject().getName()))
                                .filter(event -> reason.equals(event.getReason()))
                                .map(io.fabric8.kubernetes.api.model.Event::getMessage)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** An entry of the connection Secret, as it is now; empty before there is one. */
    public Optional<String> connection(String entry) {
        return Optional.ofNullable(client().secrets()
                        .inNamespace(service.namespace())
                        .withName(name + "-connection")
                        .get())
                .map(Secret::getData)
                .map(data -> data.get(entry))
                .map(encoded -> new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8));
    }

    /** A client with the user's key as it is now. */
    public MemoryServiceClient connect() {
        return service.connect(connection("api-key"));
    }

    /** Deletes the resource and waits until it is gone. */
    public void delete() {
        resource().delete();
        Awaitility.await("deletion of " + name)
                .atMost(PATIENCE)
                .until(() -> resource().get() == null);
    }

    /** The custom resource. */
    public Resource<GenericKubernetesResource> resource() {
        return client().genericKubernetesResources("memoryservice.dev/v1alpha1", "MemoryUser")
                .inNamespace(service.namespace())
                .withName(name);
    }

    private static KubernetesClient client() {
        return ClusterUnderTest.client();
    }
}
