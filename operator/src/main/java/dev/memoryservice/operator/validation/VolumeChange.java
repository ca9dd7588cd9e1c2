package dev.memoryservice.operator.validation;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Optional;

/**
 * A volume as it is asked for beside the claim that exists.
 *
 * @param field of the spec that asks
 * @param storageClass empty for whichever
 */
record VolumeChange(String field, Quantity size, Optional<String> storageClass, PersistentVolumeClaim claim) {

    private static final String WAY_OUT = "or make a new MemoryService and restore a backup into it";

    /** Why the claim cannot become what is asked for. */
    Optional<Refusal> refuse() {
        return refuseShrinking().or(this::refuseOtherClass);
    }

    private Optional<Refusal> refuseShrinking() {
        return Optional.ofNullable(claim.getSpec().getResources().getRequests().get("storage"))
                .filter(existing -> bytes(size) < bytes(existing))
                .map(existing -> new Refusal(
                        "VolumeCannotShrink",
                        "%s.size is %s, but the volume \"%s\" has %s already and a volume cannot shrink; ask for at least %s, %s"
                                .formatted(field, size, claim.getMetadata().getName(), existing, existing, WAY_OUT)));
    }

    private Optional<Refusal> refuseOtherClass() {
        return storageClass
                .filter(given -> !given.equals(claim.getSpec().getStorageClassName()))
                .map(given -> new Refusal(
                        "VolumeClassDiffers",
                        "%s.storageClassName is \"%s\", but the volume \"%s\" exists with class \"%s\" and cannot move; name that class, %s"
                                .formatted(
                                        field,
                                        given,
                                        claim.getMetadata().getName(),
                                        claim.getSpec().getStorageClassName(),
                                        WAY_OUT)));
    }

    private static long bytes(Quantity quantity) {
        return Quantity.getAmountInBytes(quantity).longValue();
    }
}
