package dev.memoryservice.operator.testing;

import dev.memoryservice.crds.v1alpha1.MemoryBackup;
import dev.memoryservice.crds.v1alpha1.MemoryRestore;
import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.server.ServerLabels;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * One namespace of the API server, and what a person and the controllers of Kubernetes would do in it: the API server of
 * the tests has no controllers and no nodes.
 */
public final class TestCluster {

    /** Where every Pod is said to be; there is no such node. */
    public static final String NODE = "worker-1";

    private static final Queue<TestCluster> USED = new ConcurrentLinkedQueue<>();

    private final KubernetesClient client;
    private final String namespace;

    private TestCluster(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .serverSideApply();
        USED.add(this);
    }

    /** Clears every namespace that was used: what one class leaves keeps the operator busy in the classes after it. */
    static void clearAll() {
        for (TestCluster used = USED.poll(); used != null; used = USED.poll()) {
            used.clear();
        }
    }

    public static TestCluster inNewNamespace(KubernetesClient client) {
        return new TestCluster(client, "test-" + UUID.randomUUID().toString().substring(0, 8));
    }

    public static TestCluster inNamespace(KubernetesClient client, String namespace) {
        return new TestCluster(client, namespace);
    }

    public String namespace() {
        return namespace;
    }

    /** Applies a MemoryService with this spec, as {@code kubectl apply --server-side} does. */
    public MemoryService apply(String name, String spec) {
        client.resource(service(name, spec)).fieldManager("kubectl").serverSideApply();
        return get(name);
    }

    /** Creates a MemoryService with this spec, as {@code kubectl create} does. */
    public void create(String name, String spec) {
        client.resource(service(name, spec)).create();
    }

    /** Not of the Java type, which could not hold what a person may write wrongly. */
    private GenericKubernetesResource service(String name, String spec) {
        String yaml = """
                apiVersion: memoryservice.dev/v1alpha1
                kind: MemoryService
                metadata: {name: "%s", namespace: "%s"}
                spec:
                """.formatted(name, namespace) + spec.indent(2);
        return client.getKubernetesSerialization().unmarshal(yaml, GenericKubernetesResource.class);
    }

    public MemoryService get(String name) {
        return client.resources(MemoryService.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
    }

    public void delete(String name) {
        client.resources(MemoryService.class)
                .inNamespace(namespace)
                .withName(name)
                .delete();
    }

    /**
     * Deletes everything that the operator would go on with: the API server outlives the test. And Services, of which it has
     * room for 253, because nothing collects what belonged to the resources.
     */
    public void clear() {
        for (Class<? extends HasMetadata> type :
                List.<Class<? extends HasMetadata>>of(MemoryRestore.class, MemoryBackup.class, MemoryService.class)) {
            client.resources(type).inNamespace(namespace).delete();
        }
        client.services().inNamespace(namespace).delete();
    }

    public <T extends HasMetadata> Optional<T> find(Class<T> type, String name) {
        return Optional.ofNullable(
                client.resources(type).inNamespace(namespace).withName(name).get());
    }

    public <T extends HasMetadata> T await(Class<T> type, String name) {
        return await(type, name, object -> true);
    }

    public <T extends HasMetadata> T await(Class<T> type, String name, Predicate<T> expected) {
        return Waiting.await(type.getSimpleName() + " " + name)
                .until(() -> find(type, name).filter(expected), Optional::isPresent)
                .orElseThrow();
    }

    public void awaitAbsent(Class<? extends HasMetadata> type, String name) {
        Waiting.await(type.getSimpleName() + " " + name + " is gone")
                .until(() -> find(type, name).isEmpty());
    }

    /** Waits for the condition to have this reason. */
    public Condition awaitReason(String name, String type, String reason) {
        return Waiting.await("%s of %s: %s".formatted(type, name, reason))
                .until(
                        () -> condition(name, type)
                                .filter(condition -> condition.getReason().equals(reason)),
                        Optional::isPresent)
                .orElseThrow();
    }

    public Optional<Condition> condition(String name, String type) {
        return get(name).reported().conditions().stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst();
    }

    public Secret createSecret(String name, Map<String, String> entries) {
        return client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .endMetadata()
                        .withStringData(entries)
                        .build())
                .create();
    }

