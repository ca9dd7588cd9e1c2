package dev.memoryservice.operator.polling;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Asks one question for each resource again and again, aside from reconciles. A reconcile reads the latest answer without
 * waiting, and is triggered when there is another one.
 *
 * <p>The pauses begin short and grow to the longest; another answer makes them short again.
 *
 * @param <A> an answer; what is equal to the one before triggers nothing
 * @param <P> the resource
 */
public abstract class PolledAnswers<A, P extends HasMetadata> extends AbstractEventSource<A, P>
        implements ResourceEventAware<P> {

    private static final Logger LOG = Logger.getLogger(PolledAnswers.class);

    private final Poller poller;
    private final Duration shortest;
    private final Duration longest;
    private final Map<ResourceID, Watch<A>> watches = new ConcurrentHashMap<>();

    /** What is asked, and the latest answer. The object is the identity of the watch. */
    private static final class Watch<A> {

        private final Object key;
        private volatile Question<A> question;
        private volatile Optional<A> latest;
        private Duration pause;

        Watch(Object key, Question<A> question, Optional<A> latest, Duration pause) {
            this.key = key;
            this.question = question;
            this.latest = latest;
            this.pause = pause;
        }
    }

    /** One question. */
    @FunctionalInterface
    public interface Question<A> {

        /** Blocks until the answer or a time-out; empty if nothing can be said at present, with which the last one stays. */
        Optional<A> ask() throws InterruptedException;
    }

    protected PolledAnswers(Class<A> type, String name, Poller poller, Duration shortest, Duration longest) {
        super(type, name);
        this.poller = poller;
        this.shortest = shortest;
        this.longest = longest;
    }

    /**
     * Has the question asked from now on; the latest answer, which with another key may be one to the question before.
     *
     * @param key what the question is about; another one is asked at once
     */
    public Optional<A> watch(P resource, Object key, Question<A> question) {
        ResourceID id = ResourceID.fromResource(resource);
        Watch<A> before = watches.get(id);
        if (before != null && before.key.equals(key)) {
            before.question = question;
            return before.latest;
        }
        Optional<A> latest = before == null ? Optional.empty() : before.latest;
        Watch<A> watch = new Watch<>(key, question, latest, shortest);
        watches.put(id, watch);
        poller.after(Duration.ZERO, () -> ask(id, watch));
        return latest;
    }

    /** Has the same asked at once, because something happened that has another answer. */
    public void askSoon(ResourceID resource) {
        Watch<A> again = watches.computeIfPresent(
                resource, (id, before) -> new Watch<>(before.key, before.question, before.latest, shortest));
        if (again != null) {
            poller.after(Duration.ZERO, () -> ask(resource, again));
        }
    }

    /** The latest answer; empty until there is one. */
    public Optional<A> latest(ResourceID resource) {
        return Optional.ofNullable(watches.get(resource)).flatMap(watch -> watch.latest);
    }

    /**
     * Asks no more, and goes on to give the latest answer. A reconcile that follows the one which reported the end may still
     * see the resource as it was before, and would begin anew.
     */
    public void end(P resource) {
        watches.computeIfPresent(
                ResourceID.fromResource(resource),
                (id, before) -> new Watch<>(before.key, before.question, before.latest, shortest));
    }

    /** Asks no more, and forgets what was known. */
    public void forget(ResourceID resource) {
        watches.remove(resource);
    }

    /** Asks no more, and forgets what was known. */
    public void forget(P resource) {
        forget(ResourceID.fromResource(resource));
    }

    private void ask(ResourceID id, Watch<A> watch) throws InterruptedException {
        if (watches.get(id) != watch) {
            return;
        }
        try {
            Optional<A> answer = watch.question.ask();
            boolean news = answer.isPresent() && !answer.equals(watch.latest);
            if (news && watches.get(id) == watch) {
                watch.latest = answer;
                watch.pause = shortest;
                changed(id);
            }
        } catch (RuntimeException bug) {
            LOG.errorf(bug, "Asking %s for %s failed for a reason of the operator's own", name(), id);
        }
        poller.after(watch.pause, () -> ask(id, watch));
        Duration longer = watch.pause.multipliedBy(3).dividedBy(2);
        watch.pause = longer.compareTo(longest) < 0 ? longer : longest;
    }

    /** There is another answer. */
    protected void changed(ResourceID resource) {
        if (isRunning()) {
            getEventHandler().handleEvent(new Event(resource));
        }
    }

    @Override
    public Set<A> getSecondaryResources(P resource) {
        return latest(ResourceID.fromResource(resource)).map(Set::of).orElse(Set.of());
    }

    @Override
    public void onResourceDeleted(P resource) {
        forget(ResourceID.fromResource(resource));
    }
}
