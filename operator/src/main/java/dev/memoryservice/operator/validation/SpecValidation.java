package dev.memoryservice.operator.validation;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.backend.StorageSpec;
import dev.memoryservice.operator.server.ReferencedSecret;
import dev.memoryservice.operator.server.ServerImage;
import dev.memoryservice.operator.server.ServerNames;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * What the API server cannot check, because it depends on other objects or on the operator.
 *
 * <p>A refused spec is not carried out in any part: the server goes on as it is.
 */
@Singleton
public class SpecValidation {

    private final ServerImage image;

    SpecValidation(ServerImage image) {
        this.image = image;
    }

    /**
     * The first thing that is wrong.
     *
     * @param volume the claim of the memories as it exists
     * @param backups the claim of the backups as it exists
     * @param secret the Secret that the resource refers to, as it exists
     */
    public Optional<Refusal> refuse(
            MemoryService service,
            Optional<PersistentVolumeClaim> volume,
            Optional<PersistentVolumeClaim> backups,
            Optional<ReferencedSecret> secret) {
        return refuseVersion(service)
                .or(() -> refuseSecret(service, secret))
                .or(() -> volume.flatMap(claim -> refuseVolume(service, claim)))
                .or(() -> BackupValidation.refuse(service, backups));
    }

    private Optional<Refusal> refuseVersion(MemoryService service) {
        return service.declared()
                .givenVersion()
                .filter(version -> service.declared().givenImage().isEmpty())
                .filter(version -> !image.knows(version))
                .map(version -> new Refusal(
                        "UnknownVersion",
                        "spec.version is \"%s\", but this operator has the versions %s; use one of them, upgrade the"
                                        .formatted(version, image.knownVersions())
                                + " operator, or name an image of your own in spec.image"));
    }

    private static Optional<Refusal> refuseSecret(MemoryService service, Optional<ReferencedSecret> secret) {
        return service.declared().auth().referencedSecret().flatMap(name -> {
            String namespace = service.getMetadata().getNamespace();
            if (secret.isEmpty()) {
                return Optional.of(new Refusal(
                        "SecretNotFound",
                        "spec.auth.apiKey.secretRef names the Secret \"%s\", which does not exist in namespace \"%s\";"
                                        .formatted(name, namespace)
                                + " create it with one entry for each key, or remove secretRef to get a generated"
                                + " key"));
            }
            return secret.filter(found -> found.keys().isEmpty())
                    .map(found -> new Refusal(
                            "SecretEmpty",
                            "spec.auth.apiKey.secretRef names the Secret \"%s\" in namespace \"%s\", which has no entry"
                                            .formatted(name, namespace)
                                    + " with a value; add one entry for each key"));
        });
    }

    private static Optional<Refusal> refuseVolume(MemoryService service, PersistentVolumeClaim claim) {
        StorageSpec storage = service.declared().backend().sqlite().storage();
        // What has grown by itself is larger than what the spec says.
        Quantity size = storage.givenAutoGrow().isPresent()
                ? claim.getSpec().getResources().getRequests().get("storage")
                : storage.size();
        return new VolumeChange("spec.backend.sqlite.storage", size, storage.givenStorageClassName(), claim)
                .refuse()
                .or(() -> refuseOtherMode(service, storage, claim));
    }

    private static Optional<Refusal> refuseOtherMode(
            MemoryService service, StorageSpec storage, PersistentVolumeClaim claim) {
        String wanted = storage.accessMode().label();
        return Optional.of(claim.getSpec().getAccessModes())
                .filter(modes -> !modes.contains(wanted))
                .map(modes -> new Refusal(
                        "VolumeAccessModeDiffers",
                        "spec.backend.sqlite.storage.accessMode is %s, but the volume \"%s\" exists with %s, which cannot"
                                        .formatted(wanted, ServerNames.volume(service), String.join(", ", modes))
                                + " change; use that mode, or make a new MemoryService and copy the memories into"
                                + " it"));
    }
}
