package dev.memoryservice.operator.memoryuser;

import dev.memoryservice.crds.v1alpha1.MemoryUser;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import jakarta.inject.Singleton;
import java.util.Set;

/** Says when every user and every Secret of theirs is known: it is started after their caches have been filled. */
@Singleton
class RegistryCompletion extends AbstractEventSource<UserRegistry, MemoryUser> {

    private final UserRegistry registry;
    private final UserChanges changes;

    RegistryCompletion(UserRegistry registry, UserChanges changes) {
        super(UserRegistry.class, "registry-completion");
        this.registry = registry;
        this.changes = changes;
    }

    @Override
    public void start() {
        super.start();
        registry.markComplete();
        changes.everywhere();
    }

    @Override
    public Set<UserRegistry> getSecondaryResources(MemoryUser user) {
        return Set.of();
    }
}
