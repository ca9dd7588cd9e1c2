package dev.memoryservice.operator.memoryuser;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.MemoryUser;
import dev.memoryservice.crds.v1alpha1.workload.DeletionPolicy;
import dev.memoryservice.operator.credential.SpecOrRequestChanged;
import dev.memoryservice.operator.event.Events;
import dev.memoryservice.operator.server.ServerLabels;
import dev.memoryservice.operator.verification.ServerAdmin;
import dev.memoryservice.operator.verification.VerificationSource;
import dev.memoryservice.operator.verification.VerificationTarget;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.util.Optional;

/**
 * Erases the memories of a user together with a MemoryUser that asks for it.
 *
 * <p>A controller of its own, so that only such a user carries a finalizer. It waits for the server as long as the
 * MemoryService exists, because a promise to erase must not be forgotten; it lets go when the MemoryService is deleted,
 * with which a deleted namespace ends, and when the policy is set to Retain, which counts as it is in the moment of
 * deletion.
 */
@ControllerConfiguration(
        name = MemoryErasure.NAME,
        finalizerName = MemoryErasure.FINALIZER,
        fieldManager = ServerLabels.OPERATOR + "-memory-erasure",
        generationAwareEventProcessing = false,
        informer =
                @Informer(
                        genericFilter = AsksForErasure.class,
                        onUpdateFilter = SpecOrRequestChanged.class,
                        itemStore = DeclaredUsers.class))
public class MemoryErasure implements Reconciler<MemoryUser>, Cleaner<MemoryUser> {

    static final String NAME = "memory-erasure";
    static final String FINALIZER = "memoryservice.dev/memory-erasure";

    private static final String ACTION = "Erasure";
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(10);

    private final UserRegistry registry;
    private final VerificationSource verifications;
    private final ServerAdmin admin;
    private final Events events;

    MemoryErasure(UserRegistry registry, VerificationSource verifications, ServerAdmin admin, Events events) {
        this.registry = registry;
        this.verifications = verifications;
        this.admin = admin;
        this.events = events;
    }

    @Override
    public UpdateControl<MemoryUser> reconcile(MemoryUser user, Context<MemoryUser> context) {
        return UpdateControl.noUpdate();
    }

    @Override
    public DeleteControl cleanup(MemoryUser user, Context<MemoryUser> context) {
        if (user.getSpec().deletionPolicy() != DeletionPolicy.DELETE || !serviceStays(user, context)) {
            return DeleteControl.defaultDelete();
        }
        Optional<MemoryUser> sharer = otherSharer(user);
        if (sharer.isPresent()) {
            events.tell(
                    user,
                    ACTION,
                    "MemoriesKept",
                    "the memories of the space \"%s\" were not erased, because the MemoryUser \"%s\" has the same space"
                            .formatted(user.space(), sharer.get().getMetadata().getName()),
                    false);
            return DeleteControl.defaultDelete();
        }
        return verifications
                .target(UserRegistry.service(user))
                .map(target -> erase(user, target))
                .orElseGet(() -> wait(user, "the MemoryService does not run"));
    }

    /** A service that goes, or is gone, takes its memories with it or leaves them by its own policy. */
    private static boolean serviceStays(MemoryUser user, Context<MemoryUser> context) {
        MemoryService service = context.getClient()
                .resources(MemoryService.class)
                .inNamespace(user.getMetadata().getNamespace())
                .withName(user.getSpec().serviceRef().name())
                .get();
        return service != null && service.getMetadata().getDeletionTimestamp() == null;
    }

    private Optional<MemoryUser> otherSharer(MemoryUser user) {
        return registry.sharers(user).stream()
                .filter(other -> other.getMetadata().getDeletionTimestamp() == null)
                .filter(other ->
                        !other.getMetadata().getName().equals(user.getMetadata().getName()))
                .min(UserValidation.BY_AGE);
    }

    /** Only when the server lets the user in no more: otherwise it could store another memory right after. */
    private DeleteControl erase(MemoryUser user, VerificationTarget target) {
        try {
            if (admin.users(target).containsKey(user.getMetadata().getName())) {
                return DeleteControl.noFinalizerRemoval().rescheduleAfter(SOON);
            }
            long erased = admin.erase(target, user.space());
            events.tell(
                    user,
                    ACTION,
                    "MemoriesErased",
                    "%d memories of the space \"%s\" were erased for ever".formatted(erased, user.space()),
                    false);
            return DeleteControl.defaultDelete();
        } catch (ServerAdmin.Refused refused) {
            return wait(user, refused.getMessage());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return DeleteControl.noFinalizerRemoval();
        }
    }

    private DeleteControl wait(MemoryUser user, String reason) {
        events.tell(
                user,
                ACTION,
                "ErasureWaits",
                "the memories of the space \"%s\" cannot be erased yet: %s; to let the MemoryUser go without, set its"
                                .formatted(user.space(), reason)
                        + " spec.deletionPolicy to Retain",
                true);
        return DeleteControl.noFinalizerRemoval().rescheduleAfter(LATER);
    }
}
