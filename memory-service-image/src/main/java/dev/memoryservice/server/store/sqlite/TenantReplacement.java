package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.EmbeddedMemory.EmbeddedPassage;
import dev.memoryservice.server.memory.Extent;
import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.MemoryVectors;
import dev.memoryservice.server.memory.PastVersion;
import dev.memoryservice.server.memory.Replacement;
import dev.memoryservice.server.memory.SnapshotComparison;
import dev.memoryservice.server.memory.SnapshotDifference;
import dev.memoryservice.server.memory.SnapshotEntry;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoredMemory;
import dev.memoryservice.server.search.Author;
import dev.memoryservice.server.search.DateWords;
import dev.memoryservice.server.search.Words;
import dev.memoryservice.server.store.sqlite.GroupCommitWriter.Written;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One replacement of what tenants have, inside the writer's transaction. New rows get new ids, which are greater than
 * all before, so what was learnt of old ids stays true; the new vectors are made beside those that searches use, and
 * take their place after the commit.
 */
final class TenantReplacement {

    private final Session session;
    private final String model;
    private final VectorIndex vectors;
    private final Replacement replacement;
    private final Map<Space, Scope> scopes = new HashMap<>();
    private final Map<Long, TenantVectors> fresh = new HashMap<>();
    private final SnapshotComparison comparison = new SnapshotComparison();

    TenantReplacement(Session session, String model, VectorIndex vectors, Replacement replacement) {
        this.session = session;
        this.model = model;
        this.vectors = vectors;
        this.replacement = replacement;
    }

    /** Does it; the second run of one that was rolled back starts with another object. */
    Written<SnapshotDifference> run(HybridSearch search) throws SQLException {
        WholeReading.run(
                session, new Extent(replacement.tenant(), Optional.empty()), (id, stored) -> comparison.before(stored));
        for (long tenant : tenants()) {
            clear(tenant);
            fresh.put(tenant, vectors.fresh());
        }
        replacement.snapshot().read(entry -> {
            if (replacement.concerns(entry)) {
                try {
                    put(entry);
                } catch (SQLException e) {
                    throw new Failed(e);
                }
            }
        });
        SnapshotDifference difference = comparison.difference();
        SqliteRestoreLog.save(session, replacement.done().apply(difference));
        return new Written<>(difference, () -> {
            vectors.replace(fresh);
            search.forgetStems();
        });
    }

    /** Carries a failure of the database through the reading of the snapshot. */
    static final class Failed extends RuntimeException {

        private final SQLException failure;

        Failed(SQLException failure) {
            super(failure);
            this.failure = failure;
        }

        SQLException failure() {
            return failure;
        }
    }

    private Set<Long> tenants() throws SQLException {
        Set<Long> tenants = new HashSet<>();
        try (ResultSet rows = session.query(
                "SELECT id FROM tenant WHERE (?1 IS NULL OR name = ?1)",
                replacement.tenant().orElse(null))) {
            while (rows.next()) {
                tenants.add(rows.getLong(1));
            }
        }
        return tenants;
    }

    /** Takes everything of a tenant away at once. The counts go first: the triggers would count every row down. */
    private void clear(long tenant) throws SQLException {
        String spaces = " WHERE space_id IN (SELECT id FROM space WHERE tenant_id = ?)";
        for (String table : List.of("tag_count", "memory_tag", "type_count", "activity", "contradiction")) {
            session.update("DELETE FROM " + table + spaces, tenant);
        }
        session.update("DELETE FROM memory WHERE tenant_id = ?", tenant);
        session.update("UPDATE space SET memories = 0 WHERE tenant_id = ?", tenant);
        session.update("DELETE FROM upload WHERE tenant_id = ? AND completed_at IS NOT NULL", tenant);
        LexicalIndex.clear(session, tenant);
    }

    private void put(SnapshotEntry entry) throws SQLException {
        switch (entry) {
            case SnapshotEntry.OfSpace(Space space) -> scope(space);
            case SnapshotEntry.OfMemory(StoredMemory stored, Optional<MemoryVectors> known) -> put(stored, known);
            case SnapshotEntry.OfContradiction pair -> put(pair);
            case SnapshotEntry.OfUpload(String tenant, var upload) ->
                SqliteUploadHistory.save(
                        session, scope(new Space(tenant, upload.store())).tenant(), upload);
        }
    }

