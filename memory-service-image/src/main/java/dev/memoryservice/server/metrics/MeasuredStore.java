package dev.memoryservice.server.metrics;

import dev.memoryservice.server.document.UploadHistory;
import dev.memoryservice.server.memory.Activity;
import dev.memoryservice.server.memory.Candidate;
import dev.memoryservice.server.memory.ContradictionPage;
import dev.memoryservice.server.memory.Cursor;
import dev.memoryservice.server.memory.EmbeddedMemory;
import dev.memoryservice.server.memory.EmbeddingBacklog;
import dev.memoryservice.server.memory.Erased;
import dev.memoryservice.server.memory.Extent;
import dev.memoryservice.server.memory.HashPage;
import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.MemoryChange;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemoryPage;
import dev.memoryservice.server.memory.MemorySize;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.PastVersion;
import dev.memoryservice.server.memory.Replacement;
import dev.memoryservice.server.memory.RestoreLog;
import dev.memoryservice.server.memory.SearchHit;
import dev.memoryservice.server.memory.SearchQuery;
import dev.memoryservice.server.memory.SnapshotDifference;
import dev.memoryservice.server.memory.SnapshotEntry;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoreOutcome;
import dev.memoryservice.server.memory.StoreStatistics;
import dev.memoryservice.server.memory.StoredMemory;
import dev.memoryservice.server.memory.TagStatistics;
import dev.memoryservice.server.memory.UnembeddedMemory;
import dev.memoryservice.server.oauth.state.OAuthState;
import dev.memoryservice.server.time.TimeRange;
import dev.memoryservice.server.tracing.Step;
import dev.memoryservice.server.tracing.TracedRequest;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/**
 * A store that tells how long its calls take, and how many writes wait until they are durable: what grows first when the
 * volume is too slow.
 */
public final class MeasuredStore implements MemoryStore {

    private static final Logger LOG = Logger.getLogger(MeasuredStore.class);

    private final MemoryStore store;
    private final MeterRegistry registry;
    private final Duration slow;
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();
    private final AtomicInteger writes = new AtomicInteger();

    /** @param slow from how long on a call is written into the log */
    public MeasuredStore(MemoryStore store, MeterRegistry registry, Duration slow) {
        this.store = store;
        this.registry = registry;
        this.slow = slow;
        Gauge.builder("memory.service.writes.waiting", writes, AtomicInteger::get)
                .description("Writes that are queued or on their way to the disk")
                .tag("backend", store.backend())
                .register(registry);
    }

    @Override
    public String backend() {
        return store.backend();
    }

    @Override
    public StoreOutcome store(Space space, Candidate candidate) {
        return timed("store", () -> writing(() -> store.store(space, candidate)));
    }

    @Override
    public List<StoreOutcome> storeAll(Space space, List<Candidate> candidates) {
        return timed("storeAll", () -> writing(() -> store.storeAll(space, candidates)));
    }

    @Override
    public Optional<MemoryChange> update(Space space, String contentHash, UnaryOperator<Memory> change) {
        return timed("update", () -> writing(() -> store.update(space, contentHash, change)));
    }

    @Override
    public Optional<List<PastVersion>> history(Space space, String contentHash) {
        return timed("history", () -> store.history(space, contentHash));
    }

    @Override
    public boolean delete(Space space, String contentHash) {
        return timed("delete", () -> writing(() -> store.delete(space, contentHash)));
    }

    @Override
    public List<String> deleteAll(Space space, List<String> contentHashes) {
        return timed("deleteAll", () -> writing(() -> store.deleteAll(space, contentHashes)));
    }

    @Override
    public List<String> deleteOldest(Space space, MemoryFilter filter, int most) {
        return timed("deleteOldest", () -> writing(() -> store.deleteOldest(space, filter, most)));
    }

    @Override
    public List<MemoryChange> updateOldest(Space space, MemoryFilter filter, int most, UnaryOperator<Memory> change) {
        return timed("updateOldest", () -> writing(() -> store.updateOldest(space, filter, most, change)));
    }

    @Override
    public int purge(Instant deletedBefore, int most) {
        return timed("purge", () -> writing(() -> store.purge(deletedBefore, most)));
    }

    @Override
    public boolean endContradiction(Space space, String contentHash, String otherContentHash) {
        return timed(
                "endContradiction", () -> writing(() -> store.endContradiction(space, contentHash, otherContentHash)));
    }

    @Override
    public HashPage hashes(Space space, long after, int most, boolean deletedToo) {
        return timed("hashes", () -> store.hashes(space, after, most, deletedToo));
    }

    @Override
    public ContradictionPage contradictions(Space space, int most) {
        return timed("contradictions", () -> store.contradictions(space, most));
    }

