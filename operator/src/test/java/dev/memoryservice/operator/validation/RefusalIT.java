package dev.memoryservice.operator.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.operator.testing.KubernetesApi;
import dev.memoryservice.operator.testing.TestCluster;
import dev.memoryservice.operator.testing.Waiting;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBindingBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.HttpURLConnection;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only the operator can refuse: it says so, and what runs goes on running. */
@QuarkusTest
@QuarkusTestResource(KubernetesApi.class)
class RefusalIT {

    @Inject
    KubernetesClient client;

    TestCluster cluster;

    @BeforeEach
    void namespace() {
        cluster = TestCluster.inNewNamespace(client);
    }

    @Test
    void aMissingSecretIsAwaited() {
        cluster.apply("team", "auth: {apiKey: {secretRef: {name: keys}}}");

        assertThat(cluster.awaitReason("team", "Accepted", "SecretNotFound").getMessage())
                .isEqualTo("spec.auth.apiKey.secretRef names the Secret \"keys\", which does not exist in namespace \""
                        + cluster.namespace()
                        + "\"; create it with one entry for each key, or remove secretRef to get a"
                        + " generated key");
        assertThat(cluster.find(Deployment.class, "team")).isEmpty();

        cluster.createSecret("keys", Map.of("alice", "a-key"));

        cluster.awaitReason("team", "Accepted", "Valid");
        assertThat(TestCluster.decode(cluster.await(Secret.class, "team-connection"), "api-key"))
                .isEqualTo("a-key");
        assertThat(cluster.find(Secret.class, "team-api-keys")).isEmpty();
    }

    @Test
    void aSecretWithoutKeysIsRefused() {
        cluster.createSecret("keys", Map.of("alice", " "));

        cluster.apply("team", "auth: {apiKey: {secretRef: {name: keys}}}");

        cluster.awaitReason("team", "Accepted", "SecretEmpty");
    }

    @Test
    void changedKeysOfTheUserReachTheConnectionSecret() {
        cluster.createSecret("keys", Map.of("default", "first"));
        cluster.apply("team", "auth: {apiKey: {secretRef: {name: keys}}}");
        cluster.await(Secret.class, "team-connection");

        cluster.edit(Secret.class, "keys", secret -> {
            secret.setStringData(Map.of("default", "second"));
            return secret;
        });

        cluster.await(Secret.class, "team-connection", secret -> TestCluster.decode(secret, "api-key")
                .equals("second"));
    }

    @Test
    void anUnknownVersionIsRefusedAndTheLastGoodStateServes() {
        cluster.apply("team", "{}");
        cluster.awaitReason("team", "Accepted", "Valid");
        String before = cluster.await(Deployment.class, "team").getMetadata().getResourceVersion();

        cluster.apply("team", "version: 9.9.9");

        assertThat(cluster.awaitReason("team", "Accepted", "UnknownVersion").getMessage())
                .isEqualTo(
                        "spec.version is \"9.9.9\", but this operator has the versions up to 0.1.0; use one of them, upgrade"
                                + " the operator, or name an image of your own in spec.image");
        assertThat(cluster.await(Deployment.class, "team").getMetadata().getResourceVersion())
                .isEqualTo(before);
    }

    @Test
    void aVolumeGrowsButDoesNotShrink() {
        cluster.apply("team", "backend: {sqlite: {storage: {size: 2Gi}}}");
        cluster.await(PersistentVolumeClaim.class, "team-data");

        cluster.apply("team", "backend: {sqlite: {storage: {size: 1Gi}}}");

        assertThat(cluster.awaitReason("team", "Accepted", "VolumeCannotShrink").getMessage())
                .startsWith("spec.backend.sqlite.storage.size is 1Gi, but the volume \"team-data\" has 2Gi already");
        assertThat(cluster.await(PersistentVolumeClaim.class, "team-data")
                        .getSpec()
                        .getResources()
                        .getRequests()
                        .get("storage")
                        .toString())
                .isEqualTo("2Gi");
    }

    @Test
    void anObjectOfSomeoneElseIsLeftAlone() {
        Service foreign = client.resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withName("team")
                        .withNamespace(cluster.namespace())
                        .endMetadata()
                        .withNewSpec()
                        .addNewPort()
                        .withPort(80)
                        .endPort()
                        .endSpec()
                        .build())
                .create();

        cluster.apply("team", "{}");

