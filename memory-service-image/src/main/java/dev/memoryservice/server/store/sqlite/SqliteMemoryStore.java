package dev.memoryservice.server.store.sqlite;

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
import dev.memoryservice.server.memory.StoreUnavailableException;
import dev.memoryservice.server.memory.StoredMemory;
import dev.memoryservice.server.memory.TagStatistics;
import dev.memoryservice.server.memory.UnembeddedMemory;
import dev.memoryservice.server.oauth.state.OAuthState;
import dev.memoryservice.server.store.sqlite.GroupCommitWriter.Written;
import dev.memoryservice.server.store.sqlite.Session.Mode;
import dev.memoryservice.server.time.TimeRange;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Memories in one SQLite file, for one process. A store is acknowledged after its transaction is on the disk; it
 * survives the death of the process and of the machine.
 *
 * <p>Opening takes a few milliseconds, plus a quarter of a second per 100,000 memories for their vectors, plus reading
 * the whole file once when the last process died without closing it.
 */
public final class SqliteMemoryStore implements MemoryStore {

    private static final long HEALTH_MILLISECONDS = 1_000;
    private static final Duration WEEK = Duration.ofDays(7);

    private final DatabaseFile file;
    private final Integrity integrity;
    private final int dimension;
    private final ReaderPool readers;
    private final GroupCommitWriter writer;
    private final MemoryIndexes indexes;
    private final MemoryWrites writes;
    private final MemoryDeletes deletes;
    private final HybridSearch search;
    private final SimilarMemories similar;
    private final VectorIndex vectors;
    private final OAuthState oauth;
    private final UploadHistory uploads;
    private final RestoreLog restores;
    private final SearchGate gate = new SearchGate();
    private final String model;

    /**
     * Opens the store.
     *
     * @param model the embedding model's name; vectors of any other model in the file are kept but not compared
     * @param dimension how many numbers its vectors have
     * @throws StoreUnavailableException when the file is in use by another process, is damaged, belongs to another
     *     program or a newer server, or lies on a file system where SQLite would lose data
     */
    public SqliteMemoryStore(SqliteOptions options, String model, int dimension) {
        this.model = model;
        this.dimension = dimension;
        this.file = new DatabaseFile(options.file(), options.setAside());
        this.vectors = new VectorIndex(model, dimension);
        this.integrity = new Integrity(file.path());
        Session session = open(file, options.pragmas(), vectors, integrity);
        Neighbours neighbours = new Neighbours(vectors);
        SlowStatements slow = new SlowStatements(options.slow());
        this.writer = new GroupCommitWriter(integrity, session, options.waitingWrites(), neighbours, gate, slow);
        this.readers = new ReaderPool(integrity, options.pragmas(), options.readers(), slow);
        this.indexes = new MemoryIndexes(model, vectors);
        this.writes = new MemoryWrites(indexes, neighbours);
        this.deletes = new MemoryDeletes(indexes);
        this.search = new HybridSearch(vectors, model, options.ranking());
        this.similar = new SimilarMemories(model, vectors);
        this.oauth = new SqliteOAuthState(readers, writer);
        this.uploads = new SqliteUploadHistory(readers, writer);
        this.restores = new SqliteRestoreLog(readers, writer);
    }

    @Override
    public String backend() {
        return "SQLite";
    }

    @Override
    public StoreOutcome store(Space space, Candidate candidate) {
        return storeAll(space, List.of(candidate)).getFirst();
    }

    @Override
    public List<StoreOutcome> storeAll(Space space, List<Candidate> candidates) {
        requireOneStore(space);
        requireBatch(candidates.size());
        candidates.forEach(candidate -> requireDimension(candidate.embedding()));
        List<Candidate> kept =
                candidates.stream().map(SqliteMemoryStore::asColumnsKeepIt).toList();
        return writer.write(session -> writes.store(session, space, kept));
    }

    @Override
    public Optional<Memory> find(Space space, String contentHash) {
        return readers.readConsistently(session -> MemoryReads.find(session, space, contentHash));
    }

    @Override
    public MemoryPage list(Space space, MemoryFilter filter, int page, int pageSize) {
        requirePageSize(pageSize);
        if (page < 1) {
            throw new IllegalArgumentException("Page %d: pages start at 1".formatted(page));
        }
        return readers.readConsistently(session -> MemoryReads.list(session, space, filter, page, pageSize));
    }

    @Override
    public MemoryPage listAfter(Space space, MemoryFilter filter, Cursor place, int pageSize) {
        requirePageSize(pageSize);
        return readers.readConsistently(session -> MemoryReads.listAfter(session, space, filter, place, pageSize));
    }

