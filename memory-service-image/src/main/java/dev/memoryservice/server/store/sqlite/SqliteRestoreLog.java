package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.RestoreLog;
import dev.memoryservice.server.store.sqlite.GroupCommitWriter.Written;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Restores, remembered in a table. */
final class SqliteRestoreLog implements RestoreLog {

    private static final String COLUMNS = "SELECT id, started_at, value FROM restore_log";

    private final ReaderPool readers;
    private final GroupCommitWriter writer;

    SqliteRestoreLog(ReaderPool readers, GroupCommitWriter writer) {
        this.readers = readers;
        this.writer = writer;
    }

    @Override
    public void save(Entry entry) {
        writer.write(session -> {
            save(session, entry);
            return Written.of(true);
        });
    }

    /** As {@link #save(Entry)}, in a transaction that is running. */
    static void save(Session session, Entry entry) throws SQLException {
        session.update(
                "INSERT OR REPLACE INTO restore_log (id, started_at, value) VALUES (?, ?, ?)",
                entry.id(),
                MemoryRows.micros(entry.startedAt()),
                entry.text());
        session.update(
                "DELETE FROM restore_log WHERE id IN"
                        + " (SELECT id FROM restore_log ORDER BY started_at DESC, id LIMIT -1 OFFSET ?)",
                KEPT);
    }

    @Override
    public Optional<Entry> find(String id) {
        return readers.read(session -> {
            try (ResultSet rows = session.query(COLUMNS + " WHERE id = ?", id)) {
                return rows.next() ? Optional.of(read(rows)) : Optional.empty();
            }
        });
    }

    @Override
    public List<Entry> newest() {
        return readers.read(session -> {
            List<Entry> entries = new ArrayList<>();
            try (ResultSet rows = session.query(COLUMNS + " ORDER BY started_at DESC, id")) {
                while (rows.next()) {
                    entries.add(read(rows));
                }
            }
            return entries;
        });
    }

    private static Entry read(ResultSet rows) throws SQLException {
        return new Entry(rows.getString(1), MemoryRows.instant(rows.getLong(2)), rows.getString(3));
    }
}
