package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.Memory;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a memory is written into and read from the columns of its row. */
final class MemoryRows {

    /** The columns of {@code memory AS m} that {@link #read} expects, in its order. */
    static final String COLUMNS =
            "m.id, m.content_hash, m.content, m.tags, m.type, m.metadata, m.conversation_id, m.created_at, m.updated_at";

    private MemoryRows() {}

    /** Every memory of the rest of {@code rows}. */
    static List<Memory> readAll(ResultSet rows) throws SQLException {
        List<Memory> memories = new ArrayList<>();
        while (rows.next()) {
            memories.add(read(rows));
        }
        return memories;
    }

    /** The memory of the row that {@code rows} stands on. */
    static Memory read(ResultSet rows) throws SQLException {
        return new Memory(
                rows.getString(2),
                rows.getString(3),
                Json.strings(rows.getString(4)),
                rows.getString(5),
                Json.object(rows.getString(6)),
                Optional.ofNullable(rows.getString(7)),
                instant(rows.getLong(8)),
                instant(rows.getLong(9)));
    }

    /** The live memories with these ids, by id; ids without one are left out. */
    static Map<Long, Memory> byId(Session session, List<Long> ids) throws SQLException {
        Map<Long, Memory> found = HashMap.newHashMap(ids.size());
        try (ResultSet rows = session.query(
                "SELECT " + COLUMNS + " FROM memory AS m WHERE m.id IN (SELECT value FROM json_each(?))"
                        + " AND m.deleted_at IS NULL",
                Json.write(ids))) {
            while (rows.next()) {
                found.put(rows.getLong(1), read(rows));
            }
        }
        return found;
    }

    /** Microseconds since 1970, the unit of every time column. */
    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    /** The time as a column keeps it. */
    static Instant toMicros(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    /** The time that a column keeps. */
    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
