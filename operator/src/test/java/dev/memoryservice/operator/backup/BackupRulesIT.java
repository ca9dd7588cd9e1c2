package dev.memoryservice.operator.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoryservice.crds.v1alpha1.MemoryBackup;
import dev.memoryservice.crds.v1alpha1.MemoryRestore;
import dev.memoryservice.crds.v1alpha1.backup.BackupSpec;
import dev.memoryservice.crds.v1alpha1.backup.BackupStorageSpec;
import dev.memoryservice.operator.testing.Custom;
import dev.memoryservice.operator.testing.KubernetesApi;
import dev.memoryservice.operator.testing.TestCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API server itself refuses around backups, and in which words. */
@QuarkusTest
@QuarkusTestResource(KubernetesApi.class)
class BackupRulesIT {

    private static final String S3 =
            "{endpoint: \"https://s3.example.com\", bucket: memories," + " credentialsSecretRef: {name: bucket}}";

    @Inject
    KubernetesClient client;

    TestCluster cluster;
    Custom<MemoryBackup> backups;
    Custom<MemoryRestore> restores;

    @AfterEach
    void clear() {
        cluster.clear();
    }

    @BeforeEach
    void namespace() {
        cluster = TestCluster.inNewNamespace(client);
        backups = new Custom<>(
                client, cluster, MemoryBackup.class, backup -> backup.reported().conditions());
        restores = new Custom<>(client, cluster, MemoryRestore.class, restore -> restore.reported()
                .conditions());
    }

    static Stream<Arguments> badSpecs() {
        return Stream.of(
                Arguments.of(
                        "backup: {retention: {last: 0, daily: 0, weekly: 0}}",
                        "last, daily and weekly are all 0, which would delete every backup; keep at least one"),
                Arguments.of("backup: {retention: {last: -1}}", "should be greater than or equal to 0"),
                Arguments.of(
                        "backup: {timeZone: Local}",
                        "timeZone is Local, which is another on every machine; give the name of a time zone"),
                Arguments.of("backup: {timeZone: \"../etc/passwd\"}", "spec.backup.timeZone: Invalid value"),
                Arguments.of(
                        "backup: {storage: {size: 10Gi}, s3: %s}".formatted(S3),
                        "storage and s3 are both given, but backups are kept in one place; remove one of them"),
                Arguments.of("backup: {storage: {size: 1Mi}}", "size is below 64Mi, too small for a backup"),
                Arguments.of(
                        "backup: {storage: {size: 10Gi, existingClaim: mine}}",
                        "existingClaim is given beside size or storageClassName"),
                Arguments.of(
                        "backup: {storage: {existingClaim: team-data}}",
                        "spec.backup.storage.existingClaim is the volume of the memories itself, with which the backups"
                                + " would be lost; name another claim"),
                Arguments.of(
                        "backup: {s3: {endpoint: s3.example.com, bucket: memories, credentialsSecretRef: {name: a}}}",
                        "spec.backup.s3.endpoint: Invalid value"),
                Arguments.of(
                        "backup: {s3: {endpoint: \"https://s3.example.com\", bucket: memories}}",
                        "spec.backup.s3.credentialsSecretRef: Required value"),
                Arguments.of("backup: {encryption: {}}", "spec.backup.encryption.secretRef: Required value"),
                Arguments.of(
                        "podTemplate: {env: [{name: MEMORY_SERVICE_BACKUP_DIRECTORY, value: /data}]}",
                        "env contains a variable that the operator sets from another field"),
                Arguments.of(
                        "restoreFrom: {}",
                        "the backup is to be named by exactly one of backupName (a MemoryBackup), backupId and before"),
                Arguments.of(
                        "restoreFrom: {backupName: a, serviceRef: {name: b}}", "serviceRef is given beside backupName"),
                Arguments.of(
                        "restoreFrom: {backupId: 20261121T030000Z-k3x9}",
                        "spec.restoreFrom names a backup of this MemoryService itself, but spec.backup does not say where"
                                + " those are"),
                Arguments.of("restoreFrom: {backupId: latest, serviceRef: {name: b}}", "spec.restoreFrom.backupId"),
                Arguments.of("restoreFrom: {before: yesterday, serviceRef: {name: b}}", "spec.restoreFrom.before"));
    }

