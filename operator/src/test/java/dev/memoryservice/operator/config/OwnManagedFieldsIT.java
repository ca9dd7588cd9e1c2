package dev.memoryservice.operator.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.operator.server.ServerLabels;
import dev.memoryservice.operator.testing.KubernetesApi;
import dev.memoryservice.operator.testing.TestCluster;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KubernetesApi.class)
class OwnManagedFieldsIT {

    @Inject
    KubernetesClient client;

    @Test
    void whatOthersManageIsNotReadAndNotTakenFromThem() {
        TestCluster cluster = TestCluster.inNewNamespace(client);
        cluster.apply("team", "suspend: true");
        Deployment made = cluster.await(Deployment.class, "team");

        client.resource(made)
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.JSON_MERGE)
                                .withFieldManager("somebody")
                                .build(),
                        "{\"metadata\": {\"annotations\": {\"note\": \"theirs\"}}}");
        cluster.edit(Deployment.class, "team", deployment -> {
            deployment.getMetadata().getAnnotations().put("another", "ours");
            return deployment;
        });

        Deployment read = cluster.await(Deployment.class, "team");
        assertThat(read.getMetadata().getManagedFields())
                .extracting(ManagedFieldsEntry::getManager)
                .isNotEmpty()
                .allMatch(manager -> manager.startsWith(ServerLabels.OPERATOR));
        assertThat(client.raw("/apis/apps/v1/namespaces/" + cluster.namespace() + "/deployments/team"))
                .contains("\"manager\":\"somebody\"");
    }
}
