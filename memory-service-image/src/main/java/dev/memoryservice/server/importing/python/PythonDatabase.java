package dev.memoryservice.server.importing.python;

import dev.memoryservice.server.importing.Item;
import dev.memoryservice.server.importing.Reason;
import dev.memoryservice.server.importing.Source;
import dev.memoryservice.server.portable.InvalidFileException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.sqlite.SQLiteConfig;

/**
 * The SQLite file of the Python service. Only its table {@code memories} is read, in one transaction: the service may run
 * meanwhile. Its vectors are in a virtual table of the extension sqlite-vec, which is not needed here; ours are made anew.
 *
 * <p>The file is somebody else's: what SQLite would run for it (views, triggers, virtual tables) is switched off or
 * refused, and a text is measured before it is read.
 */
public final class PythonDatabase implements Source {

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    /** In the order of the Python service's table; older versions lack the last ones. */
    private static final List<String> COLUMNS = List.of(
            "content_hash",
            "content",
            "tags",
            "memory_type",
            "metadata",
            "created_at",
            "updated_at",
            "created_at_iso",
            "updated_at_iso",
            "deleted_at",
            "store",
            "superseded_by");

    private static final Set<String> REQUIRED = Set.of("content_hash", "content", "created_at");

    /** In bytes. Beyond it nothing is read into memory: the limits of a memory are far below. */
    private static final int LONGEST_VALUE = 16 << 20;

    private final Path file;

    public PythonDatabase(Path file) {
        this.file = file;
    }

    /** Whether a file that begins with these bytes is an SQLite database. */
    public static boolean recognises(byte[] beginning) {
        return Arrays.equals(MAGIC, Arrays.copyOf(beginning, MAGIC.length));
    }

    @Override
    public String kind() {
        return "database of the Python memory service";
    }

    @Override
    public void read(Consumer<Item> each) {
        long[] done = {0};
        try (Connection connection = open()) {
            Set<String> columns = columns(connection);
            try (PreparedStatement query = connection.prepareStatement(query(columns))) {
                query.setInt(1, LONGEST_VALUE);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        each.accept(item(rows));
                        done[0]++;
                    }
                }
            }
        } catch (SQLException e) {
            throw new InvalidFileException(
                    "%s cannot be read after %d memories: %s. If it is damaged, restore a backup of it, or write a new file with: sqlite3 damaged.db .recover | sqlite3 recovered.db"
                            .formatted(file, done[0], e.getMessage()),
                    e);
        }
    }

    private Connection open() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(5_000);
        // Without a log beside it the file is all there is, and its folder need not be writable.
        boolean alone = !Files.exists(file.resolveSibling(file.getFileName() + "-wal"));
        Connection connection =
                config.createConnection("jdbc:sqlite:" + file.toAbsolutePath().toUri() + (alone ? "?immutable=1" : ""));
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA trusted_schema = OFF");
            statement.execute("PRAGMA cell_size_check = ON");
            statement.execute("BEGIN");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private Set<String> columns(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet tables = statement.executeQuery(
                    "SELECT type, sql FROM sqlite_schema WHERE name = 'memories' COLLATE NOCASE")) {
                if (!tables.next()) {
                    throw new InvalidFileException(file
                            + " has no table 'memories': it is no database of the Python memory service. A database of this"
                            + " server is exported first, with: memory-service export");
                }
                if (!"table".equals(tables.getString(1))
                        || tables.getString(2).toUpperCase(Locale.ROOT).startsWith("CREATE VIRTUAL")) {
                    throw new InvalidFileException(file + ": 'memories' is no ordinary table");
                }
            }
            Set<String> columns = new HashSet<>();
            try (ResultSet info = statement.executeQuery("PRAGMA table_info(memories)")) {
                while (info.next()) {
                    columns.add(info.getString("name"));
                }
            }
            if (!columns.containsAll(REQUIRED)) {
                throw new InvalidFileException(file + ": the table 'memories' lacks one of the columns " + REQUIRED
                        + ", so it is none of the Python memory service");
            }
            return columns;
        }
    }

    /** Each column, or null in its place; a value that is too long comes as null, and its length in the last column. */
    private static String query(Set<String> columns) {
        String values = COLUMNS.stream()
                .map(column -> columns.contains(column)
                        ? "CASE WHEN octet_length(" + column + ") <= ?1 THEN " + column + " END"
                        : "NULL")
                .collect(Collectors.joining(", "));
        String longest = COLUMNS.stream()
                .filter(columns::contains)
                .map(column -> "ifnull(octet_length(" + column + "), 0)")
                .collect(Collectors.joining(", "));
        return "SELECT " + values + ", max(" + longest + "), rowid FROM memories ORDER BY rowid";
    }

    private static Item item(ResultSet rows) throws SQLException {
        String place = "row " + rows.getLong(COLUMNS.size() + 2);
        long longest = rows.getLong(COLUMNS.size() + 1);
        if (longest > LONGEST_VALUE) {
            String hash = rows.getObject(1) instanceof String text ? text : "";
            return PythonMemory.unusable(place, hash, Reason.TOO_LARGE, "one of its values has " + longest + " bytes");
        }
        Map<String, Object> values = HashMap.newHashMap(COLUMNS.size());
        for (int i = 0; i < COLUMNS.size(); i++) {
            values.put(COLUMNS.get(i), rows.getObject(i + 1));
        }
        return new PythonMemory(values).item(place);
    }
}
