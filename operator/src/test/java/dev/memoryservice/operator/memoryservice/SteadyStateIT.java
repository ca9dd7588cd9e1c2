package dev.memoryservice.operator.memoryservice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.testing.KubernetesApi;
import dev.memoryservice.operator.testing.TestCluster;
import dev.memoryservice.operator.testing.Waiting;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KubernetesApi.class)
class SteadyStateIT {

    /** Values that the API server stores in other words, or leaves out, or fills in. */
    private static final String AWKWARD = """
            imagePullSecrets: [{name: registry}]
            backend:
              sqlite: {storage: {size: 1024Mi, accessMode: ReadWriteOncePod}, pragmas: {cache_size: "-64000"}}
            resources: {requests: {cpu: "0.5", memory: 1024Mi}, limits: {memory: 2048Mi}}
            network:
              service: {type: NodePort, annotations: {example.com/pool: a}}
              allowedHosts: [memory.example.com]
              networkPolicy:
                from: [{namespaceSelector: {}}, {ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}]
            podTemplate:
              labels: {team: a}
              env: [{name: EMPTY, value: ""}, {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}]
              tolerations: [{key: spot, operator: Exists}]
              topologySpreadConstraints:
                - {maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway, labelSelector: {}}
              affinity:
                nodeAffinity:
                  requiredDuringSchedulingIgnoredDuringExecution:
                    nodeSelectorTerms: [{matchExpressions: [{key: disk, operator: In, values: [ssd]}]}]
            """;

    @Inject
    KubernetesClient client;

    @Inject
    MeterRegistry registry;

    TestCluster cluster;

    @BeforeEach
    void namespace() {
        cluster = TestCluster.inNewNamespace(client);
    }

    @Test
    void aSecondReconcileWritesNothing() {
        cluster.apply("plain", "{}");
        cluster.apply("awkward", AWKWARD);
        cluster.apply(
                "secure",
                "{tls: {mode: SelfSigned, dnsNames: [memory.example.com], lifetime: 90m},"
                        + " auth: {modes: [APIKey, OAuth], oauth: {clientMetadataDocuments: true}}}");
        List<String> all = List.of("plain", "awkward", "secure");
        all.forEach(name -> cluster.awaitReason(name, "Accepted", "Valid"));
        all.forEach(this::reconcileOnce);
        Map<String, String> before = versions();
        long writes = cluster.writes();

        all.forEach(this::reconcileOnce);

        assertThat(cluster.writes() - writes)
                .as("write requests, each the test's own")
                .isEqualTo(all.size());
        Map<String, String> after = versions();
        before.keySet().removeIf(object -> object.startsWith("Pod/"));
        assertThat(after).containsAllEntriesOf(before);
    }

    /** Something changes that the operator watches and does not care about: a label on a Pod of the server. */
    private void reconcileOnce(String name) {
        long before = TestCluster.awaitQuiet(registry);
        if (cluster.find(Pod.class, name + "-pod").isEmpty()) {
            cluster.reportPod(name, "phase: Pending");
        } else {
            cluster.edit(Pod.class, name + "-pod", pod -> {
                pod.getMetadata().getLabels().put("touched", Long.toString(before));
                return pod;
            });
        }
        Waiting.await("a reconcile").until(() -> TestCluster.reconciles(registry) > before);
        TestCluster.awaitQuiet(registry);
    }

    private Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        for (Class<? extends HasMetadata> type : List.<Class<? extends HasMetadata>>of(
                MemoryService.class,
                Deployment.class,
                Service.class,
                ServiceAccount.class,
                Secret.class,
                ConfigMap.class,
                PersistentVolumeClaim.class,
                NetworkPolicy.class)) {
            cluster.list(type)
                    .forEach(object -> versions.put(
                            object.getKind() + "/" + object.getMetadata().getName(),
                            object.getMetadata().getResourceVersion()));
        }
        return versions;
    }

    @Test
    void whatSomeoneChangedIsSetRight() {
        cluster.apply("team", "{}");
        String image = image(cluster.await(Deployment.class, "team"));

        cluster.edit(Deployment.class, "team", deployment -> new DeploymentBuilder(deployment)
                .editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .withImage("example.com/other:1")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build());

        cluster.await(Deployment.class, "team", deployment -> image(deployment).equals(image));
    }

    private static String image(Deployment deployment) {
        return deployment
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage();
    }

    @Test
    void whatSomeoneDeletedIsMadeAgain() {
        cluster.apply("team", "{}");
        String uid = cluster.await(Service.class, "team").getMetadata().getUid();

        client.services().inNamespace(cluster.namespace()).withName("team").delete();

        cluster.await(Service.class, "team", service -> !service.getMetadata()
                .getUid()
                .equals(uid));
    }

    @Test
    void labelsAnnotationsAndRestartsOfOthersAreKept() {
        cluster.apply("team", "{}");
        cluster.await(Deployment.class, "team");

        cluster.edit(Deployment.class, "team", deployment -> new DeploymentBuilder(deployment)
                .editMetadata()
                .addToLabels("cost-centre", "42")
                .endMetadata()
                .editSpec()
                .editTemplate()
                .editMetadata()
                .addToAnnotations("kubectl.kubernetes.io/restartedAt", "2026-11-21T00:00:00Z")
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build());
        cluster.apply("team", "podTemplate: {labels: {team: a}}");

        Deployment changed = cluster.await(Deployment.class, "team", deployment -> deployment
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getLabels()
                .containsKey("team"));
        assertThat(changed.getMetadata().getLabels()).containsEntry("cost-centre", "42");
        assertThat(changed.getSpec().getTemplate().getMetadata().getAnnotations())
                .containsKey("kubectl.kubernetes.io/restartedAt");
    }

    @Test
    void aKeyThatSomeoneRotatesIsKeptAndHandedToClients() {
        cluster.apply("team", "{}");
        cluster.await(Secret.class, "team-connection");

        cluster.edit(Secret.class, "team-api-keys", secret -> new SecretBuilder(secret)
                .withStringData(Map.of("default", "rotated"))
                .build());

        cluster.await(Secret.class, "team-connection", secret -> TestCluster.decode(secret, "api-key")
                .equals("rotated"));
        assertThat(TestCluster.decode(cluster.await(Secret.class, "team-api-keys"), "default"))
                .isEqualTo("rotated");
    }

    @Test
    void aKeyThatSomeoneAddsIsKept() {
        cluster.apply("team", "{}");
        cluster.await(Secret.class, "team-connection");
        String generated = TestCluster.decode(cluster.await(Secret.class, "team-api-keys"), "default");

        cluster.edit(Secret.class, "team-api-keys", secret -> new SecretBuilder(secret)
                .withStringData(Map.of("alice", "a-key"))
                .build());
        TestCluster.awaitQuiet(registry);

        Secret keys = cluster.await(Secret.class, "team-api-keys");
        assertThat(TestCluster.decode(keys, "alice")).isEqualTo("a-key");
        assertThat(TestCluster.decode(keys, "default")).isEqualTo(generated);
    }
}
