package dev.memoryservice.operator.orphan;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.backup.BackupVolumeDependent;
import dev.memoryservice.operator.event.Events;
import dev.memoryservice.operator.polling.Poller;
import dev.memoryservice.operator.server.ServerLabels;
import dev.memoryservice.operator.server.ServerNames;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Marks the volumes that nothing uses any more: those of a MemoryService that was deleted, and a volume of backups after
 * {@code spec.backup} was taken away. They are all that outlives its resource, because everything else is owned and
 * deleted by Kubernetes, operator or not. Whoever uses a volume again has the mark taken off before a Pod mounts it, so
 * what carries the mark can be deleted by it.
 */
@Singleton
public class KeptVolumes extends AbstractEventSource<KeptVolumes.Look, MemoryService>
        implements ResourceEventAware<MemoryService> {

    /** The label of what nothing uses; its value is always {@code "true"}. */
    public static final String MARK = "memoryservice.dev/unused";

    private static final Logger LOG = Logger.getLogger(KeptVolumes.class);

    /** Resources may have been deleted while no operator was there to see it. */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(5);

    private static final Duration INTERVAL = Duration.ofMinutes(10);

    /** Nothing of it is part of a reconcile. */
    record Look() {}

    private final KubernetesClient client;
    private final Events events;
    private final Poller poller;
    private final MeterRegistry registry;
    private volatile Supplier<Stream<PersistentVolumeClaim>> volumes = Stream::empty;

    KeptVolumes(KubernetesClient client, Events events, Poller poller, MeterRegistry registry) {
        super(Look.class, "kept-volumes");
        this.client = client;
        this.events = events;
        this.poller = poller;
        this.registry = registry;
    }

    /** Looks at these from now on. */
    public void observe(Supplier<Stream<PersistentVolumeClaim>> claims) {
        volumes = claims;
        Gauge.builder(
                        "memory.service.operator.volumes.unused",
                        () -> volumes.get().filter(KeptVolumes::isMarked).count())
                .description("Volumes that are kept, but that no MemoryService uses")
                .register(registry);
    }

    @Override
    public void start() {
        super.start();
        poller.after(FIRST_LOOK, this::lookAgain);
    }

    private void lookAgain() {
        if (isRunning()) {
            look(volumes.get());
            poller.after(INTERVAL, this::lookAgain);
        }
    }

    @Override
    public void onResourceDeleted(MemoryService service) {
        ResourceID id = ResourceID.fromResource(service);
        poller.after(
                Duration.ZERO,
                () -> look(
                        volumes.get().filter(claim -> ServerLabels.owner(claim).contains(id))));
    }

    private void look(Stream<PersistentVolumeClaim> claims) {
        claims.filter(claim -> !isMarked(claim)).forEach(this::markIfServiceIsGone);
    }

    /** Asks the API server, because a cache may be behind, and what is marked may be deleted by someone. */
    private void markIfServiceIsGone(PersistentVolumeClaim claim) {
        try {
            boolean gone = ServerLabels.owner(claim).stream()
                    .noneMatch(id -> client.resources(MemoryService.class)
                                    .inNamespace(id.getNamespace().orElseThrow())
                                    .withName(id.getName())
                                    .get()
                            != null);
            if (gone && isStaying(claim)) {
                mark(claim, "its MemoryService is gone; one of the same name finds what is on it again");
            }
        } catch (KubernetesClientException failure) {
            LOG.warnf(
                    "Whether the volume %s/%s is still used is not known (%s); looked at again later",
                    claim.getMetadata().getNamespace(), claim.getMetadata().getName(), failure.getMessage());
        }
    }

    /** Not one that {@code deletionPolicy: Delete} takes away. */
    private boolean isStaying(PersistentVolumeClaim claim) {
        PersistentVolumeClaim found = client.resource(claim).get();
        return found != null && found.getMetadata().getDeletionTimestamp() == null;
    }

    /** Takes the mark off what the service uses, before its Pod is started, and marks what it uses no longer. */
    public void reconcile(MemoryService service, Context<MemoryService> context) {
        context.getSecondaryResourcesAsStream(PersistentVolumeClaim.class).forEach(claim -> {
            boolean used = isUsed(claim, service);
            if (used && isMarked(claim)) {
                patch(claim, "null");
            } else if (!used && !isMarked(claim)) {
                mark(
                        claim,
                        "spec.backup of its MemoryService asks for no such volume any more; it is used again when that does");
            }
        });
    }

    private static boolean isUsed(PersistentVolumeClaim claim, MemoryService service) {
        return !claim.getMetadata().getName().equals(ServerNames.backup(service))
                || BackupVolumeDependent.own(service).isPresent();
    }

    private void mark(PersistentVolumeClaim claim, String reason) {
        patch(claim, "\"true\"");
        events.tell(
                claim,
                "Keep",
                "VolumeUnused",
                "the volume is kept, but %s. To delete it with everything on it: kubectl delete pvc %s --namespace %s"
                        .formatted(
                                reason,
                                claim.getMetadata().getName(),
                                claim.getMetadata().getNamespace()),
                false);
    }

    private void patch(PersistentVolumeClaim claim, String value) {
        client.persistentVolumeClaims()
                .inNamespace(claim.getMetadata().getNamespace())
                .withName(claim.getMetadata().getName())
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"uid\":\"%s\",\"labels\":{\"%s\":%s}}}"
                                .formatted(claim.getMetadata().getUid(), MARK, value));
    }

    private static boolean isMarked(PersistentVolumeClaim claim) {
        return Optional.ofNullable(claim.getMetadata().getLabels())
                .filter(labels -> labels.containsKey(MARK))
                .isPresent();
    }

    @Override
    public Set<Look> getSecondaryResources(MemoryService service) {
        return Set.of();
    }
}
