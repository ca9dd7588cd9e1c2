package dev.memoryservice.operator.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoryservice.operator.testing.KubernetesApi;
import dev.memoryservice.operator.testing.TestCluster;
import dev.memoryservice.operator.testing.Waiting;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A definition that goes from one version to the next, with objects from before. */
@QuarkusTest
@QuarkusTestResource(KubernetesApi.class)
class StoredVersionMigrationIT {

    private static final String NAME = "crates.migration.example.com";
    private static final String GROUP = "migration.example.com";

    /** More than three pages. */
    private static final int OBJECTS = 17;

    private static final long PAGE = 5;

    @Inject
    KubernetesClient client;

    private TestCluster cluster;
    private StoredVersionMigration migration;

    @BeforeEach
    void storeObjectsInTheOldVersion() {
        cluster = TestCluster.inNewNamespace(client);
        migration = new StoredVersionMigration(client, PAGE);
        client.resource(client.getKubernetesSerialization()
                        .unmarshal(
                                """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: %s}
                spec:
                  group: %s
                  scope: Namespaced
                  names: {kind: Crate, listKind: CrateList, plural: crates, singular: crate}
                  versions:
                """.formatted(NAME, GROUP) + version("v1alpha1", true) + version("v1beta1", false),
                                CustomResourceDefinition.class))
                .create();
        Waiting.await("both versions are served")
                .ignoreExceptions()
                .until(() -> crates("v1alpha1").isEmpty() && crates("v1beta1").isEmpty());
        IntStream.range(0, OBJECTS).forEach(this::create);
    }

    private static String version(String name, boolean storage) {
        return """
                  - name: %s
                    served: true
                    storage: %s
                    subresources: {status: {}}
                    schema:
                      openAPIV3Schema:
                        type: object
                        properties:
                          spec: {type: object, properties: {label: {type: string}, number: {type: integer}}}
                          status: {type: object, properties: {seen: {type: boolean}}}
                """.formatted(name, storage);
    }

    private void create(int number) {
        GenericKubernetesResource crate = client.getKubernetesSerialization()
                .unmarshal(
                        """
                apiVersion: %s/v1alpha1
                kind: Crate
                metadata: {name: crate-%d, namespace: %s, labels: {number: n%d}}
                spec: {label: fragile, number: %d}
                """.formatted(GROUP, number, cluster.namespace(), number, number),
                        GenericKubernetesResource.class);
        GenericKubernetesResource created = client.resource(crate).create();
        created.setAdditionalProperty("status", Map.of("seen", true));
        client.resource(created).updateStatus();
    }

    @AfterEach
    void removeTheDefinition() {
        // Objects of a version that is gone could not be finalized.
        edit(NAME, definition -> definition.getSpec().getVersions().forEach(version -> version.setServed(true)));
        client.resources(CustomResourceDefinition.class).withName(NAME).delete();
        Waiting.await("the definition is gone").until(() -> definition() == null);
    }

    @Test
    void everyObjectIsStoredInTheNewVersionAndIsWhatItWas() {
        Map<String, GenericKubernetesResource> before = crates("v1beta1");
        store("v1beta1");
        assertThat(storedVersions()).containsExactly("v1alpha1", "v1beta1");

        assertThat(migration.migrate(NAME))
                .isEqualTo(new StoredVersionMigration.Outcome.Migrated(OBJECTS, List.of("v1alpha1")));

        assertThat(storedVersions()).containsExactly("v1beta1");
        // Nothing reads what is stored as v1alpha1 from now on.
        remove("v1alpha1");
        Map<String, GenericKubernetesResource> after = crates("v1beta1");
        assertThat(after).hasSize(OBJECTS).containsOnlyKeys(before.keySet());
        after.forEach((name, crate) -> assertThat(content(crate)).isEqualTo(content(before.get(name))));
    }

    /** Shows that the test above would see an object that was left out. */
    @Test
    void whatIsNotWrittenAnewCannotBeReadWithoutItsVersion() {
        store("v1beta1");
        client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(NAME)
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":{\"storedVersions\":[\"v1beta1\"]}}");
        remove("v1alpha1");

        assertThatThrownBy(() -> crates("v1beta1")).isInstanceOf(KubernetesClientException.class);

