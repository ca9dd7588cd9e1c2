package dev.memoryservice.operator.volume;

import dev.memoryservice.crds.v1alpha1.backend.AutoGrowSpec;
import dev.memoryservice.operator.verification.VolumeUse;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import java.util.Optional;

/**
 * What follows from how full a volume is. Without a cluster, so that every case has a test.
 *
 * @param grow what the spec says
 * @param claim as it exists
 * @param use what the server said last; empty while it said nothing
 * @param grownAt the size of the file system when the volume was last made to grow: until it is another one, what the
 *     server says is from before
 */
record GrowthPlan(AutoGrowSpec grow, PersistentVolumeClaim claim, Optional<VolumeUse> use, Optional<Long> grownAt) {

    private static final long MEBIBYTE = 1024L * 1024L;
    private static final long LEAST_STEP = 64 * MEBIBYTE;
    private static final int PARTS = 5;

    /** A file system that is so many times as large as its volume is not that volume's own. */
    private static final int NOT_ITS_OWN = 2;

    /** The size to ask for now; empty if there is nothing to do. */
    Optional<Quantity> next() {
        return isCrowded() && !isGrowing() && !isNotItsOwn() && !isLargest() && !isStale()
                ? Optional.of(quantity(Math.min(bytes(grow.maxSize()), requested() + step())))
                : Optional.empty();
    }

    /** Whether it is fuller than it is to be. */
    boolean isCrowded() {
        return use.filter(found -> found.usedPercent() >= grow.thresholdPercent())
                .isPresent();
    }

    /** Whether it does not have the size yet that was asked for. */
    boolean isGrowing() {
        return capacity().filter(capacity -> capacity >= requested()).isEmpty();
    }

    /** Whether other volumes share its file system, so that another size would change nothing. */
    boolean isNotItsOwn() {
        return use.filter(found -> capacity()
                        .filter(capacity -> found.bytes() > capacity * NOT_ITS_OWN)
                        .isPresent())
                .isPresent();
    }

    /** Whether it may not grow any more. */
    boolean isLargest() {
        return requested() >= bytes(grow.maxSize());
    }

    private boolean isStale() {
        return grownAt.isPresent() && grownAt.equals(use.map(VolumeUse::bytes));
    }

    private long step() {
        // Whole mebibytes, which every storage can give.
        long share = (requested() / PARTS + MEBIBYTE - 1) / MEBIBYTE * MEBIBYTE;
        return grow.givenStep().map(GrowthPlan::bytes).orElse(Math.max(LEAST_STEP, share));
    }

    private long requested() {
        return bytes(claim.getSpec().getResources().getRequests().get("storage"));
    }

    private Optional<Long> capacity() {
        return Optional.ofNullable(claim.getStatus())
                .filter(status -> "Bound".equals(status.getPhase()))
                .map(status -> Optional.ofNullable(status.getCapacity()).orElse(Map.of()))
                .map(capacity -> capacity.get("storage"))
                .map(GrowthPlan::bytes);
    }

    static long bytes(Quantity quantity) {
        return Quantity.getAmountInBytes(quantity).longValue();
    }

    private static Quantity quantity(long bytes) {
        long mebibytes = bytes / MEBIBYTE;
        if (bytes % MEBIBYTE != 0) {
            return new Quantity(String.valueOf(bytes));
        }
        return mebibytes % 1024 == 0
                ? new Quantity(String.valueOf(mebibytes / 1024), "Gi")
                : new Quantity(String.valueOf(mebibytes), "Mi");
    }
}
