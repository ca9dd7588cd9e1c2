package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoreOutcome;
import dev.memoryservice.server.search.Words;
import dev.memoryservice.server.store.sqlite.GroupCommitWriter.Written;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** The changes to memories, each inside the writer's transaction: rows, words, and after the commit the vectors. */
final class MemoryWrites {

    private final MemoryIndexes indexes;

    MemoryWrites(MemoryIndexes indexes) {
        this.indexes = indexes;
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
        long id = insert(session, scope, memory, Words.count(memory.content()));
        MemoryTags.add(session, scope.space(), id, memory, Set.copyOf(memory.tags()));
        return new Written<>(new StoreOutcome.Stored(memory), indexes.add(session, scope, id, memory, embedding));
    }

    /** Turns a memory into a tombstone, which keeps its row but is found by nothing. */
    Written<Boolean> delete(Session session, Space space, String contentHash, Instant now) throws SQLException {
        Optional<Scope> found = Scope.find(session, space);
        if (found.isEmpty()) {
            return Written.of(false);
        }
        Scope scope = found.get();
        long id;
        Memory memory;
        try (ResultSet rows = session.query(
                "SELECT " + MemoryRows.COLUMNS + " FROM memory AS m"
                        + " WHERE m.space_id = ? AND m.content_hash = ? AND m.deleted_at IS NULL",
                scope.space(),
                contentHash)) {
            if (!rows.next()) {
                return Written.of(false);
            }
            id = rows.getLong(1);
            memory = MemoryRows.read(rows);
        }
        session.update("UPDATE memory SET deleted_at = ? WHERE id = ?", MemoryRows.micros(now), id);
        MemoryTags.remove(session, scope.space(), id, memory, Set.copyOf(memory.tags()));
        return new Written<>(true, indexes.remove(session, scope, id));
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