        addAgain("v1alpha1");
        Waiting.await().ignoreExceptions().until(() -> crates("v1alpha1").size() == OBJECTS);
    }

    @Test
    void whatIsWrittenAtTheSameTimeStays() {
        store("v1beta1");
        Thread writer = Thread.ofVirtual().start(() -> IntStream.range(0, OBJECTS)
                .forEach(number -> client.genericKubernetesResources(GROUP + "/v1alpha1", "Crate")
                        .inNamespace(cluster.namespace())
                        .withName("crate-" + number)
                        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"label\":\"heavy\"}}")));

        assertThat(migration.migrate(NAME)).isInstanceOf(StoredVersionMigration.Outcome.Migrated.class);

        Waiting.await("the other writer is done").until(() -> !writer.isAlive());
        assertThat(crates("v1beta1").values()).hasSize(OBJECTS).allSatisfy(crate -> assertThat(
                        crate.<String>get("spec", "label"))
                .isEqualTo("heavy"));
    }

    @Test
    void whatIsUpToDateIsNotWritten() {
        Map<String, String> before = resourceVersions();

        assertThat(migration.migrate(NAME)).isEqualTo(new StoredVersionMigration.Outcome.UpToDate());
        assertThat(migration.migrate("unknown." + GROUP)).isEqualTo(new StoredVersionMigration.Outcome.UpToDate());

        assertThat(resourceVersions()).isEqualTo(before);
    }

    @Test
    void whileOneObjectCannotBeWrittenTheOldVersionStays() {
        store("v1beta1");
        List<HasMetadata> policy = refuseChangesOf("crate-3");
        try {
            assertThat(migration.migrate(NAME))
                    .isInstanceOfSatisfying(StoredVersionMigration.Outcome.Incomplete.class, incomplete -> assertThat(
                                    incomplete.problem())
                            .contains("1 of " + OBJECTS, cluster.namespace() + "/crate-3", "not this one"));
            assertThat(storedVersions()).containsExactly("v1alpha1", "v1beta1");
        } finally {
            policy.forEach(object -> client.resource(object).delete());
        }

        Waiting.await("it is done when nothing refuses any more")
                .until(() -> migration.migrate(NAME) instanceof StoredVersionMigration.Outcome.Migrated);
        assertThat(storedVersions()).containsExactly("v1beta1");
    }

    /** As a policy of the cluster may. */
    private List<HasMetadata> refuseChangesOf(String name) {
        List<HasMetadata> policy = client.load(
                        new ByteArrayInputStream("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: unchangeable}
                spec:
                  matchConstraints:
                    resourceRules:
                    - {apiGroups: ["%s"], apiVersions: ["*"], operations: [UPDATE], resources: [crates]}
                  validations:
                  - {expression: "object.metadata.name != '%s'", message: not this one}
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: unchangeable}
                spec: {policyName: unchangeable, validationActions: [Deny]}
                """.formatted(GROUP, name).getBytes(StandardCharsets.UTF_8)))
                .items();
        policy.forEach(object -> client.resource(object).create());
        Waiting.await("the policy is in force").until(() -> {
            try {
                client.genericKubernetesResources(GROUP + "/v1beta1", "Crate")
                        .inNamespace(cluster.namespace())
                        .withName(name)
                        .patch(
                                PatchContext.of(PatchType.JSON_MERGE),
                                "{\"metadata\":{\"labels\":{\"tried\":\"t%d\"}}}".formatted(System.nanoTime()));
                return false;
            } catch (KubernetesClientException refused) {
                return true;
            }
        });
        return policy;
    }

    private Map<String, GenericKubernetesResource> crates(String version) {
        return client
                .genericKubernetesResources(GROUP + "/" + version, "Crate")
                .inAnyNamespace()
                .list()
                .getItems()
                .stream()
                .collect(Collectors.toMap(crate -> crate.getMetadata().getName(), crate -> crate));
    }

    private Map<String, String> resourceVersions() {
        Map<String, String> versions = crates("v1beta1").values().stream()
                .collect(Collectors.toMap(crate -> crate.getMetadata().getName(), crate -> crate.getMetadata()
                        .getResourceVersion()));
        versions.put(NAME, definition().getMetadata().getResourceVersion());
        return versions;
    }

    private static List<Object> content(GenericKubernetesResource crate) {
        return List.of(
                crate.get("spec"),
                crate.get("status"),
                crate.getMetadata().getLabels(),
                crate.getMetadata().getUid(),
                crate.getMetadata().getGeneration(),
                crate.getMetadata().getCreationTimestamp());
    }

    private void store(String stored) {
        edit(NAME, definition -> definition
                .getSpec()
                .getVersions()
                .forEach(version -> version.setStorage(version.getName().equals(stored))));
        // The API server stores in the new version only when it has seen the change itself.
        Waiting.await("%s is stored".formatted(stored))
                .until(() -> storedVersions().contains(stored));
    }

    private void remove(String old) {
        edit(NAME, definition -> definition.getSpec().getVersions().removeIf(version -> version.getName()
                .equals(old)));
        Waiting.await("%s is not served any more".formatted(old)).until(() -> {
            try {
                crates(old);
                return false;
            } catch (KubernetesClientException notFound) {
                return true;
            }
        });
    }

    private void addAgain(String old) {
        edit(NAME, definition -> {
            CustomResourceDefinitionVersion version = definition
                    .getSpec()
                    .getVersions()
                    .getFirst()
                    .edit()
                    .withName(old)
                    .withStorage(false)
                    .build();
            definition.getSpec().getVersions().add(version);
        });
    }

    private void edit(String name, Consumer<CustomResourceDefinition> change) {
        client.apiextensions().v1().customResourceDefinitions().withName(name).edit(definition -> {
            change.accept(definition);
            return definition;
        });
    }

    private CustomResourceDefinition definition() {
        return client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(NAME)
                .get();
    }

    private List<String> storedVersions() {
        return definition().getStatus().getStoredVersions();
    }
}
