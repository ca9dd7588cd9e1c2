package dev.memoryservice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import dev.memoryservice.e2e.cluster.TestNamespace;
import dev.memoryservice.e2e.service.Load;
import dev.memoryservice.e2e.service.MemoryServiceClient;
import dev.memoryservice.e2e.service.MemoryServiceHandle;
import dev.memoryservice.e2e.service.MemoryUserHandle;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The users of one MemoryService: what each sees and may, and how credentials are replaced while they are used. */
class MemoryUserTest {

    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private static MemoryServiceHandle service;

    @BeforeAll
    static void start() {
        service = MemoryServiceHandle.apply(NAMESPACE.name(), "users", "  deletionPolicy: Delete")
                .awaitVerified();
    }

    @Test
    void eachUserSeesItsOwnMemoriesAndNobodyElses() {
        MemoryUserHandle alice = user("alice", "");
        MemoryUserHandle bob = user("bob", "");
        try (var asAlice = alice.connect();
                var asBob = bob.connect();
                var asService = service.connect()) {
            assertThat(asAlice.store("The vault code of Alice is in the blue folder")
                            .status())
                    .isEqualTo(200);

            assertThat(asAlice.search("vault code", 5).text()).contains("blue folder");
            assertThat(asBob.search("vault code", 5).text()).doesNotContain("blue folder");
            assertThat(asBob.total()).isZero();
            assertThat(asService.search("vault code", 5).text()).doesNotContain("blue folder");
        }
        assertThat(alice.connection("mcp.json").orElseThrow())
                .contains("mcpServers", alice.connection("api-key").orElseThrow());
    }

    @Test
    void usersOfASharedSpaceSeeTheSameAndAReaderMayNotWrite() {
        MemoryUserHandle writer = user("ops-writer", "  space: ops");
        MemoryUserHandle reader = user("ops-reader", "  space: ops\n  scopes: [read]");
        try (var asWriter = writer.connect();
                var asReader = reader.connect()) {
            asWriter.store("The staging cluster is rebuilt every Sunday");

            assertThat(asReader.search("when is staging rebuilt?", 5).text()).contains("every Sunday");
            assertThat(asReader.store("A reader was here").status()).isEqualTo(403);
        }
    }

    @Test
    void aSuspendedUserIsRefusedAndLetInAgain() {
        MemoryUserHandle user = user("on-leave", "");
        try (var client = user.connect()) {
            user.patch("{\"spec\":{\"suspend\":true}}");
            user.awaitReady("Suspended");
            assertThat(client.get("/api/memories").status()).isIn(401, 403);

            user.patch("{\"spec\":{\"suspend\":false}}");
            user.awaitReady("Loaded");
            assertThat(client.get("/api/memories").status()).isEqualTo(200);
        }
    }

    @Test
    void aUsersKeyIsReplacedUnderLoadWithoutALostRequest() {
        MemoryUserHandle user = user("busy", "  credentials: {apiKey: {rotation: {overlap: 15s}}}");
        Optional<String> first = user.connection("api-key");

        replaceUnderLoad(() -> user.connection("api-key"), () -> user.rotate("now"));

        assertThat(user.awaitEvent("CredentialsRotated")).contains("\"busy-connection\"", "15s");
        awaitRefusal(first);
    }

    @Test
    void theKeyOfTheServiceIsReplacedUnderLoadWithoutALostRequest() {
        service.patch("{\"spec\":{\"auth\":{\"apiKey\":{\"rotation\":{\"overlap\":\"15s\"}}}}}");
        Optional<String> first = Optional.of(service.connection("api-key"));

        replaceUnderLoad(
                () -> Optional.of(service.connection("api-key")),
                () -> service.patch("{\"metadata\":{\"annotations\":{\"memoryservice.dev/rotate\":\"now\"}}}"));

        assertThat(service.awaitEvent("KeyRotated")).contains("\"users-connection\"", "15s");
        awaitRefusal(first);
        service.awaitVerified();
    }

