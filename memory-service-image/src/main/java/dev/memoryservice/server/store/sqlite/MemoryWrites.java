package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoreOutcome;
import dev.memoryservice.server.search.Words;
import dev.memoryservice.server.store.sqlite.GroupCommitWriter.Written;
import java.lang.foreign.MemorySegment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The changes to memories, each inside the writer's transaction: rows, words, and after the commit the vectors. */
final class MemoryWrites {

    private final String model;
    private final VectorIndex vectors;

    MemoryWrites(String model, VectorIndex vectors) {
        this.model = model;
        this.vectors = vectors;
    }

    /**
     * Stores a memory, or finds that its content is there already. Content that was deleted comes back as a new memory
     * with a new id, so that ids keep growing in the order of arrival.
     */
    Written<StoreOutcome> store(Session session, Space space, Memory memory, float[] embedding) throws SQLException {
        Scope scope = Scope.findOrCreate(session, space);
        try (ResultSet rows = session.query(
                "SELECT " + MemoryRows.COLUMNS + ", m.deleted_at IS NULL FROM memory AS m"
                        + " WHERE m.space_id = ? AND m.content_hash = ?",
                scope.space(),
                memory.contentHash())) {
            if (rows.next()) {
                if (rows.getBoolean(10)) {
                    return Written.of(new StoreOutcome.Duplicate(MemoryRows.read(rows)));
                }
                session.update("DELETE FROM memory WHERE id = ?", rows.getLong(1));
            }
        }
        byte[] vector = VectorIndex.toBytes(embedding);
        int words = Words.count(memory.content());
        long id = insert(session, scope, memory, words);
        session.update("INSERT INTO embedding (memory_id, model, vector) VALUES (?, ?, ?)", id, model, vector);
        for (String tag : new LinkedHashSet<>(memory.tags())) {
            session.update(
                    "INSERT INTO memory_tag (space_id, tag, created_at, memory_id) VALUES (?, ?, ?, ?)",
                    scope.space(),
                    tag,
                    MemoryRows.micros(memory.createdAt()),
                    id);
        }
        LexicalIndex.add(session, scope.tenant(), id, memory.content());
        TenantVectors tenant = vectors.reserve(scope.tenant());
        return new Written<>(
                new StoreOutcome.Stored(memory),
                () -> tenant.append(
                        id,
                        scope.space(),
                        MemoryRows.micros(memory.createdAt()),
                        words,
                        MemorySegment.ofArray(vector)));
    }

    /** Turns a memory into a tombstone, which keeps its row but is found by nothing. */
    Written<Boolean> delete(Session session, Space space, String contentHash, Instant now) throws SQLException {
        Optional<Scope> found = Scope.find(session, space);
        if (found.isEmpty()) {
            return Written.of(false);
        }
        Scope scope = found.get();
        long id;
        long createdAt;
        List<String> tags;
        try (ResultSet rows = session.query(
                "SELECT id, created_at, tags FROM memory WHERE space_id = ? AND content_hash = ? AND deleted_at IS NULL",
                scope.space(),
                contentHash)) {
            if (!rows.next()) {
                return Written.of(false);
            }
            id = rows.getLong(1);
            createdAt = rows.getLong(2);
            tags = Json.strings(rows.getString(3));
        }
        session.update("UPDATE memory SET deleted_at = ? WHERE id = ?", MemoryRows.micros(now), id);
        for (String tag : Set.copyOf(tags)) {
            session.update(
                    "DELETE FROM memory_tag WHERE space_id = ? AND tag = ? AND created_at = ? AND memory_id = ?",
                    scope.space(),
                    tag,
                    createdAt,
                    id);
        }
        LexicalIndex.remove(session, scope.tenant(), id);
        return new Written<>(true, () -> vectors.remove(scope.tenant(), id));
    }

    /** Changes a row that means nothing, to prove that the disk takes writes. */
    static Written<Boolean> probe(Session session, Instant now) throws SQLException {
        session.update("UPDATE health SET checked_at = ? WHERE id = 1", MemoryRows.micros(now));
        return Written.of(true);
    }

    private static long insert(Session session, Scope scope, Memory memory, int words) throws SQLException {
        return session.number(
                -1,
                "INSERT INTO memory (tenant_id, space_id, content_hash, type, conversation_id, created_at, updated_at, words,"
                        + " tags, metadata, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                scope.tenant(),
                scope.space(),
                memory.contentHash(),
                memory.type(),
                memory.conversationId().orElse(null),
                MemoryRows.micros(memory.createdAt()),
                MemoryRows.micros(memory.updatedAt()),
                words,
                Json.write(memory.tags()),
                Json.write(memory.metadata()),
                memory.content());
    }
}
