package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.Extent;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoredMemory;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Reads the table of memories from its first row to its last; needs one consistent session. */
final class WholeReading {

    private WholeReading() {}

    /** Takes a memory with its id. */
    @FunctionalInterface
    interface Each {
        void accept(long id, StoredMemory stored) throws SQLException;
    }

    static void run(Session session, Extent extent, Each each) throws SQLException {
        // The rows come in the order of the table, so nothing is sorted and nothing is held.
        try (ResultSet rows = session.query(
                "SELECT " + MemoryRows.COLUMNS + ", m.deleted_at, t.name, s.name FROM memory AS m"
                        + " CROSS JOIN space AS s ON s.id = m.space_id CROSS JOIN tenant AS t ON t.id = s.tenant_id"
                        + " WHERE (?1 IS NULL OR t.name = ?1) AND (?2 IS NULL OR s.name = ?2) ORDER BY m.id",
                extent.tenant().orElse(null),
                extent.store().orElse(null))) {
            while (rows.next()) {
                long deletedAt = rows.getLong(10);
                boolean deleted = !rows.wasNull();
                each.accept(
                        rows.getLong(1),
                        new StoredMemory(
                                new Space(rows.getString(11), rows.getString(12)),
                                MemoryRows.read(rows),
                                deleted ? Optional.of(MemoryRows.instant(deletedAt)) : Optional.empty(),
                                MemoryUpdates.history(session, rows.getLong(1))));
            }
        }
    }
}
