package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.document.Upload;
import dev.memoryservice.server.document.UploadHistory;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.store.sqlite.GroupCommitWriter.Written;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The history of uploads in the table {@code upload}. */
final class SqliteUploadHistory implements UploadHistory {

    static final String COLUMNS = "u.id, u.store, u.filename, u.file_size, u.tags, u.status, u.chunks_total,"
            + " u.chunks_processed, u.chunks_stored, u.chunks_duplicate, u.errors, u.created_at, u.completed_at";

    private static final String OF_TENANT =
            "SELECT " + COLUMNS + " FROM upload AS u JOIN tenant AS t ON t.id = u.tenant_id WHERE t.name = ?";

    private final ReaderPool readers;
    private final GroupCommitWriter writer;

    SqliteUploadHistory(ReaderPool readers, GroupCommitWriter writer) {
        this.readers = readers;
        this.writer = writer;
    }

    @Override
    public void save(String tenant, Upload upload) {
        writer.write(session -> {
            save(
                    session,
                    Scope.findOrCreate(session, new Space(tenant, upload.store()))
                            .tenant(),
                    upload);
            return Written.of(true);
        });
    }

    /** As {@link #save(String, Upload)}, in a transaction that is running. */
    static void save(Session session, long owner, Upload upload) throws SQLException {
        Upload.Progress progress = upload.progress();
        session.update(
                "INSERT OR REPLACE INTO upload (tenant_id, id, store, filename, file_size, tags, status, chunks_total,"
                        + " chunks_processed, chunks_stored, chunks_duplicate, errors, created_at, completed_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                owner,
                upload.id(),
                upload.store(),
                upload.filename(),
                upload.fileSize(),
                Json.write(upload.tags()),
                upload.status().name(),
                progress.total(),
                progress.processed(),
                progress.stored(),
                progress.duplicate(),
                Json.write(upload.errors()),
                MemoryRows.micros(upload.createdAt()),
                upload.completedAt().map(MemoryRows::micros).orElse(null));
        session.update(
                "DELETE FROM upload WHERE tenant_id = ? AND id IN (SELECT id FROM upload WHERE tenant_id = ?"
                        + " AND completed_at IS NOT NULL ORDER BY completed_at DESC, id LIMIT -1 OFFSET ?)",
                owner,
                owner,
                KEPT);
    }

    @Override
    public Optional<Upload> find(String tenant, String id) {
        return readers.read(session -> {
            try (ResultSet rows = session.query(OF_TENANT + " AND u.id = ?", tenant, id)) {
                return rows.next() ? Optional.of(read(rows)) : Optional.empty();
            }
        });
    }

    @Override
    public List<Upload> newest(String tenant, int limit) {
        return readers.read(session -> {
            List<Upload> uploads = new ArrayList<>();
            try (ResultSet rows =
                    session.query(OF_TENANT + " ORDER BY u.created_at DESC, u.id LIMIT ?", tenant, limit)) {
                while (rows.next()) {
                    uploads.add(read(rows));
                }
            }
            return uploads;
        });
    }

    @Override
    public boolean remove(String tenant, String id) {
        return writer.write(session -> Written.of(session.update(
                        "DELETE FROM upload WHERE tenant_id = (SELECT id FROM tenant WHERE name = ?) AND id = ?",
                        tenant,
                        id)
                > 0));
    }

    @Override
    public int endUnfinished(String reason, Instant now) {
        String unfinished = "FROM upload WHERE completed_at IS NULL";
        if (readers.read(session -> session.number(0, "SELECT count(*) " + unfinished)) == 0) {
            return 0;
        }
        return writer.write(session -> Written.of(session.update(
                "UPDATE upload SET status = ?, errors = json_insert(errors, '$[#]', ?), completed_at = ?"
                        + " WHERE completed_at IS NULL",
                Upload.Status.FAILED.name(),
                reason,
                MemoryRows.micros(now))));
    }

    /** The upload of a row with {@link #COLUMNS}. */
    static Upload read(ResultSet rows) throws SQLException {
        long completed = rows.getLong(13);
        return new Upload(
                rows.getString(1),
                rows.getString(2),
                rows.getString(3),
                rows.getLong(4),
                Json.strings(rows.getString(5)),
                Upload.Status.valueOf(rows.getString(6)),
                new Upload.Progress(rows.getInt(7), rows.getInt(8), rows.getInt(9), rows.getInt(10)),
                Json.strings(rows.getString(11)),
                MemoryRows.instant(rows.getLong(12)),
                rows.getObject(13) == null ? Optional.empty() : Optional.of(MemoryRows.instant(completed)));
    }
}
