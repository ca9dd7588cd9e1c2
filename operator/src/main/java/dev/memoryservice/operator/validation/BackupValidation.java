package dev.memoryservice.operator.validation;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.backup.BackupSpec;
import dev.memoryservice.crds.v1alpha1.backup.BackupStorageSpec;
import dev.memoryservice.crds.v1alpha1.backup.S3Spec;
import dev.memoryservice.operator.server.ServerLabels;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.net.URI;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/** What of spec.backup the API server cannot check. */
final class BackupValidation {

    private static final int LAST_PORT = 65_535;

    /** What the server takes. */
    private static final Pattern PREFIX = Pattern.compile("/*[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+){0,15}/*");

    private BackupValidation() {}

    /** The first thing that is wrong. */
    static Optional<Refusal> refuse(MemoryService service, Optional<PersistentVolumeClaim> claim) {
        return service.declared().givenBackup().flatMap(backup -> refuseTimeZone(backup)
                .or(() -> backup.givenS3().flatMap(BackupValidation::refuseBucket))
                .or(() -> backup.volume().flatMap(storage -> refuseStorage(service, storage, claim))));
    }

    private static Optional<Refusal> refuseTimeZone(BackupSpec backup) {
        try {
            ZoneId.of(backup.timeZone());
            return Optional.empty();
        } catch (DateTimeException unknown) {
            return Optional.of(new Refusal(
                    "UnknownTimeZone",
                    "spec.backup.timeZone is \"%s\", which the IANA database does not have; give a name such as"
                                    .formatted(backup.timeZone())
                            + " Europe/Berlin or Etc/UTC"));
        }
    }

    /** What the server would not start with, or the API server refuse in the NetworkPolicy. */
    private static Optional<Refusal> refuseBucket(S3Spec bucket) {
        boolean hasHost = URI.create(bucket.endpoint()).getHost() != null;
        if (!hasHost || bucket.port() < 1 || bucket.port() > LAST_PORT) {
            return Optional.of(new Refusal(
                    "InvalidEndpoint",
                    "spec.backup.s3.endpoint is \"%s\", which is no address; give a host and, if it is not that of the scheme, a"
                                    .formatted(bucket.endpoint())
                            + " port from 1 to %d, for example http://minio.storage.svc:9000".formatted(LAST_PORT)));
        }
        return bucket.givenPrefix()
                .filter(prefix -> !PREFIX.matcher(prefix).matches())
                .map(prefix -> new Refusal(
                        "InvalidPrefix",
                        "spec.backup.s3.prefix is \"%s\"; give letters, digits, dots, dashes and underscores, with single slashes"
                                        .formatted(prefix)
                                + " between, of at most 16 parts"));
    }

    private static Optional<Refusal> refuseStorage(
            MemoryService service, BackupStorageSpec storage, Optional<PersistentVolumeClaim> claim) {
        return storage.givenExistingClaim().isPresent()
                ? refuseClaim(service, storage.givenExistingClaim().get(), claim)
                : claim.flatMap(existing -> new VolumeChange(
                                "spec.backup.storage", storage.wantedSize(), storage.givenStorageClassName(), existing)
                        .refuse());
    }

    private static Optional<Refusal> refuseClaim(
            MemoryService service, String name, Optional<PersistentVolumeClaim> claim) {
        if (claim.isEmpty()) {
            return Optional.of(new Refusal(
                    "BackupClaimNotFound",
                    "spec.backup.storage.existingClaim is \"%s\", but there is no such claim in namespace \"%s\"; create it,"
                                    .formatted(name, service.getMetadata().getNamespace())
                            + " or remove existingClaim to have one made"));
        }
        return claim.filter(ServerLabels::isServersOwn)
                .map(others -> new Refusal(
                        "BackupClaimInUse",
                        "spec.backup.storage.existingClaim is \"%s\", a volume that the operator made for a MemoryService;"
                                        .formatted(name)
                                + " name a claim of your own, or remove existingClaim to have one made"));
    }
}
