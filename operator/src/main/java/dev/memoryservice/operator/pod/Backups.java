package dev.memoryservice.operator.pod;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.backup.BackupSpec;
import dev.memoryservice.crds.v1alpha1.backup.BackupStorageSpec;
import dev.memoryservice.crds.v1alpha1.backup.S3Spec;
import dev.memoryservice.operator.server.ServerNames;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.Optional;

/**
 * Where the server keeps its backups, and what it encrypts them with.
 *
 * <p>The Secrets are mounted even if they are missing, and a missing one is said in the condition BackupHealthy: memories
 * are served also while no backup can be made.
 */
final class Backups implements PodFeature {

    private static final String DIRECTORY = "/backups";
    private static final String CREDENTIALS_DIRECTORY = "/etc/memory-service/backup-credentials";
    private static final String KEYS_DIRECTORY = "/etc/memory-service/backup-keys";

    @Override
    public PodTemplateSpecBuilder addTo(PodTemplateSpecBuilder pod, MemoryService service) {
        Optional<BackupSpec> backup = service.declared().givenBackup();
        if (backup.isEmpty()) {
            return pod;
        }
        PodTemplateSpecBuilder withVolume = backup.get()
                .volume()
                .map(storage -> mountVolume(pod, service, storage))
                .orElse(pod);
        PodTemplateSpecBuilder withBucket = backup.get()
                .givenS3()
                .map(bucket -> useBucket(withVolume, service, bucket))
                .orElse(withVolume);
        return backup.get()
                .givenEncryption()
                .map(encryption -> PodFeature.editServer(
                        PodFeature.mountOptionalSecret(
                                withBucket,
                                "backup-keys",
                                encryption.secretRef().name(),
                                KEYS_DIRECTORY),
                        server -> server.addToEnv(variable("ENCRYPTION_KEYS_DIRECTORY", KEYS_DIRECTORY))))
                .orElse(withBucket);
    }

    private static PodTemplateSpecBuilder mountVolume(
            PodTemplateSpecBuilder pod, MemoryService service, BackupStorageSpec storage) {
        // A claim that others use, too, has a folder for each.
        String directory = storage.givenExistingClaim()
                .map(claim -> DIRECTORY + "/" + ServerNames.server(service))
                .orElse(DIRECTORY);
        return PodFeature.editServer(
                pod.editSpec()
                        .addNewVolume()
                        .withName("backups")
                        .withNewPersistentVolumeClaim()
                        .withClaimName(storage.givenExistingClaim().orElseGet(() -> ServerNames.backup(service)))
                        .endPersistentVolumeClaim()
                        .endVolume()
                        .endSpec(),
                server -> server.addToEnv(variable("DIRECTORY", directory))
                        .addNewVolumeMount()
                        .withName("backups")
                        .withMountPath(DIRECTORY)
                        .endVolumeMount());
    }

    private static PodTemplateSpecBuilder useBucket(PodTemplateSpecBuilder pod, MemoryService service, S3Spec bucket) {
        String prefix = bucket.givenPrefix()
                .orElseGet(() -> service.getMetadata().getNamespace() + "/" + ServerNames.server(service) + "/");
        return PodFeature.editServer(
                PodFeature.mountOptionalSecret(
                        pod,
                        "backup-credentials",
                        bucket.credentialsSecretRef().name(),
                        CREDENTIALS_DIRECTORY,
                        S3Spec.ACCESS_KEY_ID,
                        S3Spec.SECRET_ACCESS_KEY),
                server -> server.addToEnv(
                        variable("S3_ENDPOINT", bucket.endpoint()),
                        variable("S3_BUCKET", bucket.bucket()),
                        variable("S3_PREFIX", prefix),
                        variable("S3_REGION", bucket.region()),
                        variable("S3_PATH_STYLE", String.valueOf(bucket.pathStyle())),
                        variable("S3_CREDENTIALS_DIRECTORY", CREDENTIALS_DIRECTORY)));
    }

    private static EnvVar variable(String name, String value) {
        return PodFeature.variable("MEMORY_SERVICE_BACKUP_" + name, value);
    }
}
