package dev.memoryservice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import dev.memoryservice.e2e.cluster.ObjectStore;
import dev.memoryservice.e2e.cluster.TestNamespace;
import dev.memoryservice.e2e.service.MemoryServiceClient;
import dev.memoryservice.e2e.service.MemoryServiceHandle;
import dev.memoryservice.e2e.service.OperationHandle;
import dev.memoryservice.e2e.service.ScheduledJob;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Encrypted backups in a bucket of a real object store. */
class BucketBackupTest {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String CREDENTIALS = "bucket";
    private static final String FACT = "The vault opens at a quarter past nine";

    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private static ObjectStore store;
    private static MemoryServiceHandle service;

    @BeforeAll
    static void start() {
        store = ObjectStore.on(ClusterUnderTest.requireNode());
        credentials(ObjectStore.SECRET_ACCESS_KEY);
        keys("keys", 1);
        keys("other-keys", 2);
        service = apply("vault", "keys", "").awaitVerified();
        try (MemoryServiceClient client = service.connect()) {
            assertThat(client.store(FACT).status()).isEqualTo(200);
        }
    }

    @AfterAll
    static void stop() {
        store.close();
    }

    private static MemoryServiceHandle apply(String name, String keys, String more) {
        return MemoryServiceHandle.apply(NAMESPACE.name(), name, """
                          deletionPolicy: Delete
                          backup:
                            schedule: "0 3 1 1 *"
                            s3: {endpoint: "%s", bucket: %s, credentialsSecretRef: {name: %s}, prefix: %s}
                            encryption: {secretRef: {name: %s}}
                        %s""".formatted(
                        store.endpoint(), ObjectStore.BUCKET, CREDENTIALS, prefix(name), keys, more));
    }

    /** The one that begins with what the vault backed up shares its place, since the vault is gone then. */
    private static String prefix(String name) {
        return "team/" + (name.equals("heir") ? "vault" : name);
    }

    private static void credentials(String secretKey) {
        secret(CREDENTIALS, Map.of("access-key-id", ObjectStore.ACCESS_KEY_ID, "secret-access-key", secretKey));
    }

