package dev.memoryservice.operator.testing;

import dev.memoryservice.crds.v1alpha1.MemoryUser;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The MemoryUsers of one namespace, as a person applies and sees them. */
public final class Users {

    private final KubernetesClient client;
    private final TestCluster cluster;

    public Users(KubernetesClient client, TestCluster cluster) {
        this.client = client;
        this.cluster = cluster;
    }

    /** Applies a user of the MemoryService {@code team}, as {@code kubectl apply --server-side} does. */
    public MemoryUser apply(String name, String spec) {
        client.resource(user(name, "serviceRef: {name: team}\n" + spec))
                .fieldManager("kubectl")
                .serverSideApply();
        return get(name);
    }

    /** Creates a user with exactly this spec. */
    public void create(String name, String spec) {
        client.resource(user(name, spec)).create();
    }

    private GenericKubernetesResource user(String name, String spec) {
        String yaml = """
                apiVersion: memoryservice.dev/v1alpha1
                kind: MemoryUser
                metadata: {name: "%s", namespace: "%s"}
                spec:
                """.formatted(name, cluster.namespace()) + spec.indent(2);
        return client.getKubernetesSerialization().unmarshal(yaml, GenericKubernetesResource.class);
    }

    public MemoryUser get(String name) {
        return resource(name).get();
    }

    public void delete(String name) {
        resource(name).delete();
    }

    /** Asks for new credentials, as {@code kubectl annotate --overwrite} does. */
    public void rotate(String name, String request) {
        patch(name, "{\"metadata\":{\"annotations\":{\"memoryservice.dev/rotate\":\"%s\"}}}".formatted(request));
    }

    /** Has the user reconciled: a label of its Secret is a change that the operator sees and does not care about. */
    public void touch(String name, String value) {
        cluster.edit(Secret.class, name + "-connection", secret -> {
            secret.getMetadata().getLabels().put("touched", value);
            return secret;
        });
    }

    /** Changes the user with a JSON merge patch. */
    public void patch(String name, String json) {
        resource(name).patch(PatchContext.of(PatchType.JSON_MERGE), json);
    }

    /** Waits for the condition to have this reason. */
    public Condition awaitReason(String name, String type, String reason) {
        return Waiting.await("%s of %s: %s".formatted(type, name, reason))
                .until(
                        () -> get(name).reported().conditions().stream()
                                .filter(condition -> condition.getType().equals(type))
                                .filter(condition -> condition.getReason().equals(reason))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** Waits for an Event of the user with this reason. */
    public Event awaitEvent(String name, String reason) {
        return Waiting.await("Event %s of %s".formatted(reason, name))
                .until(
                        () -> cluster.list(Event.class).stream()
                                .filter(event -> event.getReason().equals(reason))
                                .filter(event ->
                                        event.getInvolvedObject().getName().equals(name))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** The connection Secret of the user. */
    public Secret connection(String name) {
        return cluster.await(Secret.class, name + "-connection");
    }

    public String entry(String name, String entry) {
        return TestCluster.decode(connection(name), entry);
    }

    /** What the MemoryService's server is told of its users now, by file name. */
    public Map<String, String> files(String service) {
        Map<String, String> files = new TreeMap<>();
        cluster.find(Secret.class, service + "-users")
                .filter(secret -> secret.getData() != null)
                .ifPresent(secret ->
                        secret.getData().keySet().forEach(name -> files.put(name, TestCluster.decode(secret, name))));
        return files;
    }

    private Resource<MemoryUser> resource(String name) {
        return client.resources(MemoryUser.class)
                .inNamespace(cluster.namespace())
                .withName(name);
    }
}
