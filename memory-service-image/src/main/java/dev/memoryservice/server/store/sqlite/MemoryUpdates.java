package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.MemoryChange;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.PastVersion;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.search.Author;
import dev.memoryservice.server.store.sqlite.GroupCommitWriter.Written;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Changes of tags, type and metadata, and the history that each leaves behind. */
final class MemoryUpdates {

    private MemoryUpdates() {}

    /** Changes one memory, inside the writer's transaction. */
    static Written<Optional<MemoryChange>> update(
            Session session, Space space, String contentHash, UnaryOperator<Memory> change) throws SQLException {
        Optional<Scope> scope = Scope.find(session, space);
        if (scope.isEmpty()) {
            return Written.of(Optional.empty());
        }
        long id;
        Memory before;
        try (ResultSet rows = session.query(
                "SELECT " + MemoryRows.COLUMNS + " FROM memory AS m"
                        + " WHERE m.space_id = ? AND m.content_hash = ? AND m.deleted_at IS NULL",
                scope.get().space(),
                contentHash)) {
            if (!rows.next()) {
                return Written.of(Optional.empty());
            }
            id = rows.getLong(1);
            before = MemoryRows.read(rows);
        }
        return Written.of(Optional.of(update(session, scope.get().space(), id, before, change)));
    }

    /** Changes the oldest memories that match. */
    static Written<List<MemoryChange>> updateOldest(
            Session session, Space space, MemoryFilter filter, int most, UnaryOperator<Memory> change)
            throws SQLException {
        Optional<Scope> scope = Scope.find(session, space);
        List<MemoryChange> changes = new ArrayList<>();
        if (scope.isPresent()) {
            List<Long> ids = MemoryReads.oldest(session, space, filter, most);
            Map<Long, Memory> memories = MemoryRows.byId(session, ids);
            for (long id : ids) {
                changes.add(update(session, scope.get().space(), id, memories.get(id), change));
            }
        }
        return Written.of(changes);
    }

    /** Changes the memory of a row that was just read in this transaction. */
    static MemoryChange update(Session session, long space, long id, Memory before, UnaryOperator<Memory> change)
            throws SQLException {
        Memory wanted = change.apply(before);
        Memory after = new Memory(
                before.contentHash(),
                before.content(),
                List.copyOf(wanted.tags()),
                wanted.type(),
                wanted.metadata(),
                before.conversationId(),
                before.createdAt(),
                MemoryRows.toMicros(wanted.updatedAt()));
        MemoryChange done = new MemoryChange(before, after);
        if (done.fields().isEmpty()) {
            return new MemoryChange(before, before);
        }
        remember(session, id, done);
        session.update(
                "UPDATE memory SET tags = ?, type = ?, metadata = ?, author = ?, updated_at = ? WHERE id = ?",
                Json.write(after.tags()),
                after.type(),
                Json.write(after.metadata()),
                // Searches prefer another author from the next start on.
                Author.key(Author.of(after.metadata(), after.content())),
                MemoryRows.micros(after.updatedAt()),
                id);
        MemoryTags.remove(session, space, id, before, without(before.tags(), after.tags()));
        MemoryTags.add(session, space, id, before, without(after.tags(), before.tags()));
        return done;
    }

    /** What updates replaced, the last one first. */
    static Optional<List<PastVersion>> history(Session session, Space space, String contentHash) throws SQLException {
        Optional<Scope> scope = Scope.find(session, space);
        long id = scope.isEmpty() ? -1 : MemoryReads.id(session, scope.get(), contentHash);
        if (id < 0) {
            return Optional.empty();
        }
        return Optional.of(history(session, id));
    }

    /** What updates replaced in the memory with this id, the last one first. */
    static List<PastVersion> history(Session session, long id) throws SQLException {
        List<PastVersion> versions = new ArrayList<>();
        try (ResultSet rows = session.query(
                "SELECT tags, type, metadata, replaced_at FROM memory_history WHERE memory_id = ? ORDER BY version DESC",
                id)) {
            while (rows.next()) {
                versions.add(new PastVersion(
                        Json.strings(rows.getString(1)),
                        rows.getString(2),
                        Json.object(rows.getString(3)),
                        MemoryRows.instant(rows.getLong(4))));
            }
        }
        return versions;
    }

    private static void remember(Session session, long id, MemoryChange change) throws SQLException {
        long version =
                1 + session.number(0, "SELECT coalesce(max(version), 0) FROM memory_history WHERE memory_id = ?", id);
        session.update(
                "INSERT INTO memory_history (memory_id, version, replaced_at, tags, type, metadata)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                id,
                version,
                MemoryRows.micros(change.after().updatedAt()),
                Json.write(change.before().tags()),
                change.before().type(),
                Json.write(change.before().metadata()));
        session.update(
                "DELETE FROM memory_history WHERE memory_id = ? AND version <= ?",
                id,
                version - MemoryStore.HISTORY_KEPT);
    }

    private static Set<String> without(List<String> tags, List<String> others) {
        Set<String> rest = new HashSet<>(tags);
        others.forEach(rest::remove);
        return rest;
    }
}
