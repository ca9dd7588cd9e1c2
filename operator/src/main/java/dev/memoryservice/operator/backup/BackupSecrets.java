package dev.memoryservice.operator.backup;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.backup.BackupSpec;
import dev.memoryservice.crds.v1alpha1.backup.EncryptionSpec;
import dev.memoryservice.crds.v1alpha1.backup.S3Spec;
import dev.memoryservice.operator.server.ReferencedSecret;
import dev.memoryservice.operator.server.SecretData;
import dev.memoryservice.operator.validation.Refusal;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The Secrets that backups need, which the user makes: credentials of a bucket, and keys that encrypt. */
public final class BackupSecrets {

    private static final int KEY_BYTES = 32;

    private BackupSecrets() {}

    /** Name of the Secret with the credentials of the bucket. */
    public static Optional<String> credentials(MemoryService service) {
        return service.declared().givenBackup().flatMap(BackupSpec::givenS3).map(bucket -> bucket.credentialsSecretRef()
                .name());
    }

    /** Name of the Secret with the keys. */
    public static Optional<String> encryptionKeys(MemoryService service) {
        return service.declared()
                .givenBackup()
                .flatMap(BackupSpec::givenEncryption)
                .map(encryption -> encryption.secretRef().name());
    }

    /** The first thing that is wrong with them. */
    static Optional<Refusal> problem(MemoryService service, Context<MemoryService> context) {
        return credentials(service)
                .flatMap(name -> find(name, context)
                        .map(BackupSecrets::incompleteCredentials)
                        .orElseGet(() -> Optional.of(missing("spec.backup.s3.credentialsSecretRef", name, service))))
                .or(() -> encryptionKeys(service).flatMap(name -> find(name, context)
                        .map(BackupSecrets::badKeys)
                        .orElseGet(() -> Optional.of(missing("spec.backup.encryption.secretRef", name, service)))));
    }

    private static Optional<ReferencedSecret> find(String name, Context<MemoryService> context) {
        return context.getSecondaryResourcesAsStream(ReferencedSecret.class)
                .filter(secret -> secret.name().equals(name))
                .findFirst();
    }

    private static Refusal missing(String field, String name, MemoryService service) {
        return new Refusal(
                "SecretNotFound",
                "%s names the Secret \"%s\", which does not exist in namespace \"%s\"; create it: until then no backup is"
                                .formatted(field, name, service.getMetadata().getNamespace())
                        + " made");
    }

    private static Optional<Refusal> incompleteCredentials(ReferencedSecret secret) {
        return Stream.of(S3Spec.ACCESS_KEY_ID, S3Spec.SECRET_ACCESS_KEY)
                .filter(entry -> text(secret.data(), entry).isBlank())
                .findFirst()
                .map(entry -> new Refusal(
                        "SecretIncomplete",
                        "the Secret \"%s\" of spec.backup.s3.credentialsSecretRef has no entry %s with a value; add it"
                                .formatted(secret.name(), entry)));
    }

    private static Optional<Refusal> badKeys(ReferencedSecret secret) {
        String current = text(secret.data(), EncryptionSpec.CURRENT);
        if (current.isBlank()) {
            return Optional.of(new Refusal(
                    "SecretIncomplete",
                    "the Secret \"%s\" of spec.backup.encryption has no entry current; add it with the name of the key that"
                                    .formatted(secret.name())
                            + " encrypts"));
        }
        if (!secret.data().containsKey(current)) {
            return Optional.of(new Refusal(
                    "EncryptionKeyMissing",
                    "the entry current of the Secret \"%s\" of spec.backup.encryption names \"%s\", but there is no entry of"
                                    .formatted(secret.name(), current)
                            + " that name; add the key, or name another"));
        }
        return secret.data().keySet().stream()
                .filter(name -> !name.equals(EncryptionSpec.CURRENT))
                .filter(name -> !isKey(text(secret.data(), name)))
                .findFirst()
                .map(name -> new Refusal(
                        "EncryptionKeyInvalid",
                        "the entry %s of the Secret \"%s\" of spec.backup.encryption is not 32 bytes in base64; make one"
                                        .formatted(name, secret.name())
                                + " with: openssl rand -base64 32"));
    }

    private static boolean isKey(String text) {
        try {
            return Base64.getDecoder().decode(text).length == KEY_BYTES;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static String text(Map<String, String> data, String entry) {
        return Optional.ofNullable(data.get(entry))
                .map(SecretData::decode)
                .map(String::strip)
                .orElse("");
    }
}
