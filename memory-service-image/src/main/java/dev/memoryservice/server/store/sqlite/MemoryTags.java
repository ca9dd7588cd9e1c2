package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.Memory;
import java.sql.SQLException;
import java.util.Collection;

/** The index from tag to memory; the counts of tags follow it by triggers. */
final class MemoryTags {

    private MemoryTags() {}

    /** Lists a memory under tags, each of which is given once. */
    static void add(Session session, long space, long id, Memory memory, Collection<String> tags) throws SQLException {
        for (String tag : tags) {
            session.update(
                    "INSERT INTO memory_tag (space_id, tag, created_at, memory_id) VALUES (?, ?, ?, ?)",
                    space,
                    tag,
                    MemoryRows.micros(memory.createdAt()),
                    id);
        }
    }

    /** Takes a memory out from under tags. */
    static void remove(Session session, long space, long id, Memory memory, Collection<String> tags)
            throws SQLException {
        for (String tag : tags) {
            session.update(
                    "DELETE FROM memory_tag WHERE space_id = ? AND tag = ? AND created_at = ? AND memory_id = ?",
                    space,
                    tag,
                    MemoryRows.micros(memory.createdAt()),
                    id);
        }
    }
}
