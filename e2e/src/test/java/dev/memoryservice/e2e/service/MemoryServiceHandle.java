package dev.memoryservice.e2e.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import dev.memoryservice.e2e.cluster.Kubectl;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
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
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;

/**
 * One MemoryService in the cluster, as its user sees it.
 *
 * @param namespace where it is
 * @param name its name
 */
public record MemoryServiceHandle(String namespace, String name) {

    /** Longer than anything here takes on a busy machine; a test that needs it all has failed. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Applies a MemoryService whose {@code spec} is given as YAML, indented by two blanks. */
    public static MemoryServiceHandle apply(String namespace, String name, String spec) {
        String yaml = """
                apiVersion: memoryservice.dev/v1alpha1
                kind: MemoryService
                metadata:
                  name: %s
                  namespace: %s
                spec:
                %s
                """.formatted(name, namespace, spec.isBlank() ? "  suspend: false" : spec);
        client().resource(yaml).fieldManager("e2e").forceConflicts().serverSideApply();
        return new MemoryServiceHandle(namespace, name);
    }

    /** Changes the resource with a JSON merge patch. */
    public void patch(String json) {
        resource().patch(PatchContext.of(PatchType.JSON_MERGE), json);
    }

    /** Waits until the condition has the status. */
    public MemoryServiceHandle await(String condition, String status) {
        awaitCondition(condition, status, Optional.empty());
        return this;
    }

    /** Waits until the condition has the status for this reason, and returns its message. */
    public String awaitReason(String condition, String status, String reason) {
        return awaitCondition(condition, status, Optional.of(reason));
    }

    /** Waits until it is Verified for its present generation. */
    public MemoryServiceHandle awaitVerified() {
        return await("Verified", "True");
    }

    private String awaitCondition(String type, String status, Optional<String> reason) {
        return Awaitility.await(
                        type + "=" + status + reason.map(r -> " for " + r).orElse("") + " of " + this)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> condition(type)
                                .filter(condition -> status.equals(condition.get("status")))
                                .filter(condition -> reason.map(r -> r.equals(condition.get("reason")))
                                        .orElse(true))
                                .map(condition -> String.valueOf(condition.get("message"))),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** A condition of the status, if it speaks of the present generation. */
    @SuppressWarnings("unchecked")
    public Optional<Map<String, Object>> condition(String type) {
        GenericKubernetesResource service = resource().get();
        if (service == null) {
            return Optional.empty();
        }
        List<Map<String, Object>> conditions = service.get("status", "conditions");
        Number observed = service.get("status", "observedGeneration");
        if (conditions == null
                || observed == null
                || observed.longValue() < service.getMetadata().getGeneration()) {
            return Optional.empty();
        }
        return conditions.stream()
                .filter(condition -> type.equals(condition.get("type")))
                .findFirst();
    }

    /** Waits until an Event of this reason was recorded for the resource, and returns its message. */
    public String awaitEvent(String reason) {
        return Awaitility.await("event " + reason + " of " + this)
                .atMost(PATIENCE)
                .until(
                        () -> client().v1().events().inNamespace(namespace).list().getItems().stream()
                                .filter(event ->
                                        name.equals(event.getInvolvedObject().getName()))
                                .filter(event -> "MemoryService"
                                        .equals(event.getInvolvedObject().getKind()))
                                .filter(event -> reason.equals(event.getReason()))
                                .map(io.fabric8.kubernetes.api.model.Event::getMessage)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** A value of the connection Secret that the operator makes for clients. */
    public String connection(String key) {
        Secret secret = client().secrets()
                .inNamespace(namespace)
                .withName(name + "-connection")
                .get();
        assertThat(secret).as("connection Secret of %s", this).isNotNull();
        assertThat(secret.getData()).containsKey(key);
        return new String(Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.UTF_8);
    }

    /** The name that clients in the cluster call it by. */
    public String host() {
        return name + "." + namespace + ".svc";
    }

    /** What a client trusts that has the connection Secret; empty where the service speaks plain HTTP. */
    public Optional<SSLContext> trust() {
        return connection("url").startsWith("https:")
                ? Optional.of(ClientTrust.in(connection("ca.crt")))
                : Optional.empty();
    }

    /** The pods that run now and are not on their way out. */
    public List<Pod> pods() {
        return client()
                .pods()
                .inNamespace(namespace)
                .withLabel("app.kubernetes.io/instance", name)
                .withLabel("app.kubernetes.io/component", "server")
                .list()
                .getItems()
                .stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .toList();
    }

    /** Has the kubelet look at the Secrets that the pods mount now, and not at its own time, a minute later. */
    public void refreshMounts() {
        String annotation = "{\"metadata\":{\"annotations\":{\"e2e.memoryservice.dev/refreshed\":\"%d\"}}}"
                .formatted(System.nanoTime());
        pods().forEach(pod -> client().pods().resource(pod).patch(PatchContext.of(PatchType.JSON_MERGE), annotation));
    }

    /** A client with the generated key. */
    public MemoryServiceClient connect() {
        return new MemoryServiceClient(this, Optional.of(connection("api-key")));
    }

    /** A client with another key, or none. */
    public MemoryServiceClient connect(Optional<String> key) {
        return new MemoryServiceClient(this, key);
    }

    /** What {@code kubectl describe} says. */
    public String describe() {
        return Kubectl.run("describe", "memoryservice", name, "--namespace", namespace);
    }

    /** Waits until an Event and {@code kubectl describe} tell the reason, in these words among others. */
    public void assertDescribed(String reason, String... words) {
        awaitEvent(reason);
        Awaitility.await("kubectl describe of " + this + " says " + reason)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(describe()).contains(reason).contains(words));
    }

    /** Stops the server with {@code spec.suspend} and waits until its pod is gone. */
    public void suspend() {
        patch("{\"spec\":{\"suspend\":true}}");
        Awaitility.await("the pods of " + this + " to end").atMost(PATIENCE).until(() -> client().pods()
                .inNamespace(namespace)
                .withLabel("app.kubernetes.io/instance", name)
                .withLabel("app.kubernetes.io/component", "server")
                .list()
                .getItems()
                .isEmpty());
    }

    /** Starts it again and waits until it is Verified. */
    public MemoryServiceHandle resume() {
        patch("{\"spec\":{\"suspend\":false}}");
        return awaitVerified();
    }

    /** Deletes the resource and waits until it is gone. */
    public void delete() {
        resource().delete();
        Awaitility.await("deletion of " + this)
                .atMost(PATIENCE)
                .until(() -> resource().get() == null);
    }

    /** The custom resource. */
    public Resource<GenericKubernetesResource> resource() {
        return client().genericKubernetesResources("memoryservice.dev/v1alpha1", "MemoryService")
                .inNamespace(namespace)
                .withName(name);
    }

    private static KubernetesClient client() {
        return ClusterUnderTest.client();
    }
}
