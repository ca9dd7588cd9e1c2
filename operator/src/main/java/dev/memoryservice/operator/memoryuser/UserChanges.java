package dev.memoryservice.operator.memoryuser;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Has a MemoryService reconciled when its users changed. The first change counts after a moment, and those that come in
 * it count with it: a thousand new users are a few writes of their directory, not a thousand.
 */
@Singleton
public class UserChanges extends AbstractEventSource<UserChanges, MemoryService>
        implements ResourceEventAware<MemoryService> {

    private static final Duration MOMENT = Duration.ofMillis(250);

    private final ServiceStates states;
    private final Set<ResourceID> services = ConcurrentHashMap.newKeySet();
    private final Set<ResourceID> waiting = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("user-changes").factory());

    UserChanges(ServiceStates states) {
        super(UserChanges.class, "user-changes");
        this.states = states;
    }

    void in(ResourceID service) {
        if (waiting.add(service)) {
            try {
                var unused = timer.schedule(() -> tell(service), MOMENT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException stopping) {
                waiting.remove(service);
            }
        }
    }

    /** In every service: users may be gone that nobody saw going. */
    void everywhere() {
        services.forEach(this::in);
    }

    private void tell(ResourceID service) {
        waiting.remove(service);
        if (isRunning() && services.contains(service)) {
            getEventHandler().handleEvent(new Event(service));
        }
    }

    @Override
    public Set<UserChanges> getSecondaryResources(MemoryService service) {
        return Set.of();
    }

    @Override
    public void onResourceCreated(MemoryService service) {
        services.add(ResourceID.fromResource(service));
    }

    @Override
    public void onResourceDeleted(MemoryService service) {
        ResourceID id = ResourceID.fromResource(service);
        services.remove(id);
        states.forget(id);
    }

    @PreDestroy
    void shutDown() {
        timer.shutdownNow();
    }
}
