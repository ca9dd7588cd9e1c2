package dev.memoryservice.operator.testing;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Custom resources of one kind in one namespace, as a person applies and sees them. */
public final class Custom<R extends CustomResource<?, ?>> {

    private final KubernetesClient client;
    private final TestCluster cluster;
    private final Class<R> type;
    private final Function<R, List<Condition>> conditions;

    public Custom(
            KubernetesClient client, TestCluster cluster, Class<R> type, Function<R, List<Condition>> conditions) {
        this.client = client;
        this.cluster = cluster;
        this.type = type;
        this.conditions = conditions;
    }

    /** Creates one with this spec. */
    public R create(String name, String spec) {
        String yaml = """
                apiVersion: memoryservice.dev/v1alpha1
                kind: %s
                metadata: {name: "%s", namespace: "%s"}
                spec:
                """.formatted(type.getSimpleName(), name, cluster.namespace()) + spec.indent(2);
        client.resource(client.getKubernetesSerialization().unmarshal(yaml, GenericKubernetesResource.class))
                .create();
        return get(name);
    }

    public R get(String name) {
        return resource(name).get();
    }

    public List<R> list() {
        return client.resources(type).inNamespace(cluster.namespace()).list().getItems();
    }

    public void delete(String name) {
        resource(name).delete();
    }

    /** Changes it with a JSON merge patch. */
    public void patch(String name, String json) {
        resource(name).patch(PatchContext.of(PatchType.JSON_MERGE), json);
    }

    /** Waits until it is as expected. */
    public R await(String name, Predicate<R> expected) {
        return cluster.await(type, name, expected);
    }

    /** Waits for the condition to have this reason. */
    public Condition awaitReason(String name, String condition, String reason) {
        return Waiting.await("%s of %s: %s".formatted(condition, name, reason))
                .until(
                        () -> cluster.find(type, name).map(conditions).orElse(List.of()).stream()
                                .filter(found -> found.getType().equals(condition))
                                .filter(found -> found.getReason().equals(reason))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** Waits for an Event of it with this reason. */
    public Event awaitEvent(String name, String reason) {
        return Waiting.await("Event %s of %s".formatted(reason, name))
                .until(
                        () -> cluster.list(Event.class).stream()
                                .filter(event -> event.getReason().equals(reason))
                                .filter(event ->
                                        event.getInvolvedObject().getName().equals(name))
                                .filter(event ->
                                        event.getInvolvedObject().getKind().equals(type.getSimpleName()))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private Resource<R> resource(String name) {
        return client.resources(type).inNamespace(cluster.namespace()).withName(name);
    }
}
