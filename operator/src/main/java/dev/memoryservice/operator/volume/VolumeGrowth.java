package dev.memoryservice.operator.volume;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.backend.AutoGrowSpec;
import dev.memoryservice.crds.v1alpha1.backend.StorageSpec;
import dev.memoryservice.operator.cache.MostRecent;
import dev.memoryservice.operator.event.Events;
import dev.memoryservice.operator.status.Finding;
import dev.memoryservice.operator.verification.Verification;
import dev.memoryservice.operator.verification.VerificationSource;
import dev.memoryservice.operator.verification.VolumeUse;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Has volumes grow by {@code spec.backend.sqlite.storage.autoGrow}. The claim itself is the memory of how far: what it asks
 * for is never taken back, so that an operator that was restarted goes on where the one before was.
 */
@Singleton
public class VolumeGrowth {

    /** A class that forbids growth may allow it later. */
    private static final Duration REFUSED_AGAIN = Duration.ofMinutes(10);

    private static final int MOST = 10_000;
    private static final int UNPROCESSABLE = 422;

    private final VerificationSource verifications;
    private final Events events;
    private final Clock clock;
    private final Map<String, Attempt> attempts = new MostRecent<>(MOST);

    /**
     * The last time that a volume was to grow.
     *
     * @param fileSystem its size then
     * @param refusal the words of the API server, if it did not allow it
     */
    private record Attempt(Instant at, Optional<Long> fileSystem, Optional<String> refusal) {}

    VolumeGrowth(VerificationSource verifications, Events events, Clock clock) {
        this.verifications = verifications;
        this.events = events;
        this.clock = clock;
    }

    /** The size that the claim is to ask for. */
    public Quantity size(MemoryService service, Optional<PersistentVolumeClaim> claim) {
        StorageSpec storage = storage(service);
        if (storage.givenAutoGrow().isEmpty() || claim.isEmpty()) {
            return storage.size();
        }
        Quantity present = claim.get().getSpec().getResources().getRequests().get("storage");
        Quantity least = GrowthPlan.bytes(present) > GrowthPlan.bytes(storage.size()) ? present : storage.size();
        return isRefused(claim.get())
                ? least
                : plan(service, storage.givenAutoGrow().get(), claim.get())
                        .next()
                        .orElse(least);
    }

    /** The claim asks for another size now. */
    public void grew(MemoryService service, PersistentVolumeClaim before, PersistentVolumeClaim after) {
        Quantity from = before.getSpec().getResources().getRequests().get("storage");
        Quantity to = after.getSpec().getResources().getRequests().get("storage");
        if (storage(service).givenAutoGrow().isEmpty() || from.equals(to)) {
            return;
        }
        remember(before, new Attempt(clock.instant(), use(service).map(VolumeUse::bytes), Optional.empty()));
        events.tell(
                service,
                "VolumeGrowth",
                "VolumeGrows",
                "the volume \"%s\" grows from %s to %s%s"
                        .formatted(
                                before.getMetadata().getName(),
                                from,
                                to,
                                use(service)
                                        .filter(use -> use.usedPercent()
                                                >= storage(service)
                                                        .givenAutoGrow()
                                                        .get()
                                                        .thresholdPercent())
                                        .map(use -> ", because %d %% of it were used".formatted(use.usedPercent()))
                                        .orElse("")),
                false);
    }

    /**
     * Whether the API server refused a growth that nobody but the operator asked for: then the server goes on with the volume
     * that it has, and the condition says so.
     */
    public boolean isOwnRefusal(MemoryService service, PersistentVolumeClaim claim, KubernetesClientException refusal) {
        boolean own = storage(service).givenAutoGrow().isPresent()
                && GrowthPlan.bytes(storage(service).size())
                        <= GrowthPlan.bytes(
                                claim.getSpec().getResources().getRequests().get("storage"));
        boolean definite = refusal.getCode() == HttpURLConnection.HTTP_FORBIDDEN || refusal.getCode() == UNPROCESSABLE;
        if (own && definite) {
            String words = refusal.getStatus() == null || refusal.getStatus().getMessage() == null
                    ? refusal.getMessage()
                    : refusal.getStatus().getMessage();
            remember(claim, new Attempt(clock.instant(), Optional.empty(), Optional.of(words)));
        }
        return own && definite;
    }

    /** Whether the volume can grow when it has to; empty where it is not to grow. */
    public Optional<Finding> finding(MemoryService service, Optional<PersistentVolumeClaim> claim) {
        return storage(service)
                .givenAutoGrow()
                .flatMap(grow -> claim.map(existing -> GrowthFinding.of(
                        service,
                        plan(service, grow, existing),
                        attempt(existing).flatMap(Attempt::refusal))));
    }

    private GrowthPlan plan(MemoryService service, AutoGrowSpec grow, PersistentVolumeClaim claim) {
        return new GrowthPlan(grow, claim, use(service), attempt(claim).flatMap(Attempt::fileSystem));
    }

    private Optional<VolumeUse> use(MemoryService service) {
        return verifications.latest(ResourceID.fromResource(service)).flatMap(Verification::volume);
    }

    private boolean isRefused(PersistentVolumeClaim claim) {
        return attempt(claim)
                .filter(attempt -> attempt.refusal().isPresent())
                .filter(attempt -> attempt.at().plus(REFUSED_AGAIN).isAfter(clock.instant()))
                .isPresent();
    }

    private Optional<Attempt> attempt(PersistentVolumeClaim claim) {
        synchronized (attempts) {
            return Optional.ofNullable(attempts.get(claim.getMetadata().getUid()));
        }
    }

    private void remember(PersistentVolumeClaim claim, Attempt attempt) {
        synchronized (attempts) {
            attempts.put(claim.getMetadata().getUid(), attempt);
        }
    }

    private static StorageSpec storage(MemoryService service) {
        return service.declared().backend().sqlite().storage();
    }
}
