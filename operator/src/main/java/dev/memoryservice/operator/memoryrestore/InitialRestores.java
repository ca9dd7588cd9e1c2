package dev.memoryservice.operator.memoryrestore;

import static dev.memoryservice.operator.status.ConditionType.RESTORED;

import dev.memoryservice.crds.v1alpha1.MemoryRestore;
import dev.memoryservice.crds.v1alpha1.MemoryRestoreSpec;
import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.backup.RestoreSource;
import dev.memoryservice.crds.v1alpha1.status.MemoryRestoreStatus;
import dev.memoryservice.crds.v1alpha1.user.ServiceReference;
import dev.memoryservice.operator.server.ServerLabels;
import dev.memoryservice.operator.server.ServerNames;
import dev.memoryservice.operator.status.Conditions;
import dev.memoryservice.operator.status.Finding;
import dev.memoryservice.operator.verification.Verification;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets a new MemoryService begin with a backup: makes one MemoryRestore of its spec.restoreFrom, and says when that is
 * through. Once it is, it never happens again; and it does not where there are memories already.
 */
@Singleton
public class InitialRestores extends AbstractEventSource<MemoryRestoreStatus, MemoryService>
        implements ResourceEventAware<MemoryService> {

    private final Map<ResourceID, MemoryRestoreStatus> states = new ConcurrentHashMap<>();

    InitialRestores() {
        super(MemoryRestoreStatus.class, "initial-restores");
    }

    private static String name(MemoryService service) {
        return ServerNames.server(service) + "-initial";
    }

    /** Told by each reconcile of a MemoryRestore. */
    void publish(MemoryRestore restore, MemoryRestoreStatus status) {
        restore.getMetadata().getOwnerReferences().stream()
                .filter(owner -> owner.getKind().equals(MemoryService.KIND))
                .map(owner ->
                        new ResourceID(owner.getName(), restore.getMetadata().getNamespace()))
                .filter(service -> !status.equals(states.put(service, status)))
                .filter(service -> isRunning())
                .forEach(service -> getEventHandler().handleEvent(new Event(service)));
    }

    /**
     * Begins the restore when it is time.
     *
     * @param verification what the server said last about itself
     * @return whether it is through; empty where the service begins empty
     */
    public Optional<Finding> reconcile(
            MemoryService service, Optional<Verification> verification, Context<MemoryService> context) {
        return service.declared().givenRestoreFrom().map(source -> Conditions.find(
                        service.reported().conditions(), RESTORED.label())
                .filter(condition -> condition.getStatus().equals("True"))
                .map(condition -> Conditions.repeated(RESTORED, condition))
                .orElseGet(() -> restore(service, source, verification, context)));
    }

    private Finding restore(
            MemoryService service,
            RestoreSource source,
            Optional<Verification> verification,
            Context<MemoryService> context) {
        Optional<MemoryRestoreStatus> state = Optional.ofNullable(states.get(ResourceID.fromResource(service)));
        if (state.isPresent()) {
            return finding(service, state.get());
        }
        if (verification.isPresent() && verification.get() instanceof Verification.Passed passed) {
            if (passed.memories() > 0) {
                return Finding.yes(
                        RESTORED,
                        "NotEmpty",
                        "the volume has memories already, so that the backup of spec.restoreFrom was not restored; make a"
                                + " MemoryRestore to replace them");
            }
            create(service, source, context);
        }
        return Finding.unknown(RESTORED, "Restoring", "the backup is restored as soon as the server runs");
    }

    private Finding finding(MemoryService service, MemoryRestoreStatus state) {
        String name = name(service);
        String message = Objects.requireNonNullElse(state.message(), "see its conditions");
        return switch (state.phase()) {
            case SUCCEEDED ->
                Finding.yes(RESTORED, "Restored", "the backup %s is restored".formatted(state.backupId()));
            case FAILED ->
                Finding.no(
                        RESTORED,
                        "RestoreFailed",
                        "the MemoryRestore \"%s\" failed: %s; delete it to have it tried again"
                                .formatted(name, message));
            case PENDING, RUNNING ->
                Finding.unknown(
                        RESTORED, "Restoring", "the MemoryRestore \"%s\" is under way: %s".formatted(name, message));
        };
    }

    private static void create(MemoryService service, RestoreSource source, Context<MemoryService> context) {
        MemoryRestore restore = new MemoryRestore();
        restore.setMetadata(new ObjectMetaBuilder()
                .withName(name(service))
                .withNamespace(service.getMetadata().getNamespace())
                .withLabels(ServerLabels.backups(ServerNames.server(service)))
                .build());
        restore.addOwnerReference(service);
        // There is nothing that a safety backup could save.
        restore.setSpec(new MemoryRestoreSpec(
                new ServiceReference(ServerNames.server(service)), source, null, false, false, false));
        try {
            context.getClient().resource(restore).create();
        } catch (KubernetesClientException failure) {
            // Made before, and its controller has not told of it yet.
            if (failure.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw failure;
            }
        }
    }

    @Override
    public Set<MemoryRestoreStatus> getSecondaryResources(MemoryService service) {
        return Optional.ofNullable(states.get(ResourceID.fromResource(service)))
                .map(Set::of)
                .orElse(Set.of());
    }

    @Override
    public void onResourceDeleted(MemoryService service) {
        states.remove(ResourceID.fromResource(service));
    }
}
