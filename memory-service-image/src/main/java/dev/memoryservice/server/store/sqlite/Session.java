package dev.memoryservice.server.store.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/**
 * One SQLite connection with its prepared statements, of which the last used are kept: preparing costs more than
 * running most of them. For one thread at a time.
 */
final class Session implements AutoCloseable {

    /** How a connection may use the file. */
    enum Mode {
        READ,
        WRITE
    }

    private static final int STATEMENTS_KEPT = 128;

    private final Connection connection;

    /** By text, the one used last at the end. */
    private final Map<String, PreparedStatement> statements = new LinkedHashMap<>(16, 0.75f, true);

    private final StatementClock clock = new StatementClock();

    private Session(Connection connection) {
        this.connection = connection;
    }

    static Session open(Path file, Mode mode, Pragmas pragmas) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setOpenMode(SQLiteOpenMode.NOMUTEX);
        config.setReadOnly(mode == Mode.READ);
        config.setBusyTimeout(5_000);
        config.enforceForeignKeys(true);
        Session session = new Session(config.createConnection("jdbc:sqlite:" + file));
        try {
            if (mode == Mode.WRITE) {
                session.execute("PRAGMA journal_mode = wal");
                // In WAL mode only FULL waits for the disk at each commit; NORMAL loses commits in a power cut.
                session.execute("PRAGMA synchronous = full");
                session.execute("PRAGMA journal_size_limit = 67108864");
            } else {
                session.execute("PRAGMA temp_store = memory");
            }
            for (Map.Entry<String, String> pragma : pragmas.values().entrySet()) {
                session.execute("PRAGMA " + pragma.getKey() + " = " + pragma.getValue());
            }
        } catch (SQLException e) {
            session.close();
            throw e;
        }
        return session;
    }

    /** The statement for {@code sql} with {@code parameters} bound; the next call with the same text reuses it. */
    PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
        clock.begin(sql);
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
            closeLongestUnused();
        }
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    /** The statement that took longest since this was last asked. */
    Optional<StatementClock.Timed> longestStatement() {
        return clock.longest();
    }

    /** Runs a statement that changes something and tells how many rows. */
    int update(String sql, Object... parameters) throws SQLException {
        return prepare(sql, parameters).executeUpdate();
    }

    /** The rows of a query; to be closed before the same query runs again. */
    ResultSet query(String sql, Object... parameters) throws SQLException {
        return prepare(sql, parameters).executeQuery();
    }

    /** The first column of the first row; {@code otherwise} when there is none. */
    long number(long otherwise, String sql, Object... parameters) throws SQLException {
        try (ResultSet rows = query(sql, parameters)) {
            return rows.next() ? rows.getLong(1) : otherwise;
        }
    }

    /** Runs a statement that is not worth keeping. */
    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    void begin() throws SQLException {
        prepare("BEGIN").execute();
    }

    void beginWriting() throws SQLException {
        prepare("BEGIN IMMEDIATE").execute();
    }

    void commit() throws SQLException {
        prepare("COMMIT").execute();
    }

    /** Ends the transaction without effect; does nothing when SQLite has ended it by itself, as it does when full. */
    void rollback() throws SQLException {
        try {
            prepare("ROLLBACK").execute();
        } catch (SQLException e) {
            if (!String.valueOf(e.getMessage()).contains("no transaction is active")) {
                throw e;
            }
        }
    }

    /** Rolls back after a failure; the statements are given up, since the driver leaves a failed one unusable. */
    void rollbackAfterFailure() throws SQLException {
        List<PreparedStatement> failed = List.copyOf(statements.values());
        statements.clear();
        try {
            for (PreparedStatement statement : failed) {
                statement.close();
            }
        } finally {
            rollback();
        }
    }

    private void closeLongestUnused() throws SQLException {
        if (statements.size() > STATEMENTS_KEPT) {
            Iterator<PreparedStatement> longestUnusedFirst = statements.values().iterator();
            longestUnusedFirst.next().close();
            longestUnusedFirst.remove();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