    private Scope scope(Space space) throws SQLException {
        Scope scope = scopes.get(space);
        if (scope == null) {
            scope = Scope.findOrCreate(session, space);
            scopes.put(space, scope);
            fresh.computeIfAbsent(scope.tenant(), tenant -> vectors.fresh());
        }
        return scope;
    }

    private void put(StoredMemory stored, Optional<MemoryVectors> known) throws SQLException {
        comparison.after(stored);
        Scope scope = scope(stored.space());
        Memory memory = stored.memory();
        int words = Words.count(memory.content());
        long id = MemoryWrites.insert(session, scope, memory, words);
        int author = Author.key(Author.of(memory.metadata(), memory.content()));
        if (author != 0) {
            session.update("UPDATE memory SET author = ? WHERE id = ?", author, id);
        }
        putHistory(id, stored.history());
        if (stored.deletedAt().isPresent()) {
            // In two steps, for the triggers that count what is stored and what is deleted.
            session.update(
                    "UPDATE memory SET deleted_at = ? WHERE id = ?",
                    MemoryRows.micros(stored.deletedAt().get()),
                    id);
            return;
        }
        MemoryTags.add(session, scope.space(), id, memory, Set.copyOf(memory.tags()));
        LexicalIndex.add(session, scope.tenant(), id, memory.content() + '\n' + DateWords.of(memory.createdAt()));
        index(
                new IndexedMemory(
                        id,
                        scope.space(),
                        MemoryRows.micros(memory.createdAt()),
                        words,
                        author,
                        memory.conversationId()
                                .map(conversation -> IndexedMemory.conversation(scope.space(), conversation))
                                .orElse(0L),
                        vectors.quantized(known.filter(v -> v.model().equals(model)))),
                scope.tenant(),
                known);
    }

    private void putHistory(long id, List<PastVersion> lastFirst) throws SQLException {
        int version = lastFirst.size();
        for (PastVersion past : lastFirst) {
            session.update(
                    "INSERT INTO memory_history (memory_id, version, replaced_at, tags, type, metadata)"
                            + " VALUES (?, ?, ?, ?, ?, ?)",
                    id,
                    version--,
                    MemoryRows.micros(past.replacedAt()),
                    Json.write(past.tags()),
                    past.type(),
                    Json.write(past.metadata()));
        }
    }

    private void index(IndexedMemory memory, long tenant, Optional<MemoryVectors> known) throws SQLException {
        // One without any vector is given one in the background, as one with a vector of another model is.
        MemoryVectors kept = known.orElse(MemoryIndexes.WITHOUT_VECTOR);
        session.update(
                "INSERT INTO embedding (memory_id, model, vector, complete, stop) VALUES (?, ?, ?, ?, ?)",
                memory.id(),
                kept.model(),
                VectorIndex.toBytes(kept.vector()),
                kept.complete() ? 1 : 0,
                kept.stop().isPresent() ? (Object) kept.stop().getAsInt() : null);
        TenantVectors target = fresh.get(tenant);
        target.reserve();
        target.append(memory);
        List<QuantizedVector> passages = new ArrayList<>();
        for (int i = 0; i < kept.further().size(); i++) {
            EmbeddedPassage passage = kept.further().get(i);
            float[] vector = passage.vector().orElseThrow();
            session.update(
                    "INSERT INTO passage (memory_id, ordinal, start, stop, model, vector) VALUES (?, ?, ?, ?, ?, ?)",
                    memory.id(),
                    i + 1,
                    passage.start(),
                    passage.stop(),
                    kept.model(),
                    VectorIndex.toBytes(vector));
            if (kept.model().equals(model)) {
                passages.add(QuantizedVector.of(vector));
            }
        }
        if (!passages.isEmpty()) {
            target.reservePassages(passages.size());
            target.replacePassages(memory.id(), passages);
        }
    }

    private void put(SnapshotEntry.OfContradiction pair) throws SQLException {
        Scope scope = scope(pair.space());
        session.update(
                "INSERT INTO contradiction (newer_id, older_id, space_id, cosine, divergence, found_at)"
                        + " SELECT n.id, o.id, n.space_id, ?, ?, ? FROM memory AS n JOIN memory AS o USING (space_id)"
                        + " WHERE n.space_id = ? AND n.content_hash = ? AND o.content_hash = ?",
                pair.cosine(),
                pair.divergence(),
                MemoryRows.micros(pair.foundAt()),
                scope.space(),
                pair.newerHash(),
                pair.olderHash());
    }
}
