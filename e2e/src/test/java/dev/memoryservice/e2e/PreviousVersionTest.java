package dev.memoryservice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memoryservice.e2e.cluster.ClusterOfItsOwn;
import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import dev.memoryservice.e2e.cluster.Helm;
import dev.memoryservice.e2e.cluster.TestNamespace;
import dev.memoryservice.e2e.service.MemoryServiceClient;
import dev.memoryservice.e2e.service.MemoryServiceHandle;
import dev.memoryservice.e2e.service.MemoryUserHandle;
import dev.memoryservice.e2e.service.Possession;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The release before, upgraded as its administrator does: chart and definitions first, then the servers. {@code
 * e2e/upgrade.sh} has installed it, and has brought the images of both to the node.
 */
@ClusterOfItsOwn
@EnabledIfEnvironmentVariable(
        named = "PREVIOUS_VERSION",
        matches = ".+",
        disabledReason = "it begins with the release before: make test-upgrade")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PreviousVersionTest {

    private static final int MEMORIES = 250;
    private static final String REVISION = "deployment.kubernetes.io/revision";

    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    /** Stays with its server's version, over HTTPS and with backups. */
    private static MemoryServiceHandle pinned;

    /** Has the operator's own version, whichever that is, and no backups. */
    private static MemoryServiceHandle following;

    private static MemoryUserHandle alice;
    private static MemoryServiceClient oldClient;
    private static Possession pinnedHas;
    private static Possession followingHas;
    private static Possession aliceHas;

    private static String previousVersion() {
        return System.getenv("PREVIOUS_VERSION");
    }

    private static String presentVersion() {
        return Helm.appVersion();
    }

    @BeforeAll
    static void fillThePreviousVersion() {
        pinned = MemoryServiceHandle.apply(NAMESPACE.name(), "pinned", """
                  version: "%s"
                  backup: {schedule: "0 3 * * *"}
                  tls: {mode: SelfSigned}
                  deletionPolicy: Delete\
                """.formatted(previousVersion()));
        following = MemoryServiceHandle.apply(NAMESPACE.name(), "following", "  deletionPolicy: Delete");
        pinned.awaitVerified();
        following.awaitVerified();
        alice = MemoryUserHandle.apply(pinned, "alice", "").awaitReady("Loaded");
        oldClient = pinned.connect();
        pinnedHas = fill(oldClient, "the harbour");
        try (var client = following.connect();
                var asAlice = alice.connect()) {
            followingHas = fill(client, "the mountain");
            aliceHas = fill(asAlice, "the garden");
        }
    }

    private static Possession fill(MemoryServiceClient client, String place) {
        assertThat(version(client)).isEqualTo(previousVersion());
        for (int i = 0; i < MEMORIES; i++) {
            assertThat(client.store(
                                    "Fact number %d about %s, where lantern %d hangs".formatted(i, place, i * 7),
                                    "fact",
                                    place)
                            .status())
                    .isEqualTo(200);
        }
        Possession possession = Possession.of(client);
        assertThat(possession.memories()).hasSize(MEMORIES);
        return possession;
    }

    @Test
    @Order(1)
    void theOperatorIsUpgradedAndRestartsOnlyWhatChanges() {
        Deployment before = deployment(pinned);
        String podBefore = pod(pinned);

        Helm.upgradeToPresent();
        Awaitility.await("the operator of this tree alone")
                .atMost(Duration.ofMinutes(2))
                .until(() -> ClusterUnderTest.operatorPods().stream()
                        .allMatch(pod -> image(pod).endsWith(":" + presentVersion())));
        // Something that no Pod needs to know: it is carried out when the new operator has looked at the service.
        pinned.patch("{\"spec\":{\"backup\":{\"retention\":{\"last\":3}}}}");
        pinned.awaitVerified().await("Progressing", "False");

        Deployment after = deployment(pinned);
        boolean changed = !template(before).equals(template(after));
        assertThat(revision(after) - revision(before))
                .as("starts of the server, whose Pod is %s by the new operator", changed ? "changed" : "not changed")
                .isEqualTo(changed ? 1 : 0);
        assertThat(pod(pinned).equals(podBefore)).isEqualTo(!changed);
        assertThat(image(pinned.pods().getFirst())).endsWith(":" + previousVersion());
        System.out.printf(
                "The upgrade of the operator from %s to %s %s%n",
                previousVersion(), presentVersion(), changed ? "restarts each server once" : "restarts no server");
    }

    @Test
    @Order(2)
    void theOperatorsOwnVersionIsFollowed() {
        assertThat(following.awaitReason("Upgraded", "True", "Completed")).contains(":" + presentVersion());
        following.awaitVerified();

        try (var client = following.connect()) {
            assertKept(
                    client,
                    followingHas,
                    "where does lantern 77 of the mountain hang?",
                    "number 11 about the mountain");
        }
    }

    @Test
    @Order(3)
    void thePreviousServerGoesOnUnderThePresentOperator() {
        assertThat(version(oldClient)).isEqualTo(previousVersion());
        try (var asAlice = alice.connect()) {
            assertThat(Possession.of(oldClient)).isEqualTo(pinnedHas);
            assertThat(Possession.of(asAlice)).isEqualTo(aliceHas);
        }
        MemoryUserHandle bob = MemoryUserHandle.apply(pinned, "bob", "").awaitReady("Loaded");
        try (var asBob = bob.connect()) {
            assertThat(asBob.store("Bob came between the two upgrades").status())
                    .isEqualTo(200);
        }
    }

    @Test
    @Order(4)
    void theServerIsUpgradedAfterABackupAndHasEverything() {
        pinned.patch("{\"spec\":{\"version\":\"%s\"}}".formatted(presentVersion()));

        assertThat(pinned.awaitReason("Upgraded", "True", "Completed"))
                .contains(":" + presentVersion(), "was made before");
        pinned.awaitVerified();
        try (var asAlice = alice.connect()) {
            assertKept(
                    oldClient, pinnedHas, "where does lantern 77 of the harbour hang?", "number 11 about the harbour");
            assertKept(asAlice, aliceHas, "where does lantern 77 of the garden hang?", "number 11 about the garden");
        }
        assertThat(StreamSupport.stream(
                        oldClient
                                .get("/api/admin/backups")
                                .json()
                                .get("backups")
                                .spliterator(),
                        false))
                .as("the backup before the upgrade, verified by the version before")
                .filteredOn(backup -> backup.get("trigger").asText().equals("upgrade"))
                .singleElement()
                .satisfies(backup ->
                        assertThat(backup.path("verified_at").asText()).isNotBlank())
                .extracting(backup -> backup.get("server_version").asText())
                .isEqualTo(previousVersion());
    }

    @Test
    @Order(5)
    void anOldClientKeepsWorking() {
        assertThat(oldClient.store("This came after both upgrades").status()).isEqualTo(200);
        try (var client = following.connect();
                var mcp = client.mcp()) {
            mcp.initialize();
            assertThat(mcp.listTools().tools()).isNotEmpty();
        }
        try (var asBob = new MemoryUserHandle(pinned, "bob").connect()) {
            assertThat(asBob.search("who came between the upgrades?", 3).text()).contains("Bob came between");
        }
        oldClient.close();
    }

    private static void assertKept(MemoryServiceClient client, Possession had, String question, String answer) {
        assertThat(version(client)).isEqualTo(presentVersion());
        assertThat(Possession.of(client)).isEqualTo(had);
        assertThat(client.search(question, 5).text()).contains(answer);
    }

    private static String version(MemoryServiceClient client) {
        JsonNode health = client.get("/api/health/detailed").json();
        return health.get("version").asText();
    }

    private static String pod(MemoryServiceHandle service) {
        List<Pod> pods = service.pods();
        assertThat(pods).hasSize(1);
        return pods.getFirst().getMetadata().getUid();
    }

    private static String image(Pod pod) {
        return pod.getSpec().getContainers().getFirst().getImage();
    }

    private static Deployment deployment(MemoryServiceHandle service) {
        return ClusterUnderTest.client()
                .apps()
                .deployments()
                .inNamespace(service.namespace())
                .withName(service.name())
                .get();
    }

    private static PodTemplateSpec template(Deployment deployment) {
        return deployment.getSpec().getTemplate();
    }

    private static int revision(Deployment deployment) {
        return Integer.parseInt(deployment.getMetadata().getAnnotations().get(REVISION));
    }
}
