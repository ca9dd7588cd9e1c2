package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.oauth.state.Entry;
import dev.memoryservice.server.oauth.state.Kind;
import dev.memoryservice.server.oauth.state.OAuthState;
import dev.memoryservice.server.store.sqlite.GroupCommitWriter.Written;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What the authorization server remembers, in the file of the memories. */
final class SqliteOAuthState implements OAuthState {

    private static final String COLUMNS = "SELECT kind, id, owner, value, expires_at FROM oauth_state ";

    private final ReaderPool readers;
    private final GroupCommitWriter writer;

    SqliteOAuthState(ReaderPool readers, GroupCommitWriter writer) {
        this.readers = readers;
        this.writer = writer;
    }

    @Override
    public void put(Entry entry) {
        writer.write(session -> {
            write(session, entry);
            session.update(
                    "DELETE FROM oauth_state WHERE kind = ?1 AND id IN (SELECT id FROM oauth_state WHERE kind = ?1"
                            + " AND id <> ?2 ORDER BY expires_at LIMIT max(0, (SELECT count(*) FROM oauth_state"
                            + " WHERE kind = ?1) - ?3))",
                    entry.kind().name(),
                    entry.id(),
                    entry.kind().most());
            return Written.of(entry);
        });
    }

    @Override
    public Optional<Entry> find(Kind kind, String id, Instant now) {
        return readers.read(session -> find(session, kind, id, now));
    }

    @Override
    public Optional<Change> update(Kind kind, String id, Instant now, UnaryOperator<Entry> change) {
        return writer.write(session -> {
            Optional<Entry> before = find(session, kind, id, now);
            if (before.isEmpty()) {
                return Written.of(Optional.empty());
            }
            Entry after = change.apply(before.get());
            if (!after.equals(before.get())) {
                write(session, after);
            }
            return Written.of(Optional.of(new Change(before.get(), after)));
        });
    }

    @Override
    public boolean remove(Kind kind, String id) {
        return writer.write(session ->
                Written.of(session.update("DELETE FROM oauth_state WHERE kind = ? AND id = ?", kind.name(), id) > 0));
    }

    @Override
    public List<Entry> ofOwner(Kind kind, String owner, Instant now) {
        return readers.read(session -> list(session.query(
                COLUMNS + "WHERE kind = ? AND owner = ? AND expires_at > ? ORDER BY expires_at",
                kind.name(),
                owner,
                now.toEpochMilli())));
    }

    @Override
    public List<Entry> all(Kind kind, Instant now) {
        return readers.read(session ->
                list(session.query(COLUMNS + "WHERE kind = ? AND expires_at > ?", kind.name(), now.toEpochMilli())));
    }

    @Override
    public int purge(Instant before, int most) {
        return writer.write(session -> Written.of(session.update(
                "DELETE FROM oauth_state WHERE (kind, id) IN"
                        + " (SELECT kind, id FROM oauth_state WHERE expires_at <= ? LIMIT ?)",
                before.toEpochMilli(),
                most)));
    }

    private static void write(Session session, Entry entry) throws SQLException {
        session.update(
                "INSERT OR REPLACE INTO oauth_state (kind, id, owner, value, expires_at) VALUES (?, ?, ?, ?, ?)",
                entry.kind().name(),
                entry.id(),
                entry.owner(),
                entry.value(),
                entry.expires().toEpochMilli());
    }

    private static Optional<Entry> find(Session session, Kind kind, String id, Instant now) throws SQLException {
        return list(session.query(
                        COLUMNS + "WHERE kind = ? AND id = ? AND expires_at > ?", kind.name(), id, now.toEpochMilli()))
                .stream()
                .findFirst();
    }

    private static List<Entry> list(ResultSet query) throws SQLException {
        try (ResultSet rows = query) {
            List<Entry> entries = new ArrayList<>();
            while (rows.next()) {
                entries.add(new Entry(
                        Kind.valueOf(rows.getString(1)),
                        rows.getString(2),
                        rows.getString(3),
                        rows.getString(4),
                        Instant.ofEpochMilli(rows.getLong(5))));
            }
            return entries;
        }
    }
}