    @Override
    public List<TagStatistics> tagStatistics(Space space, int most) {
        return timed("tagStatistics", () -> store.tagStatistics(space, most));
    }

    @Override
    public Optional<Memory> find(Space space, String contentHash) {
        return timed("find", () -> store.find(space, contentHash));
    }

    @Override
    public MemoryPage list(Space space, MemoryFilter filter, int page, int pageSize) {
        return timed("list", () -> store.list(space, filter, page, pageSize));
    }

    @Override
    public MemoryPage listAfter(Space space, MemoryFilter filter, Cursor place, int pageSize) {
        return timed("listAfter", () -> store.listAfter(space, filter, place, pageSize));
    }

    @Override
    public List<SearchHit> search(Space space, SearchQuery query) {
        return timed("search", () -> store.search(space, query));
    }

    @Override
    public Optional<List<SearchHit>> similar(Space space, String contentHash, int limit) {
        return timed("similar", () -> store.similar(space, contentHash, limit));
    }

    @Override
    public EmbeddingBacklog embeddingBacklog() {
        return timed("embeddingBacklog", () -> store.embeddingBacklog());
    }

    @Override
    public List<UnembeddedMemory> unembedded(int most) {
        return timed("unembedded", () -> store.unembedded(most));
    }

    @Override
    public void embed(List<EmbeddedMemory> memories) {
        timed("embed", () -> {
            store.embed(memories);
            return memories;
        });
    }

    @Override
    public Map<String, Long> tags(Space space) {
        return timed("tags", () -> store.tags(space));
    }

    @Override
    public Map<String, Long> tags(Space space, TimeRange range, int most) {
        return timed("tags", () -> store.tags(space, range, most));
    }

    @Override
    public Map<String, Long> types(Space space) {
        return timed("types", () -> store.types(space));
    }

    @Override
    public List<Activity> activity(Space space) {
        return timed("activity", () -> store.activity(space));
    }

    @Override
    public List<MemorySize> largest(Space space, int most) {
        return timed("largest", () -> store.largest(space, most));
    }

    @Override
    public StoreStatistics statistics(Space space) {
        return timed("statistics", () -> store.statistics(space));
    }

    @Override
    public void readAll(Extent extent, Consumer<StoredMemory> each) {
        store.readAll(extent, each);
    }

    @Override
    public void readSnapshot(Extent extent, Consumer<SnapshotEntry> each) {
        store.readSnapshot(extent, each);
    }

    @Override
    public SnapshotDifference replace(Replacement replacement) {
        return writing(() -> store.replace(replacement));
    }

    @Override
    public boolean isReplacing() {
        return store.isReplacing();
    }

    @Override
    public RestoreLog restores() {
        return store.restores();
    }

    @Override
    public Map<String, Long> tenants() {
        return timed("tenants", () -> store.tenants());
    }

    @Override
    public Erased erase(String tenant, int most) {
        return timed("erase", () -> writing(() -> store.erase(tenant, most)));
    }

    @Override
    public OAuthState oauth() {
        return store.oauth();
    }

    @Override
    public UploadHistory uploads() {
        return store.uploads();
    }

    @Override
    public long sizeBytes() {
        return store.sizeBytes();
    }

    @Override
    public void checkReading() {
        store.checkReading();
    }

    @Override
    public void checkWriting() {
        store.checkWriting();
    }

    @Override
    public void checkIntegrity() {
        store.checkIntegrity();
    }

    @Override
    public void close() {
        store.close();
    }

    /** Says which operation took long, and by the request of the log line for whom; never what it was about. */
    private <T> T timed(String operation, Supplier<T> call) {
        long begin = System.nanoTime();
        Step step = TracedRequest.step("store " + operation);
        try {
            return call.get();
        } catch (RuntimeException e) {
            step.failed();
            throw e;
        } finally {
            step.close();
            long nanoseconds = System.nanoTime() - begin;
            timers.computeIfAbsent(operation, this::timer).record(nanoseconds, TimeUnit.NANOSECONDS);
            if (nanoseconds >= slow.toNanos()) {
                LOG.warnf(
                        "Slow store: %s took %d ms, with %d writes waiting",
                        operation, TimeUnit.NANOSECONDS.toMillis(nanoseconds), writes.get());
            } else if (LOG.isDebugEnabled()) {
                LOG.debugf("Store: %s took %d us", operation, TimeUnit.NANOSECONDS.toMicros(nanoseconds));
            }
        }
    }

    private Timer timer(String operation) {
        return Timer.builder("memory.service.store")
                .description("Calls of the store, until their answer, or until what they wrote is durable")
                .tag("operation", operation)
                .register(registry);
    }

    private <T> T writing(Supplier<T> write) {
        writes.incrementAndGet();
        try {
            return write.get();
        } finally {
            writes.decrementAndGet();
        }
    }
}
