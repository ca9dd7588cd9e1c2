package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.Erased;
import dev.memoryservice.server.memory.HashPage;
import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.store.sqlite.GroupCommitWriter.Written;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * Deletions. A deleted memory leaves its row as a tombstone, which is found by nothing but the list of hashes, until it
 * is purged or its content is stored again.
 */
final class MemoryDeletes {

    private final MemoryIndexes indexes;

    MemoryDeletes(MemoryIndexes indexes) {
        this.indexes = indexes;
    }

    /** Deletes the memories with these content hashes, and answers the hashes of those that were there. */
    Written<List<String>> delete(Session session, Space space, List<String> contentHashes, Instant now)
            throws SQLException {
        return delete(
                session,
                space,
                "m.space_id = ? AND m.deleted_at IS NULL AND m.content_hash IN (SELECT value FROM json_each(?))",
                Json.write(contentHashes),
                now);
    }

    /** Deletes the oldest memories that match, and answers their hashes. */
    Written<List<String>> deleteOldest(Session session, Space space, MemoryFilter filter, int most, Instant now)
            throws SQLException {
        return delete(
                session,
                space,
                "m.space_id = ? AND m.id IN (SELECT value FROM json_each(?))",
                Json.write(MemoryReads.oldest(session, space, filter, most)),
                now);
    }

    /**
     * Removes tombstones for good, of every tenant.
     *
     * @return how many
     */
    static Written<Integer> purge(Session session, Instant deletedBefore, int most) throws SQLException {
        return Written.of(session.update(
                "DELETE FROM memory WHERE id IN (SELECT id FROM memory WHERE deleted_at < ? ORDER BY deleted_at LIMIT ?)",
                MemoryRows.micros(deletedBefore),
                most));
    }

    /**
     * Removes memories of a tenant with all that belongs to them, those that were deleted before as well, and what is
     * known of its documents.
     */
    Written<Erased> erase(Session session, String tenant, int most, Instant now) throws SQLException {
        record Row(long id, long space, boolean deleted, Memory memory) {}
        long owner = session.number(-1, "SELECT id FROM tenant WHERE name = ?", tenant);
        List<Row> found = new ArrayList<>();
        try (ResultSet rows = session.query(
                "SELECT " + MemoryRows.COLUMNS + ", m.space_id, m.deleted_at IS NOT NULL FROM memory AS m"
                        + " WHERE m.tenant_id = ? ORDER BY m.id LIMIT ?",
                owner,
                most)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                found.add(new Row(
                        rows.getLong(1), rows.getLong(columns - 1), rows.getBoolean(columns), MemoryRows.read(rows)));
            }
        }
        List<Runnable> committed = new ArrayList<>();
        int tombstones = 0;
        for (Row row : found) {
            if (row.deleted()) {
                tombstones++;
            } else {
                // The counts are kept by what happens to a memory that becomes a tombstone.
                committed.add(bury(session, new Scope(owner, row.space()), row.id(), row.memory(), now));
            }
            session.update("DELETE FROM memory WHERE id = ?", row.id());
        }
        session.update("DELETE FROM upload WHERE tenant_id = ?", owner);
        return new Written<>(new Erased(found.size() - tombstones, tombstones), () -> committed.forEach(Runnable::run));
    }

    /** A page of content hashes in the order of arrival. */
    static HashPage hashes(Session session, Space space, long after, int most, boolean deletedToo) throws SQLException {
        Optional<Scope> scope = Scope.find(session, space);
        List<String> hashes = new ArrayList<>();
        long last = after;
        if (scope.isPresent()) {
            // The index gives id and space without reading the rows of other stores.
            try (ResultSet rows = session.query(
                    "SELECT id, content_hash FROM memory INDEXED BY memory_arrival WHERE tenant_id = ? AND id > ?"
                            + " AND (? OR space_id = ?) AND (? OR deleted_at IS NULL) ORDER BY id LIMIT ?",
                    scope.get().tenant(),
                    after,
                    scope.get().isEverySpace(),
                    scope.get().space(),
                    deletedToo,
                    most + 1)) {
                while (rows.next()) {
                    if (hashes.size() == most) {
                        return new HashPage(hashes, OptionalLong.of(last));
                    }
                    last = rows.getLong(1);
                    hashes.add(rows.getString(2));
                }
            }
        }
        return new HashPage(hashes, OptionalLong.empty());
    }

    private Written<List<String>> delete(Session session, Space space, String condition, String parameter, Instant now)
            throws SQLException {
        Optional<Scope> scope = Scope.find(session, space);
        if (scope.isEmpty()) {
            return Written.of(List.of());
        }
        Map<Long, Memory> memories = new TreeMap<>();
        try (ResultSet rows = session.query(
                "SELECT " + MemoryRows.COLUMNS + " FROM memory AS m WHERE " + condition,
                scope.get().space(),
                parameter)) {
            while (rows.next()) {
                memories.put(rows.getLong(1), MemoryRows.read(rows));
            }
        }
        List<Runnable> committed = new ArrayList<>(memories.size());
        for (Map.Entry<Long, Memory> memory : memories.entrySet()) {
            committed.add(bury(session, scope.get(), memory.getKey(), memory.getValue(), now));
        }
        return new Written<>(
                memories.values().stream().map(Memory::contentHash).toList(), () -> committed.forEach(Runnable::run));
    }

    private Runnable bury(Session session, Scope scope, long id, Memory memory, Instant now) throws SQLException {
        session.update("UPDATE memory SET deleted_at = ? WHERE id = ?", MemoryRows.micros(now), id);
        MemoryTags.remove(session, scope.space(), id, memory, Set.copyOf(memory.tags()));
        Contradictions.forget(session, scope.space(), id, now);
        return indexes.remove(session, scope, id);
    }
}
