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
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A store that tells how many writes wait until they are durable: what grows first when the volume is too slow. */
public final class MeasuredStore implements MemoryStore {

    private final MemoryStore store;
    private final AtomicInteger writes = new AtomicInteger();

    public MeasuredStore(MemoryStore store, MeterRegistry registry) {
        this.store = store;
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
        return writing(() -> store.store(space, candidate));
    }

    @Override
    public List<StoreOutcome> storeAll(Space space, List<Candidate> candidates) {
        return writing(() -> store.storeAll(space, candidates));
    }

    @Override
    public Optional<MemoryChange> update(Space space, String contentHash, UnaryOperator<Memory> change) {
        return writing(() -> store.update(space, contentHash, change));
    }

    @Override
    public Optional<List<PastVersion>> history(Space space, String contentHash) {
        return store.history(space, contentHash);
    }

    @Override
    public boolean delete(Space space, String contentHash) {
        return writing(() -> store.delete(space, contentHash));
    }

    @Override
    public List<String> deleteAll(Space space, List<String> contentHashes) {
        return writing(() -> store.deleteAll(space, contentHashes));
    }

    @Override
    public List<String> deleteOldest(Space space, MemoryFilter filter, int most) {
        return writing(() -> store.deleteOldest(space, filter, most));
    }

    @Override
    public List<MemoryChange> updateOldest(Space space, MemoryFilter filter, int most, UnaryOperator<Memory> change) {
        return writing(() -> store.updateOldest(space, filter, most, change));
    }

    @Override
    public int purge(Instant deletedBefore, int most) {
        return writing(() -> store.purge(deletedBefore, most));
    }

    @Override
    public boolean endContradiction(Space space, String contentHash, String otherContentHash) {
        return writing(() -> store.endContradiction(space, contentHash, otherContentHash));
    }

    @Override
    public HashPage hashes(Space space, long after, int most, boolean deletedToo) {
        return store.hashes(space, after, most, deletedToo);
    }

    @Override
    public ContradictionPage contradictions(Space space, int most) {
        return store.contradictions(space, most);
    }

    @Override
    public List<TagStatistics> tagStatistics(Space space, int most) {
        return store.tagStatistics(space, most);
    }

    @Override
    public Optional<Memory> find(Space space, String contentHash) {
        return store.find(space, contentHash);
    }

    @Override
    public MemoryPage list(Space space, MemoryFilter filter, int page, int pageSize) {
        return store.list(space, filter, page, pageSize);
    }

    @Override
    public MemoryPage listAfter(Space space, MemoryFilter filter, Cursor place, int pageSize) {
        return store.listAfter(space, filter, place, pageSize);
    }

    @Override
    public List<SearchHit> search(Space space, SearchQuery query) {
        return store.search(space, query);
    }

    @Override
    public Optional<List<SearchHit>> similar(Space space, String contentHash, int limit) {
        return store.similar(space, contentHash, limit);
    }

    @Override
    public EmbeddingBacklog embeddingBacklog() {
        return store.embeddingBacklog();
    }

    @Override
    public List<UnembeddedMemory> unembedded(int most) {
        return store.unembedded(most);
    }

    @Override
    public void embed(List<EmbeddedMemory> memories) {
        store.embed(memories);
    }

    @Override
    public Map<String, Long> tags(Space space) {
        return store.tags(space);
    }

    @Override
    public Map<String, Long> tags(Space space, TimeRange range, int most) {
        return store.tags(space, range, most);
    }

    @Override
    public Map<String, Long> types(Space space) {
        return store.types(space);
    }

    @Override
    public List<Activity> activity(Space space) {
        return store.activity(space);
    }

    @Override
    public List<MemorySize> largest(Space space, int most) {
        return store.largest(space, most);
    }

    @Override
    public StoreStatistics statistics(Space space) {
        return store.statistics(space);
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
        return store.tenants();
    }

    @Override
    public Erased erase(String tenant, int most) {
        return writing(() -> store.erase(tenant, most));
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

    private <T> T writing(Supplier<T> write) {
        writes.incrementAndGet();
        try {
            return write.get();
        } finally {
            writes.decrementAndGet();
        }
    }
}
