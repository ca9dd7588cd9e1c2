package dev.memoryservice.operator.backup;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.backup.BackupSpec;
import dev.memoryservice.crds.v1alpha1.backup.BackupStorageSpec;
import dev.memoryservice.operator.server.ServerNames;

/**
 * Where backups are, as the spec says it. The server knows a folder only, and whoever has to make room needs the volume and
 * the field.
 */
final class BackupPlace {

    private BackupPlace() {}

    /** For the end of a message, with what to change where it is too small. */
    static String of(MemoryService service) {
        BackupSpec backup = service.declared().givenBackup().orElseThrow();
        return backup.givenS3()
                .map(bucket -> "backups are kept in the bucket \"%s\" at %s (spec.backup.s3)"
                        .formatted(bucket.bucket(), bucket.endpoint()))
                .or(() -> backup.volume().map(storage -> volume(service, storage)))
                .orElseThrow();
    }

    private static String volume(MemoryService service, BackupStorageSpec storage) {
        return storage.givenExistingClaim()
                .map("backups are kept on the claim \"%s\" (spec.backup.storage.existingClaim)"::formatted)
                .orElseGet(() ->
                        ("backups are kept on the claim \"%s\", which spec.backup.storage.size, now %s, enlarges where"
                                        + " its storage class allows that")
                                .formatted(ServerNames.backup(service), storage.wantedSize()));
    }
}
