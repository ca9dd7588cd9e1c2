package dev.memoryservice.operator.memoryuser;

import dev.memoryservice.crds.v1alpha1.MemoryUser;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What users need to know of each MemoryService, told by its reconciles; a change has its users reconciled. */
@Singleton
public class ServiceStates extends AbstractEventSource<ServiceState, MemoryUser> {

    private final UserRegistry registry;
    private final Map<ResourceID, ServiceState> states = new ConcurrentHashMap<>();

    ServiceStates(UserRegistry registry) {
        super(ServiceState.class, "service-states");
        this.registry = registry;
    }

    /** Told at the end of each reconcile of a service. */
    public void publish(ResourceID service, ServiceState state) {
        Optional<ServiceState> before = Optional.ofNullable(states.put(service, state));
        if (before.filter(state::isSameFor).isEmpty()) {
            registry.usersOf(service).forEach(this::trigger);
            return;
        }
        Set<String> concerned = new HashSet<>(before.get().overflow());
        concerned.addAll(state.overflow());
        concerned.removeIf(name ->
                before.get().overflow().contains(name) && state.overflow().contains(name));
        concerned.forEach(
                name -> trigger(new ResourceID(name, service.getNamespace().orElseThrow())));
    }

    /** The service is gone. */
    void forget(ResourceID service) {
        if (states.remove(service) != null) {
            registry.usersOf(service).forEach(this::trigger);
        }
    }

    /** Empty before the first reconcile of the service, and when there is none of the name. */
    Optional<ServiceState> of(MemoryUser user) {
        return Optional.ofNullable(states.get(UserRegistry.service(user)));
    }

    private void trigger(MemoryUser user) {
        trigger(ResourceID.fromResource(user));
    }

    private void trigger(ResourceID user) {
        if (isRunning()) {
            getEventHandler().handleEvent(new Event(user));
        }
    }

    @Override
    public Set<ServiceState> getSecondaryResources(MemoryUser user) {
        return of(user).map(Set::of).orElse(Set.of());
    }
}
