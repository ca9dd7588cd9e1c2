package dev.memoryservice.e2e.service;

import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;

/**
 * One MemoryBackup or MemoryRestore in the cluster.
 *
 * @param kind which of them
 */
public record OperationHandle(String namespace, String kind, String name) {

    /** Longer than anything here takes on a busy machine; a test that needs it all has failed. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Set<String> ENDED = Set.of("Succeeded", "Failed", "Deleted");

    /** Makes a MemoryBackup of the service whose {@code spec}, but for the service, is given as YAML in one line. */
    public static OperationHandle backup(MemoryServiceHandle service, String name, String... fields) {
        return create(service, "MemoryBackup", name, fields);
    }

    /** Makes a MemoryRestore into the service whose {@code spec}, but for the service, is given as YAML fields. */
    public static OperationHandle restore(MemoryServiceHandle service, String name, String... fields) {
        return create(service, "MemoryRestore", name, fields);
    }

    private static OperationHandle create(MemoryServiceHandle service, String kind, String name, String... fields) {
        String yaml = """
                apiVersion: memoryservice.dev/v1alpha1
                kind: %s
                metadata: {name: %s, namespace: %s}
                spec:
                  serviceRef: {name: %s}
                """.formatted(kind, name, service.namespace(), service.name())
                + String.join("\n", fields).indent(2);
        client().resource(yaml).create();
        return new OperationHandle(service.namespace(), kind, name);
    }

    /** Waits until it has succeeded; fails at once if it did not. */
    public OperationHandle awaitSuccess() {
        String phase = awaitEnd();
        if (!phase.equals("Succeeded")) {
            throw new AssertionError("%s %s: %s: %s".formatted(kind, name, phase, status("message")));
        }
        return this;
    }

    /** Waits until it has ended in one way or another, and says in which. */
    public String awaitEnd() {
        return Awaitility.await("the end of " + kind + " " + name)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> status("phase").map(String::valueOf).orElse(""), ENDED::contains);
    }

    /** Waits until the condition has this reason, and returns its message. */
    public String awaitReason(String type, String reason) {
        return Awaitility.await("%s of %s for %s".formatted(type, name, reason))
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> message(type, reason), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<String> message(String type, String reason) {
        GenericKubernetesResource object = resource().get();
        List<Map<String, Object>> conditions = object == null ? null : object.get("status", "conditions");
        return Optional.ofNullable(conditions).orElse(List.of()).stream()
                .filter(condition -> type.equals(condition.get("type")))
                .filter(condition -> reason.equals(condition.get("reason")))
                .map(condition -> String.valueOf(condition.get("message")))
                .findFirst();
    }

    /** A field of the status; empty while there is none. */
    public Optional<Object> status(String field) {
        GenericKubernetesResource object = resource().get();
        return Optional.ofNullable(object == null ? null : object.get("status", field));
    }

    /** A number of the status. */
    public long count(String field) {
        return ((Number) status(field).orElseThrow()).longValue();
    }

    /** Waits until an Event of this reason was recorded for it, and returns its message. */
    public String awaitEvent(String reason) {
        return Awaitility.await("event " + reason + " of " + name)
                .atMost(PATIENCE)
                .until(() -> event(reason), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<String> event(String reason) {
        return client().v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(event -> kind.equals(event.getInvolvedObject().getKind()))
                .filter(event -> name.equals(event.getInvolvedObject().getName()))
                .filter(event -> reason.equals(event.getReason()))
                .map(Event::getMessage)
                .findFirst();
    }

    /** Deletes it and waits until it is gone. */
    public void delete() {
        resource().delete();
        Awaitility.await("deletion of " + name)
                .atMost(PATIENCE)
                .until(() -> resource().get() == null);
    }

    /** The custom resource. */
    public Resource<GenericKubernetesResource> resource() {
        return client().genericKubernetesResources("memoryservice.dev/v1alpha1", kind)
                .inNamespace(namespace)
                .withName(name);
    }

    private static KubernetesClient client() {
        return ClusterUnderTest.client();
    }
}