    private static void replaceUnderLoad(Supplier<Optional<String>> key, Runnable rotate) {
        Optional<String> first = key.get();
        try (Load load = Load.on(service, key)) {
            awaitAnswers(load, 100);
            rotate.run();
            Awaitility.await("another key in the Secret")
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> !key.get().equals(first));
            // Beyond the overlap, so that every client has the new key and the old one has ended.
            awaitAnswers(load, load.answered() + 1000);
            assertThat(load.failures()).isEmpty();
        }
    }

    private static void awaitAnswers(Load load, int count) {
        Awaitility.await(count + " answers")
                .atMost(Duration.ofMinutes(3))
                .until(() -> load.answered() >= count || !load.failures().isEmpty());
    }

    private static void awaitRefusal(Optional<String> key) {
        try (MemoryServiceClient client = service.connect(key)) {
            Awaitility.await("the key before is refused")
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> client.get("/api/memories").status() != 200);
        }
    }

    @Test
    void deletingAUserWithThePolicyDeleteErasesItsMemories() {
        MemoryUserHandle user = user("leaving", "  deletionPolicy: Delete");
        Optional<String> key = user.connection("api-key");
        try (var client = user.connect()) {
            client.store("A memory that nobody shall keep");
            client.store("And another one that has to go as well");
        }

        user.delete();

        assertThat(user.awaitEvent("MemoriesErased"))
                .isEqualTo("2 memories of the space \"leaving\" were erased for ever");
        awaitRefusal(key);
        try (var again = user("leaving", "").connect()) {
            assertThat(again.total()).isZero();
        }
    }

    @Test
    void aDeletedUserIsRefusedAndItsMemoriesWaitForTheNextOfTheSameName() {
        MemoryUserHandle user = user("returning", "");
        Optional<String> key = user.connection("api-key");
        try (var client = user.connect()) {
            client.store("The bicycle is in the cellar");
        }

        user.delete();
        awaitRefusal(key);

        try (var again = user("returning", "").connect()) {
            assertThat(again.search("where is the bicycle?", 5).text()).contains("cellar");
        }
    }

    @Test
    void noCredentialIsInALogAnEventOrTheStatus() {
        MemoryUserHandle user = user("discreet", "");
        user.rotate("once");
        user.awaitEvent("CredentialsRotated");
        String key = user.connection("api-key").orElseThrow();

        assertThat(String.valueOf(user.resource().get().getAdditionalProperties()))
                .doesNotContain(key);
        assertThat(ClusterUnderTest.client()
                        .v1()
                        .events()
                        .inNamespace(NAMESPACE.name())
                        .list()
                        .getItems())
                .allSatisfy(event -> assertThat(event.getMessage()).doesNotContain(key));
        service.pods().forEach(pod -> assertThat(
                        ClusterUnderTest.client().pods().resource(pod).getLog())
                .doesNotContain(key));
        ClusterUnderTest.operatorPods().forEach(pod -> assertThat(
                        ClusterUnderTest.client().pods().resource(pod).getLog())
                .doesNotContain(key));
    }

    @Test
    void whoMayEditANamespaceManagesItsUsersAndNoOthers() {
        ClusterUnderTest.client()
                .resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withName("team-leads")
                        .withNamespace(NAMESPACE.name())
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "edit")
                        .addNewSubject("rbac.authorization.k8s.io", "User", "lead", null)
                        .build())
                .create();

        Awaitility.await("the rights").until(() -> leadMay("create", "memoryusers", NAMESPACE.name()));
        assertThat(leadMay("get", "memoryservices", NAMESPACE.name())).isTrue();
        assertThat(leadMay("create", "memoryservices", NAMESPACE.name())).isFalse();
        assertThat(leadMay("create", "memoryusers", "default")).isFalse();
        assertThat(leadMay("list", "memoryusers", "default")).isFalse();
    }

    private static boolean leadMay(String verb, String resource, String namespace) {
        return ClusterUnderTest.client()
                .resource(new SubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withUser("lead")
                        .withNewResourceAttributes()
                        .withGroup("memoryservice.dev")
                        .withVerb(verb)
                        .withResource(resource)
                        .withNamespace(namespace)
                        .endResourceAttributes()
                        .endSpec()
                        .build())
                .create()
                .getStatus()
                .getAllowed();
    }

    private static MemoryUserHandle user(String name, String spec) {
        return MemoryUserHandle.apply(service, name, spec).awaitReady("Loaded");
    }
}