    @Override
    public Optional<MemoryChange> update(Space space, String contentHash, UnaryOperator<Memory> change) {
        requireOneStore(space);
        return writer.write(session -> MemoryUpdates.update(session, space, contentHash, change));
    }

    @Override
    public Optional<List<PastVersion>> history(Space space, String contentHash) {
        return readers.readConsistently(session -> MemoryUpdates.history(session, space, contentHash));
    }

    @Override
    public List<MemoryChange> updateOldest(Space space, MemoryFilter filter, int most, UnaryOperator<Memory> change) {
        requireOneStore(space);
        requireBatch(most);
        return writer.write(session -> MemoryUpdates.updateOldest(session, space, filter, most, change));
    }

    @Override
    public boolean delete(Space space, String contentHash) {
        return !deleteAll(space, List.of(contentHash)).isEmpty();
    }

    @Override
    public List<String> deleteAll(Space space, List<String> contentHashes) {
        requireOneStore(space);
        requireBatch(contentHashes.size());
        return writer.write(session -> deletes.delete(session, space, contentHashes, Instant.now()));
    }

    @Override
    public List<String> deleteOldest(Space space, MemoryFilter filter, int most) {
        requireOneStore(space);
        requireBatch(most);
        return writer.write(session -> deletes.deleteOldest(session, space, filter, most, Instant.now()));
    }

    @Override
    public int purge(Instant deletedBefore, int most) {
        requireBatch(most);
        return writer.write(session -> MemoryDeletes.purge(session, deletedBefore, most));
    }

    @Override
    public HashPage hashes(Space space, long after, int most, boolean deletedToo) {
        return readers.read(session -> MemoryDeletes.hashes(session, space, after, most, deletedToo));
    }

    @Override
    public ContradictionPage contradictions(Space space, int most) {
        return readers.readConsistently(session -> Contradictions.list(session, space, most));
    }

    @Override
    public boolean endContradiction(Space space, String contentHash, String otherContentHash) {
        requireOneStore(space);
        return writer.write(session ->
                Written.of(Contradictions.resolve(session, space, contentHash, otherContentHash, Instant.now())));
    }

    @Override
    public List<TagStatistics> tagStatistics(Space space, int most) {
        return readers.readConsistently(session -> MemoryReads.tagStatistics(session, space, most));
    }

    @Override
    public List<SearchHit> search(Space space, SearchQuery query) {
        requireDimension(query.embedding());
        requireLimit(query.limit());
        return gate.search(readers, session -> search.search(session, space, query));
    }

    @Override
    public Optional<List<SearchHit>> similar(Space space, String contentHash, int limit) {
        requireLimit(limit);
        return gate.search(readers, session -> similar.of(session, space, contentHash, limit));
    }

    @Override
    public EmbeddingBacklog embeddingBacklog() {
        return readers.readConsistently(indexes::backlog);
    }

    @Override
    public List<UnembeddedMemory> unembedded(int most) {
        return readers.readConsistently(session -> indexes.unembedded(session, most));
    }

    @Override
    public void embed(List<EmbeddedMemory> memories) {
        memories.stream().flatMap(memory -> memory.passages().stream()).forEach(passage -> passage.vector()
                .ifPresent(this::requireDimension));
        writer.write(session -> indexes.embed(session, memories));
    }

    @Override
    public Map<String, Long> tags(Space space) {
        return readers.readConsistently(session -> MemoryFigures.tags(session, space));
    }

    @Override
    public Map<String, Long> tags(Space space, TimeRange range, int most) {
        return readers.readConsistently(session -> MemoryFigures.tags(session, space, range, most));
    }

    @Override
    public Map<String, Long> types(Space space) {
        return readers.readConsistently(session -> MemoryFigures.types(session, space));
    }

    @Override
    public List<Activity> activity(Space space) {
        return readers.readConsistently(session -> MemoryFigures.activity(session, space));
    }

    @Override
    public List<MemorySize> largest(Space space, int most) {
        requireLimit(most);
        return readers.readConsistently(session -> MemoryFigures.largest(session, space, most));
    }

    @Override
    public StoreStatistics statistics(Space space) {
        Instant weekAgo = Instant.now().minus(WEEK);
        return readers.readConsistently(session -> MemoryFigures.statistics(session, space, weekAgo));
    }

    @Override
    public void readAll(Extent extent, Consumer<StoredMemory> each) {
        readers.readApart(session -> {
            WholeReading.run(session, extent, (id, stored) -> each.accept(stored));
            return null;
        });
    }

    @Override
    public void readSnapshot(Extent extent, Consumer<SnapshotEntry> each) {
        readers.readApart(session -> {
            SnapshotReading.run(session, extent, each);
            return null;
        });
    }