    public static String decode(Secret secret, String entry) {
        return new String(Base64.getDecoder().decode(secret.getData().get(entry)), StandardCharsets.UTF_8);
    }

    /** Once more when somebody, such as the operator, wrote the object in between. */
    public <T extends HasMetadata> T edit(Class<T> type, String name, UnaryOperator<T> change) {
        while (true) {
            try {
                return client.resources(type)
                        .inNamespace(namespace)
                        .withName(name)
                        .edit(change);
            } catch (KubernetesClientException conflict) {
                if (conflict.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                    throw conflict;
                }
            }
        }
    }

    public <T extends HasMetadata> List<T> list(Class<T> type) {
        return client.resources(type).inNamespace(namespace).list().getItems();
    }

    /** What the Deployment controller reports when the Pod is ready. */
    public void reportReady(String name) {
        await(Deployment.class, name);
        client.apps()
                .deployments()
                .inNamespace(namespace)
                .withName(name)
                .editStatus(deployment -> new DeploymentBuilder(deployment)
                        .withNewStatus()
                        .withObservedGeneration(deployment.getMetadata().getGeneration())
                        .withReplicas(1)
                        .withUpdatedReplicas(1)
                        .withReadyReplicas(1)
                        .withAvailableReplicas(1)
                        .endStatus()
                        .build());
    }

    /** A Pod of the server in the given state, as scheduler and kubelet report it. */
    public void reportPod(String name, String status) {
        reportPod(name + "-pod", await(Deployment.class, name).getSpec().getTemplate(), Map.of(), status);
    }

    /** What the Job controller and the kubelet report of the Pod of a Job. */
    public void reportPod(Job job, String status) {
        String name = job.getMetadata().getName();
        reportPod(name + "-pod", job.getSpec().getTemplate(), Map.of(ServerLabels.JOB_KEY, name), status);
    }

    private void reportPod(String name, PodTemplateSpec template, Map<String, String> labels, String status) {
        var pod = client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .withLabels(template.getMetadata().getLabels())
                        .addToLabels(labels)
                        .endMetadata()
                        .withSpec(template.getSpec())
                        .editSpec()
                        .withNodeName(NODE)
                        .endSpec()
                        .build())
                .create();
        pod.setStatus(client.getKubernetesSerialization().unmarshal(status, PodStatus.class));
        client.resource(pod).patchStatus();
    }

    /** Waits until no reconcile ran for a moment, and says how many there were. */
    public static long awaitQuiet(MeterRegistry registry) {
        long[] last = {-1};
        Waiting.await("no reconcile").pollInterval(Duration.ofMillis(700)).until(() -> {
            long before = last[0];
            last[0] = reconciles(registry);
            return before == last[0];
        });
        return last[0];
    }

    /** Reconciles since the operator started. */
    public static long reconciles(MeterRegistry registry) {
        return registry.getMeters().stream()
                .filter(Timer.class::isInstance)
                .filter(meter -> meter.getId().getName().endsWith("controllers.execution.reconcile"))
                .mapToLong(meter -> ((Timer) meter).count())
                .sum();
    }

    /** Waits until nothing was written for three seconds: no more objects, no status, no Events. */
    public void awaitNoWrites() {
        long[] last = {-1};
        Instant[] since = {Instant.now()};
        Waiting.await("nothing is written")
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(300))
                .until(() -> {
                    long now = writes();
                    if (now != last[0]) {
                        last[0] = now;
                        since[0] = Instant.now();
                    }
                    return since[0].plusSeconds(3).isBefore(Instant.now());
                });
    }

    /** Write requests that the API server answered since it started. */
    public long writes() {
        String metrics = client.raw(URI.create("/metrics").toString());
        return metrics.lines()
                .filter(line -> line.startsWith("apiserver_request_total{"))
                .filter(line -> line.matches(".*verb=\"(APPLY|CREATE|POST|PUT|PATCH|DELETE|UPDATE)\".*"))
                .filter(line -> !line.contains("resource=\"leases\""))
                .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