        assertThat(cluster.awaitReason("team", "Accepted", "NameConflict").getMessage())
                .isEqualTo("the Service \"team\" in namespace \"" + cluster.namespace()
                        + "\" was not made for this MemoryService, and is left alone; delete or rename it, or choose"
                        + " another name for the MemoryService");
        assertThat(cluster.await(Service.class, "team").getMetadata().getResourceVersion())
                .isEqualTo(foreign.getMetadata().getResourceVersion());
    }

    @Test
    void aSecretOfSomeoneElseIsNotMounted() {
        cluster.createSecret("team-api-keys", Map.of("default", "not ours"));

        cluster.apply("team", "{}");

        cluster.awaitReason("team", "Accepted", "NameConflict");
        assertThat(cluster.find(Deployment.class, "team")).isEmpty();
    }

    @Test
    void aNodePortThatIsTakenIsSaid() {
        cluster.apply("first", "network: {service: {type: NodePort, nodePort: 31234}}");
        cluster.awaitReason("first", "Accepted", "Valid");

        cluster.apply("second", "network: {service: {type: NodePort, nodePort: 31234}}");

        assertThat(cluster.awaitReason("second", "Accepted", "NodePortInUse").getMessage())
                .contains("31234", "choose another spec.network.service.nodePort");
    }

    @Test
    void aQuotaThatIsUsedUpIsSaid() {
        client.resource(new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withName("no-volumes")
                        .withNamespace(cluster.namespace())
                        .endMetadata()
                        .withNewSpec()
                        .addToHard("persistentvolumeclaims", new Quantity("0"))
                        .endSpec()
                        .build())
                .create();
        client.resourceQuotas()
                .inNamespace(cluster.namespace())
                .withName("no-volumes")
                .editStatus(quota -> new ResourceQuotaBuilder(quota)
                        .withNewStatus()
                        .addToHard("persistentvolumeclaims", new Quantity("0"))
                        .addToUsed("persistentvolumeclaims", new Quantity("0"))
                        .endStatus()
                        .build());

        cluster.apply("team", "{}");

        assertThat(cluster.awaitReason("team", "Accepted", "QuotaExceeded").getMessage())
                .contains("no-volumes", "raise the quota or ask for less");
    }

    @Test
    void anObjectThatAnAdmissionRuleForbidsIsSaid() {
        String rule = "no-claims-in-" + cluster.namespace();
        var policy = client.resource(new ValidatingAdmissionPolicyBuilder()
                        .withNewMetadata()
                        .withName(rule)
                        .endMetadata()
                        .withNewSpec()
                        .withFailurePolicy("Fail")
                        .withNewMatchConstraints()
                        .addNewResourceRule()
                        .withApiGroups("")
                        .withApiVersions("v1")
                        .withOperations("CREATE")
                        .withResources("persistentvolumeclaims")
                        .endResourceRule()
                        .endMatchConstraints()
                        .addNewValidation()
                        .withExpression("object.metadata.namespace != '" + cluster.namespace() + "'")
                        .withMessage("no volumes for this team")
                        .withReason("Forbidden")
                        .endValidation()
                        .endSpec()
                        .build())
                .create();
        var binding = client.resource(new ValidatingAdmissionPolicyBindingBuilder()
                        .withNewMetadata()
                        .withName(rule)
                        .endMetadata()
                        .withNewSpec()
                        .withPolicyName(rule)
                        .withValidationActions("Deny")
                        .endSpec()
                        .build())
                .create();
        try {
            awaitRefused(rule);

            cluster.apply("team", "{}");

            assertThat(cluster.awaitReason("team", "Accepted", "Forbidden").getMessage())
                    .startsWith("the API server forbade the PersistentVolumeClaim:")
                    .contains("no volumes for this team", "allow it");
        } finally {
            client.resource(binding).delete();
            client.resource(policy).delete();
        }
    }

    /** A rule counts from some moment after it was made. */
    private void awaitRefused(String rule) {
        var claim = new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(rule)
                .withNamespace(cluster.namespace())
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withNewResources()
                .addToRequests("storage", new Quantity("1Gi"))
                .endResources()
                .endSpec()
                .build();
        Waiting.await("the rule " + rule).until(() -> {
            try {
                client.resource(client.resource(claim).create()).delete();
                return false;
            } catch (KubernetesClientException refused) {
                return refused.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
            }
        });
    }

    @Test
    void aRefusalIsToldInOneEventHoweverOftenItHappens() {
        cluster.apply("team", "version: 9.9.9");
        cluster.awaitReason("team", "Accepted", "UnknownVersion");
        cluster.apply("team", "{}");
        cluster.awaitReason("team", "Accepted", "Valid");
        cluster.apply("team", "version: 9.9.9");
        String words = cluster.awaitReason("team", "Accepted", "UnknownVersion").getMessage();

        Waiting.await("the event").untilAsserted(() -> assertThat(cluster.list(Event.class))
                .filteredOn(event -> event.getReason().equals("UnknownVersion"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getCount()).isEqualTo(2);
                    assertThat(event.getType()).isEqualTo("Warning");
                    assertThat(event.getMessage()).isEqualTo(words);
                }));
    }
}
