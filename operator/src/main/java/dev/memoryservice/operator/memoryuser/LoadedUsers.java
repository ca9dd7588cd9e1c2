package dev.memoryservice.operator.memoryuser;

import dev.memoryservice.crds.v1alpha1.MemoryUser;
import dev.memoryservice.operator.config.OperatorConfig;
import dev.memoryservice.operator.verification.KnownUser;
import dev.memoryservice.operator.verification.ServerAdmin;
import dev.memoryservice.operator.verification.VerificationSource;
import dev.memoryservice.operator.verification.VerificationTarget;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Asks each server that has users which of them it knows: often while one is expected that it does not know yet, and
 * otherwise at an interval, for last use and number of memories. One request for all users of a server.
 *
 * <p>While a server does not serve, what it said last still counts.
 */
@Singleton
public class LoadedUsers extends AbstractEventSource<KnownUser, MemoryUser> implements ResourceEventAware<MemoryUser> {

    private static final Logger LOG = Logger.getLogger(LoadedUsers.class);

    /** The first pause while a user is expected; each further one is longer by half. */
    private static final Duration SHORTEST = Duration.ofMillis(250);

    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final ServerAdmin admin;
    private final VerificationSource verifications;
    private final UserChanges changes;
    private final Duration interval;
    private final Map<ResourceID, Watch> watches = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("loaded-users").factory());
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

    /** What is expected of one server, and what it said; and when it is asked next, which its lock guards. */
    private static final class Watch {

        private final Map<String, String> expected = new ConcurrentHashMap<>();
        private volatile Optional<Map<String, KnownUser>> known = Optional.empty();
        private volatile Optional<String> problem = Optional.empty();
        /** What was known when the figures of every user were last told. */
        private Map<String, KnownUser> told = Map.of();

        private long toldAt = System.nanoTime();
        private Duration pause = SHORTEST;
        private boolean asking;
        private Optional<ScheduledFuture<?>> next = Optional.empty();
    }

    LoadedUsers(ServerAdmin admin, VerificationSource verifications, UserChanges changes, OperatorConfig config) {
        super(KnownUser.class, "loaded-users");
        this.admin = admin;
        this.verifications = verifications;
        this.changes = changes;
        this.interval = config.usageInterval();
        timer.setRemoveOnCancelPolicy(true);
    }

    /**
     * Expects the server to know the user in this revision, and asks soon if it does not yet.
     *
     * @return whether another revision was expected before
     */
    boolean expect(MemoryUser user, String revision) {
        Watch watch = watches.computeIfAbsent(UserRegistry.service(user), service -> new Watch());
        String before = watch.expected.put(user.getMetadata().getName(), revision);
        boolean changed = !revision.equals(before);
        if (changed) {
            askSoon(UserRegistry.service(user), watch);
        }
        return changed;
    }

    /**
     * Expects the server not to know the user any more.
     *
     * @return whether it was expected before
     */
    boolean expectNone(MemoryUser user) {
        Watch watch = watches.get(UserRegistry.service(user));
        if (watch == null) {
            return false;
        }
        // What was said of it is not true of the next of the same name.
        watch.known.ifPresent(known -> known.remove(user.getMetadata().getName()));
        return watch.expected.remove(user.getMetadata().getName()) != null;
    }

    /** Whether the server knows the user in this revision; empty until it was asked. */
    Optional<Boolean> isLoaded(MemoryUser user, String revision) {
        return watch(user)
                .flatMap(watch -> watch.known)
                .map(known -> matches(known.get(user.getMetadata().getName()), revision));
    }

    /** What the server said about the user. */
    Optional<KnownUser> known(MemoryUser user) {
        return watch(user)
                .flatMap(watch -> watch.known)
                .flatMap(known ->
                        Optional.ofNullable(known.get(user.getMetadata().getName())))
                .filter(known -> known.tenant().equals(user.space()));
    }

    /** Why the server could not be asked last. */
    Optional<String> problem(MemoryUser user) {
        return watch(user).flatMap(watch -> watch.problem);
    }

    private Optional<Watch> watch(MemoryUser user) {
        return Optional.ofNullable(watches.get(UserRegistry.service(user)));
    }

    private static boolean matches(KnownUser known, String revision) {
        return known != null && known.revision().map(revision::equals).orElse(true);
    }

    /** Does not put off a request that is near: users that keep coming must not keep the answer away. */
    private void askSoon(ResourceID service, Watch watch) {
        synchronized (watch) {
            watch.pause = SHORTEST;
            boolean near = watch.next
                    .filter(request -> request.getDelay(TimeUnit.MILLISECONDS) <= SHORTEST.toMillis())
                    .isPresent();
            if (!watch.asking && !near) {
                watch.next.ifPresent(request -> request.cancel(false));
                askAfter(SHORTEST, service, watch);
            }
        }
    }

    private void askAfter(Duration delay, ResourceID service, Watch watch) {
        try {
            watch.next = Optional.of(timer.schedule(
                    () -> workers.execute(() -> ask(service, watch)), delay.toMillis(), TimeUnit.MILLISECONDS));
        } catch (RejectedExecutionException stopping) {
            LOG.debugf("Not asking %s for its users any more: the operator stops", service);
        }
    }

    private void ask(ResourceID service, Watch watch) {
        synchronized (watch) {
            watch.asking = true;
            watch.pause = shorter(watch.pause.multipliedBy(3).dividedBy(2), LONGEST);
        }
        try {
            Optional<VerificationTarget> target = verifications.target(service);
            if (target.isPresent()) {
                learn(service, watch, target.get());
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return;
        } catch (RuntimeException bug) {
            LOG.errorf(bug, "Asking %s for its users failed for a reason of the operator's own", service);
        }
        synchronized (watch) {
            watch.asking = false;
            if (watch.expected.isEmpty()) {
                watches.remove(service, watch);
            } else {
                askAfter(isComplete(watch) ? interval : watch.pause, service, watch);
            }
        }
    }

    private void learn(ResourceID service, Watch watch, VerificationTarget target) throws InterruptedException {
        try {
            Map<String, KnownUser> now = admin.users(target);
            Map<String, KnownUser> before = watch.known.orElse(Map.of());
            boolean first = watch.known.isEmpty();
            boolean figures = first || System.nanoTime() - watch.toldAt >= interval.toNanos();
            Map<String, KnownUser> told = watch.told;
            watch.problem = Optional.empty();
            watch.known = Optional.of(new ConcurrentHashMap<>(now));
            if (figures) {
                watch.told = now;
                watch.toldAt = System.nanoTime();
            }
            watch.expected.forEach((name, revision) -> {
                boolean loadedNow = matches(now.get(name), revision);
                boolean differs = first || loadedNow != matches(before.get(name), revision);
                if (differs || (loadedNow && figures && !now.get(name).equals(told.get(name)))) {
                    trigger(service, name);
                }
            });
        } catch (ServerAdmin.Refused refused) {
            boolean news = !watch.problem.equals(Optional.of(refused.getMessage()));
            watch.problem = Optional.of(refused.getMessage());
            if (news && watch.known.isEmpty()) {
                watch.expected.keySet().forEach(name -> trigger(service, name));
            }
        }
    }

    private static boolean isComplete(Watch watch) {
        return watch.known
                .filter(known -> watch.expected.entrySet().stream()
                        .allMatch(user -> matches(known.get(user.getKey()), user.getValue())))
                .isPresent();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void trigger(ResourceID service, String user) {
        if (isRunning()) {
            getEventHandler()
                    .handleEvent(new Event(
                            new ResourceID(user, service.getNamespace().orElseThrow())));
        }
    }

    @Override
    public Set<KnownUser> getSecondaryResources(MemoryUser user) {
        return known(user).map(Set::of).orElse(Set.of());
    }

    /** From the moment in which its deletion begins, a user must not be let in. */
    @Override
    public void onResourceUpdated(MemoryUser user, MemoryUser before) {
        if (user.getMetadata().getDeletionTimestamp() != null) {
            onResourceDeleted(user);
        }
    }

    @Override
    public void onResourceDeleted(MemoryUser user) {
        if (expectNone(user)) {
            changes.in(UserRegistry.service(user));
        }
    }

    @PreDestroy
    void shutDown() {
        timer.shutdownNow();
        workers.shutdownNow();
    }
}
