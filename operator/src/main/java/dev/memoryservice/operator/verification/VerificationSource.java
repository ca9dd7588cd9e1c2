package dev.memoryservice.operator.verification;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.config.OperatorConfig;
import dev.memoryservice.operator.metrics.VerificationMetrics;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Verifies every available server: at once when it becomes available, then at an interval. A reconcile never waits for
 * it: it reads the latest outcome, and is triggered when there is another one.
 *
 * <p>Memory: one small record for each available server, forgotten when the server stops or its resource is deleted.
 */
@Singleton
public class VerificationSource extends AbstractEventSource<Verification, MemoryService>
        implements ResourceEventAware<MemoryService> {

    private static final Logger LOG = Logger.getLogger(VerificationSource.class);

    /** A server that does not verify is asked again soon: most often it has only just started. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    /** A server reads a changed Secret within a second or two. */
    private static final Duration NEXT_KEY_RETRY = Duration.ofSeconds(1);

    /** Verifications at one time, so that a thousand servers do not become a thousand connections. */
    private static final int CONCURRENT = 32;

    private final ServerProbe probe;
    private final VerificationMetrics metrics;
    private final Duration interval;
    private final Map<ResourceID, Watch> watches = new ConcurrentHashMap<>();
    private final Semaphore permits = new Semaphore(CONCURRENT);
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("verification-timer").factory());
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

    /** What is asked of one server, and the latest answer. The object is the identity of the watch. */
    private static final class Watch {

        private final VerificationTarget target;
        private volatile Optional<Verification> latest;
        private volatile boolean answered;
        private volatile Set<String> acceptedNextKeys = Set.of();
        private volatile Optional<Instant> passed = Optional.empty();

        Watch(VerificationTarget target, Optional<Verification> latest) {
            this.target = target;
            this.latest = latest;
        }
    }

    VerificationSource(ServerProbe probe, VerificationMetrics metrics, OperatorConfig config) {
        super(Verification.class, "verification");
        this.probe = probe;
        this.metrics = metrics;
        this.interval = config.probeInterval();
        timer.setRemoveOnCancelPolicy(true);
        metrics.observe(watches::size);
    }

    /** Begins to verify the target, or goes on if it is the same as before. */
    public void watch(ResourceID service, VerificationTarget target) {
        Watch before = watches.get(service);
        if (before != null && before.target.equals(target)) {
            return;
        }
        // The answer about the Pod before is kept until there is a new one, so that a rotated key does not look like a
        // server that failed.
        Watch watch = new Watch(target, before == null ? Optional.empty() : before.latest);
        if (before != null) {
            watch.passed = before.passed;
        }
        watches.put(service, watch);
        verifyAfter(Duration.ZERO, service, watch);
    }

    /** Stops to verify, and forgets what was known. */
    public void forget(ResourceID service) {
        watches.remove(service);
    }

    /** The latest outcome; empty until there is one. */
    public Optional<Verification> latest(ResourceID service) {
        return Optional.ofNullable(watches.get(service)).flatMap(watch -> watch.latest);
    }

    /** What the Pods of this revision answered; empty while they were not asked, whatever those before them answered. */
    public Optional<Verification> answer(ResourceID service, String revision) {
        return Optional.ofNullable(watches.get(service))
                .filter(watch -> watch.answered && watch.target.revision().equals(revision))
                .flatMap(watch -> watch.latest);
    }

    /** When the server was last found to be as declared, since the operator started. */
    public Optional<Instant> lastPassed(ResourceID service) {
        return Optional.ofNullable(watches.get(service)).flatMap(watch -> watch.passed);
    }

    /** How the server is reached; empty while it does not serve. */
    public Optional<VerificationTarget> target(ResourceID service) {
        return Optional.ofNullable(watches.get(service)).map(watch -> watch.target);
    }

    /** Whether the server has accepted the key that will be used next. */
    public boolean accepts(ResourceID service, String nextKey) {
        return Optional.ofNullable(watches.get(service))
                .filter(watch -> watch.acceptedNextKeys.contains(nextKey))
                .isPresent();
    }

    private void verifyAfter(Duration delay, ResourceID service, Watch watch) {
        try {
            var unused = timer.schedule(
                    () -> workers.execute(() -> verify(service, watch)), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopping) {
            LOG.debugf("Not verifying %s any more: the operator stops", service);
        }
    }

    private void verify(ResourceID service, Watch watch) {
        if (watches.get(service) != watch) {
            return;
        }
        Duration next = RETRY;
        try {
            Verification outcome = verifyWithPermit(watch.target);
            next = outcome instanceof Verification.Passed ? interval : shorter(RETRY, interval);
            Set<String> accepted = probe.acceptedNextKeys(watch.target);
            if (!accepted.containsAll(watch.target.nextKeys())) {
                next = shorter(NEXT_KEY_RETRY, interval);
            }
            if (outcome instanceof Verification.Passed) {
                watch.passed = Optional.of(Instant.now());
            }
            publish(service, watch, outcome, accepted);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return;
        } catch (RuntimeException bug) {
            LOG.errorf(bug, "Verifying %s failed for a reason of the operator's own", service);
        }
        verifyAfter(next, service, watch);
    }

    private Verification verifyWithPermit(VerificationTarget target) throws InterruptedException {
        permits.acquire();
        try {
            return metrics.timed(() -> probe.verify(target));
        } finally {
            permits.release();
        }
    }

    private void publish(ResourceID service, Watch watch, Verification outcome, Set<String> acceptedNextKeys) {
        boolean changed =
                !watch.latest.equals(Optional.of(outcome)) || !watch.acceptedNextKeys.equals(acceptedNextKeys);
        watch.acceptedNextKeys = acceptedNextKeys;
        boolean first = !watch.answered;
        watch.latest = Optional.of(outcome);
        watch.answered = true;
        if ((changed || first) && watches.get(service) == watch && isRunning()) {
            getEventHandler().handleEvent(new Event(service));
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    @Override
    public Set<Verification> getSecondaryResources(MemoryService service) {
        return latest(ResourceID.fromResource(service)).map(Set::of).orElse(Set.of());
    }

    @Override
    public void onResourceDeleted(MemoryService service) {
        forget(ResourceID.fromResource(service));
    }

    @PreDestroy
    void shutDown() {
        timer.shutdownNow();
        workers.shutdownNow();
    }
}
