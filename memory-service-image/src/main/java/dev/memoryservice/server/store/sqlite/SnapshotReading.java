package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.EmbeddedMemory.EmbeddedPassage;
import dev.memoryservice.server.memory.Extent;
import dev.memoryservice.server.memory.MemoryVectors;
import dev.memoryservice.server.memory.SnapshotEntry;
import dev.memoryservice.server.memory.Space;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Reads all that a replacement puts back; needs one consistent session. */
final class SnapshotReading {

    /** Inside an extent, of {@code space AS s} and {@code tenant AS t}. */
    private static final String EXTENT = "(?1 IS NULL OR t.name = ?1) AND (?2 IS NULL OR s.name = ?2)";

    private static final String SPACES = " CROSS JOIN space AS s ON s.id = c.space_id"
            + " CROSS JOIN tenant AS t ON t.id = s.tenant_id WHERE " + EXTENT;

    private SnapshotReading() {}

    static void run(Session session, Extent extent, Consumer<SnapshotEntry> each) throws SQLException {
        Object tenant = extent.tenant().orElse(null);
        Object store = extent.store().orElse(null);
        try (ResultSet rows = session.query(
                "SELECT t.name, s.name FROM space AS s JOIN tenant AS t ON t.id = s.tenant_id WHERE " + EXTENT
                        + " ORDER BY s.id",
                tenant,
                store)) {
            while (rows.next()) {
                each.accept(new SnapshotEntry.OfSpace(new Space(rows.getString(1), rows.getString(2))));
            }
        }
        WholeReading.run(
                session,
                extent,
                (id, stored) -> each.accept(new SnapshotEntry.OfMemory(
                        stored, stored.deletedAt().isPresent() ? Optional.empty() : vectors(session, id))));
        try (ResultSet rows = session.query(
                "SELECT t.name, s.name, n.content_hash, o.content_hash, c.cosine, c.divergence, c.found_at"
                        + " FROM contradiction AS c JOIN memory AS n ON n.id = c.newer_id"
                        + " JOIN memory AS o ON o.id = c.older_id" + SPACES + " ORDER BY c.newer_id, c.older_id",
                tenant,
                store)) {
            while (rows.next()) {
                each.accept(new SnapshotEntry.OfContradiction(
                        new Space(rows.getString(1), rows.getString(2)),
                        rows.getString(3),
                        rows.getString(4),
                        rows.getDouble(5),
                        rows.getDouble(6),
                        MemoryRows.instant(rows.getLong(7))));
            }
        }
        try (ResultSet rows = session.query(
                "SELECT " + SqliteUploadHistory.COLUMNS + ", t.name FROM upload AS u"
                        + " JOIN tenant AS t ON t.id = u.tenant_id WHERE (?1 IS NULL OR t.name = ?1)"
                        + " AND (?2 IS NULL OR u.store = ?2) AND u.completed_at IS NOT NULL ORDER BY t.id, u.id",
                tenant,
                store)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                each.accept(new SnapshotEntry.OfUpload(rows.getString(columns), SqliteUploadHistory.read(rows)));
            }
        }
    }

    private static Optional<MemoryVectors> vectors(Session session, long id) throws SQLException {
        try (ResultSet rows =
                session.query("SELECT model, vector, complete, stop FROM embedding WHERE memory_id = ?", id)) {
            if (!rows.next()) {
                return Optional.empty();
            }
            String model = rows.getString(1);
            int stop = rows.getInt(4);
            boolean all = rows.wasNull();
            return Optional.of(new MemoryVectors(
                    model,
                    VectorIndex.ofBytes(rows.getBytes(2)),
                    all ? OptionalInt.empty() : OptionalInt.of(stop),
                    rows.getBoolean(3),
                    all ? List.of() : passages(session, id, model)));
        }
    }

    private static List<EmbeddedPassage> passages(Session session, long id, String model) throws SQLException {
        List<EmbeddedPassage> passages = new ArrayList<>();
        try (ResultSet rows = session.query(
                "SELECT start, stop, vector FROM passage WHERE memory_id = ? AND model = ? ORDER BY ordinal",
                id,
                model)) {
            while (rows.next()) {
                passages.add(new EmbeddedPassage(
                        rows.getInt(1), rows.getInt(2), Optional.of(VectorIndex.ofBytes(rows.getBytes(3)))));
            }
        }
        return passages;
    }
}
