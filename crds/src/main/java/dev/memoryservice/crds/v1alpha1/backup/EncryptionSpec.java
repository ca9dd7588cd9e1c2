package dev.memoryservice.crds.v1alpha1.backup;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.memoryservice.crds.v1alpha1.auth.SecretReference;
import io.fabric8.generator.annotation.Required;

/** The keys that backups are encrypted and decrypted with. */
public record EncryptionSpec(
        @JsonPropertyDescription(
                "Secret of the same namespace with the keys: one entry for each, 32 random bytes in base64,"
                        + " and the entry current with the name of the one that encrypts. Every one of them decrypts, so keep a key"
                        + " as long as backups of it are. Without its key a backup is lost: keep the Secret elsewhere, too.")
        @Required
        SecretReference secretRef) {

    /** The entry that names the key which encrypts. */
    public static final String CURRENT = "current";
}