    @Override
    public SnapshotDifference replace(Replacement replacement) {
        return writer.writeLong(session -> new TenantReplacement(session, model, vectors, replacement).run(search));
    }

    @Override
    public boolean isReplacing() {
        return writer.isRefusing();
    }

    @Override
    public RestoreLog restores() {
        return restores;
    }

    @Override
    public Map<String, Long> tenants() {
        return readers.read(MemoryFigures::tenants);
    }

    @Override
    public Erased erase(String tenant, int most) {
        requireBatch(most);
        return writer.write(session -> deletes.erase(session, tenant, most, Instant.now()));
    }

    @Override
    public OAuthState oauth() {
        return oauth;
    }

    @Override
    public UploadHistory uploads() {
        return uploads;
    }

    @Override
    public long sizeBytes() {
        return file.sizeBytes();
    }

    @Override
    public void checkReading() {
        file.checkInPlace();
        readers.read(session -> session.number(0, "SELECT checked_at FROM health"));
    }

    @Override
    public void checkWriting() {
        try {
            writer.writeWithin(HEALTH_MILLISECONDS, session -> MemoryWrites.probe(session, Instant.now()));
        } catch (StoreUnavailableException e) {
            // Writing is refused on purpose then, and what replaces finds out whether the disk takes writes.
            if (!isReplacing()) {
                throw e;
            }
        }
        // The check writes less than a memory does, and over what it wrote before.
        file.requireRoom();
    }

    @Override
    public void checkIntegrity() {
        readers.readApart(session -> {
            integrity.check(session);
            return null;
        });
    }

    @Override
    public void close() {
        // The writer goes last: the last connection to close empties the write-ahead log into the file.
        readers.close();
        writer.close();
        file.close();
        vectors.clear();
    }

    private static Session open(DatabaseFile file, Pragmas pragmas, VectorIndex vectors, Integrity integrity) {
        try {
            Session session = Session.open(file.path(), Mode.WRITE, pragmas);
            try {
                Schema.migrate(file.path(), session);
                // After a sudden death the write-ahead log is replayed, and what it was replayed into should be whole:
                // disks
                // that lie about having written are found here, before more is built upon the damage.
                if (file.wasClosedUncleanly()) {
                    integrity.check(session);
                }
                long withoutVector = vectors.load(session);
                if (withoutVector > 0) {
                    System.getLogger(SqliteMemoryStore.class.getName())
                            .log(
                                    System.Logger.Level.WARNING,
                                    "{0} memories have no vector of the model {1} and are found by their words only until they get one",
                                    withoutVector,
                                    vectors.model());
                }
                return session;
            } catch (SQLException | RuntimeException | OutOfMemoryError e) {
                session.close();
                throw e;
            }
        } catch (SQLException e) {
            file.close();
            throw Failures.unavailable(file.path(), e);
        } catch (OutOfMemoryError e) {
            file.close();
            throw new StoreUnavailableException(
                    "The memory limit leaves no room for the vectors of the database %s: raise it, and -XX:MaxDirectMemorySize (%s)"
                            .formatted(file.path(), e.getMessage()),
                    e);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static Candidate asColumnsKeepIt(Candidate candidate) {
        Memory memory = candidate.memory();
        return new Candidate(
                new Memory(
                        memory.contentHash(),
                        memory.content(),
                        List.copyOf(memory.tags()),
                        memory.type(),
                        memory.metadata(),
                        memory.conversationId(),
                        MemoryRows.toMicros(memory.createdAt()),
                        MemoryRows.toMicros(memory.updatedAt())),
                candidate.embedding(),
                candidate.neighbours());
    }

    private static void requireBatch(int size) {
        if (size > LARGEST_BATCH) {
            throw new IllegalArgumentException(
                    "%d memories at once: one call takes at most %d".formatted(size, LARGEST_BATCH));
        }
    }

    private static void requireOneStore(Space space) {
        if (space.isAllStores()) {
            throw new IllegalArgumentException(
                    "'%s' means every store and is for reading only; name one store".formatted(Space.ALL_STORES));
        }
    }

    private static void requireLimit(int limit) {
        if (limit < 1 || limit > 100) {
            throw new IllegalArgumentException("Limit %d: a search returns 1 to 100 hits".formatted(limit));
        }
    }

    private static void requirePageSize(int pageSize) {
        if (pageSize < 1 || pageSize > 100) {
            throw new IllegalArgumentException("Page size %d: pages hold 1 to 100 memories".formatted(pageSize));
        }
    }

    private void requireDimension(float[] embedding) {
        if (embedding.length != dimension) {
            throw new IllegalArgumentException(
                    "The vector has %d numbers; this store's model makes %d".formatted(embedding.length, dimension));
        }
    }
}