    @ParameterizedTest
    @MethodSource("badSpecs")
    void aBadSpecIsRefusedWithWordsThatHelp(String spec, String words) {
        assertThatThrownBy(() -> cluster.create("team", spec)).hasMessageContaining(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "every day",
                "0 3 * *",
                "0 3 * * * *",
                "60 3 * * *",
                "0 24 * * *",
                "0 3 0 * *",
                "0 3 32 * *",
                "0 3 * 13 *",
                "0 3 * * 7",
                "0 3 * * day",
                "*/0 * * * *",
                "TZ=UTC 0 3 * * *",
                "@reboot",
                "@every 1h"
            })
    void whatIsNoScheduleIsRefused(String schedule) {
        assertThatThrownBy(() -> cluster.create("team", "backup: {schedule: \"%s\"}".formatted(schedule)))
                .hasMessageContaining("schedule is not one: give the five fields of cron, minute (0-59)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0 3 * * *",
                "*/15 0-6,22 1,15 jan-MAR mon-fri",
                "30 02 ? * SUN",
                "@daily",
                "@weekly",
                "5/10 * * * *",
                "0  3 * * 6"
            })
    void whatKubernetesUnderstandsIsASchedule(String schedule) {
        assertThatCode(() -> cluster.create("team", "{suspend: true, backup: {schedule: \"%s\"}}".formatted(schedule)))
                .doesNotThrowAnyException();

        cluster.awaitReason("team", "Accepted", "Valid");
    }

    @Test
    void restoreFromIsForNewServicesOnly() {
        cluster.apply("team", "{}");

        assertThatThrownBy(() -> cluster.apply("team", "restoreFrom: {backupName: old}"))
                .hasMessageContaining(
                        "restoreFrom can be given at creation only, because it would replace the memories");
    }

    @Test
    void restoreFromCannotBeChangedAndMayBeRemoved() {
        cluster.apply("team", "restoreFrom: {backupName: old}");

        assertThatThrownBy(() -> cluster.apply("team", "restoreFrom: {backupName: other}"))
                .hasMessageContaining("restoreFrom can be given at creation only");
        assertThat(cluster.apply("team", "{}").declared().givenRestoreFrom()).isEmpty();
    }

    static Stream<Arguments> badBackups() {
        return Stream.of(
                Arguments.of("{}", "spec.serviceRef: Required value"),
                Arguments.of("{serviceRef: {name: team}, backupId: mine}", "spec.backupId: Invalid value"),
                Arguments.of("{serviceRef: {name: team}, deletionPolicy: Keep}", "spec.deletionPolicy"));
    }

    @ParameterizedTest
    @MethodSource("badBackups")
    void aBadBackupIsRefused(String spec, String words) {
        assertThatThrownBy(() -> backups.create("mine", spec)).hasMessageContaining(words);
    }

    @Test
    void onlyTheDeletionPolicyOfABackupCanBeChanged() {
        backups.create("mine", "serviceRef: {name: team}");

        backups.patch("mine", "{\"spec\":{\"deletionPolicy\":\"Delete\"}}");
        assertThatThrownBy(() -> backups.patch("mine", "{\"spec\":{\"verify\":false}}"))
                .hasMessageContaining("only deletionPolicy can be changed, because a backup is made once");
    }

    static Stream<Arguments> badRestores() {
        return Stream.of(
                Arguments.of("{serviceRef: {name: team}}", "spec.source: Required value"),
                Arguments.of("{serviceRef: {name: team}, source: {}}", "exactly one of backupName"),
                Arguments.of(
                        "{serviceRef: {name: team}, source: {backupName: a, before: \"2026-11-21T03:00:00Z\"}}",
                        "exactly one of backupName"),
                Arguments.of("{serviceRef: {name: team}, source: {backupName: a}, user: \"A B\"}", "spec.user"));
    }

    @ParameterizedTest
    @MethodSource("badRestores")
    void aBadRestoreIsRefused(String spec, String words) {
        assertThatThrownBy(() -> restores.create("mine", spec)).hasMessageContaining(words);
    }

    @Test
    void aRestoreCannotBeChanged() {
        restores.create("mine", "{serviceRef: {name: team}, source: {backupName: a}, dryRun: true}");

        assertThatThrownBy(() -> restores.patch("mine", "{\"spec\":{\"dryRun\":false}}"))
                .hasMessageContaining("a MemoryRestore cannot be changed, because it is carried out once");
    }

    @Test
    void constantDefaultsAreTheSameInTheDefinitionAndInTheTypes() {
        var everyGroupGiven = cluster.apply("team", "{backup: {retention: {}, storage: {}}}")
                .declared()
                .givenBackup()
                .orElseThrow();

        assertThat(everyGroupGiven)
                .isEqualTo(
                        new BackupSpec(null, null, null, null, null, BackupStorageSpec.defaults(), null, null, null));
    }
}