    /** Keys of the same name, made of other bytes for another filler. */
    private static void keys(String name, int filler) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) filler);
        secret(
                name,
                Map.of("current", "year-2026", "year-2026", Base64.getEncoder().encodeToString(key)));
    }

    private static void secret(String name, Map<String, String> data) {
        ClusterUnderTest.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(NAMESPACE.name())
                        .endMetadata()
                        .withStringData(data)
                        .build())
                .fieldManager("e2e")
                .serverSideApply();
    }

    @Test
    void backupsLieInTheBucketUnreadableWithoutTheirKeyAndBecomeMemoriesAgain() {
        OperationHandle backup = OperationHandle.backup(service, "by-hand").awaitSuccess();
        assertThat(backup.status("encrypted")).contains(true);
        assertThat(backup.status("verifiedAt")).isPresent();
        ScheduledJob.start(service, "night").awaitSuccess();
        service.awaitReason("BackupHealthy", "True", "Verified");

        List<String> objects = store.objects();
        assertThat(objects)
                .filteredOn(name -> name.endsWith(".memorybackup"))
                .as("the backup by hand and the one of the schedule")
                .hasSizeGreaterThanOrEqualTo(2)
                .allMatch(name -> name.startsWith("team/vault/"));
        assertThat(store.readable("team/vault/" + backup.status("backupId").orElseThrow() + ".memorybackup"))
                .singleElement()
                .asString()
                .contains("\"kind\":\"header\"", "AES-256-GCM", "year-2026");
        assertThePolicyAllowsTheBucket();

        aServiceWithAnotherKeyIsRefusedAndKeepsWhatItHas(
                String.valueOf(backup.status("backupId").orElseThrow()));

        service.delete();
        MemoryServiceHandle heir = apply("heir", "keys", "  restoreFrom: {before: \"2999-01-01T00:00:00Z\"}\n")
                .awaitVerified();
        assertThat(heir.awaitReason("Restored", "True", "Restored")).contains("is restored");
        try (MemoryServiceClient client = heir.connect()) {
            assertThat(client.search("when can the vault be opened?", 5).text()).contains(FACT);
        }
        aRefusingBucketIsToldOfAndForgottenWhenItTakesBackupsAgain(heir);
    }

    private static void aServiceWithAnotherKeyIsRefusedAndKeepsWhatItHas(String backupId) {
        MemoryServiceHandle stranger = apply("stranger", "other-keys", "").awaitVerified();
        try (MemoryServiceClient client = stranger.connect()) {
            client.store("What the stranger knows");

            OperationHandle restore = OperationHandle.restore(
                    stranger,
                    "with-another-key",
                    "source: {serviceRef: {name: vault}, backupId: %s}".formatted(backupId));

            assertThat(restore.awaitReason("Completed", "Failed"))
                    .contains("nothing was changed", "the key 'year-2026' is not the one that encrypted it");
            assertThat(restore.awaitEvent("Failed")).contains("is not the one that encrypted it");
            assertThat(client.total()).isEqualTo(1);
        }
        stranger.delete();
    }

    private static void aRefusingBucketIsToldOfAndForgottenWhenItTakesBackupsAgain(MemoryServiceHandle service) {
        List<String> before = store.objects();
        credentials("another-secret");
        service.refreshMounts();
        Awaitility.await("the other credentials to reach the server")
                .atMost(PATIENCE)
                .until(() -> answer(service).contains("SignatureDoesNotMatch"));

        OperationHandle backup = OperationHandle.backup(service, "refused");

        assertThat(backup.awaitEnd()).isEqualTo("Failed");
        assertThat(backup.awaitReason("Completed", "Failed"))
                .contains("403", "the signature is wrong: check secret-access-key");
        assertThat(backup.awaitEvent("Failed")).contains("check secret-access-key");
        assertThat(service.awaitReason("BackupHealthy", "False", "RepositoryNotReadable"))
                .contains("check secret-access-key", "bucket \"backups\" at " + store.endpoint());
        service.awaitEvent("RepositoryNotReadable");
        assertThat(service.describe()).contains("RepositoryNotReadable", "check secret-access-key");
        assertThat(store.objects()).isEqualTo(before);
        try (MemoryServiceClient client = service.connect()) {
            assertThat(client.store("Memories are kept meanwhile").status()).isEqualTo(200);
        }

        credentials(ObjectStore.SECRET_ACCESS_KEY);
        service.refreshMounts();
        Awaitility.await("the credentials to reach the server").atMost(PATIENCE).until(() -> !answer(service)
                .contains("SignatureDoesNotMatch"));
        OperationHandle.backup(service, "accepted").awaitSuccess();
        service.awaitReason("BackupHealthy", "True", "Verified");
    }

    private static String answer(MemoryServiceHandle service) {
        try (MemoryServiceClient client = service.connect()) {
            return client.get("/api/admin/backups").text();
        }
    }

    /** No plug-in of this cluster enforces it; that the server gets there where one does is evaluated from the same object. */
    private static void assertThePolicyAllowsTheBucket() {
        assertThat(ClusterUnderTest.client()
                        .network()
                        .v1()
                        .networkPolicies()
                        .inNamespace(NAMESPACE.name())
                        .withName("vault")
                        .get()
                        .getSpec()
                        .getEgress())
                .anySatisfy(rule -> {
                    assertThat(rule.getTo()).isEmpty();
                    assertThat(rule.getPorts()).singleElement().satisfies(port -> {
                        assertThat(port.getProtocol()).isEqualTo("TCP");
                        assertThat(port.getPort().getIntVal()).isEqualTo(store.port());
                    });
                });
    }
}
