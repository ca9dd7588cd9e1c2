package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.Activity;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemorySize;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoreStatistics;
import dev.memoryservice.server.time.TimeRange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The figures of a space, from the counts that triggers maintain. Each method needs one consistent session. */
final class MemoryFigures {

    private static final long SECONDS_PER_HOUR = 3_600;

    private MemoryFigures() {}

    static Map<String, Long> tags(Session session, Space space) throws SQLException {
        return counts(
                session,
                space,
                "SELECT tag, sum(memories) AS memories FROM tag_count WHERE %s"
                        + " GROUP BY tag ORDER BY memories DESC, tag");
    }

    static Map<String, Long> types(Session session, Space space) throws SQLException {
        return counts(
                session,
                space,
                "SELECT type, sum(memories) AS memories FROM type_count WHERE %s"
                        + " GROUP BY type ORDER BY memories DESC, type");
    }

    /** Reads of each tag only what is in the range. */
    static Map<String, Long> tags(Session session, Space space, TimeRange range, int most) throws SQLException {
        return counts(
                session,
                space,
                "SELECT c.tag, count(*) AS memories FROM tag_count AS c CROSS JOIN memory_tag AS t"
                        + " ON t.space_id = c.space_id AND t.tag = c.tag WHERE c.%s"
                        + " AND t.created_at >= ? AND t.created_at < ? GROUP BY c.tag ORDER BY memories DESC, c.tag LIMIT ?",
                range.from().map(MemoryRows::micros).orElse(Long.MIN_VALUE),
                range.until().map(MemoryRows::micros).orElse(Long.MAX_VALUE),
                most);
    }

    static List<Activity> activity(Session session, Space space) throws SQLException {
        List<Activity> activity = new ArrayList<>();
        Optional<Scope> scope = Scope.find(session, space);
        if (scope.isPresent()) {
            try (ResultSet rows = session.query(
                    "SELECT hour, sum(memories), sum(bytes) FROM activity WHERE "
                            + scope.get().condition() + " GROUP BY hour ORDER BY hour",
                    scope.get().key())) {
                while (rows.next()) {
                    activity.add(new Activity(
                            Instant.ofEpochSecond(rows.getLong(1) * SECONDS_PER_HOUR),
                            rows.getLong(2),
                            rows.getLong(3)));
                }
            }
        }
        return activity;
    }

    static List<MemorySize> largest(Session session, Space space, int most) throws SQLException {
        List<MemorySize> largest = new ArrayList<>();
        Optional<Scope> scope = Scope.find(session, space);
        if (scope.isPresent()) {
            try (ResultSet rows = session.query(
                    "SELECT " + MemoryRows.COLUMNS + ", page.bytes FROM (SELECT id, octet_length(content) AS bytes"
                            + " FROM memory WHERE " + scope.get().condition() + " AND deleted_at IS NULL"
                            + " ORDER BY octet_length(content) DESC, id DESC LIMIT ?) AS page"
                            + " CROSS JOIN memory AS m ON m.id = page.id ORDER BY page.bytes DESC, page.id DESC",
                    scope.get().key(),
                    most)) {
                while (rows.next()) {
                    largest.add(new MemorySize(MemoryRows.read(rows), rows.getLong("bytes")));
                }
            }
        }
        return largest;
    }

    static StoreStatistics statistics(Session session, Space space, Instant weekAgo) throws SQLException {
        Optional<Scope> found = Scope.find(session, space);
        if (found.isEmpty()) {
            return new StoreStatistics(0, 0, 0);
        }
        Scope scope = found.get();
        return new StoreStatistics(
                Totals.of(session, scope, MemoryFilter.NONE),
                session.number(0, "SELECT count(DISTINCT tag) FROM tag_count WHERE " + scope.condition(), scope.key()),
                Totals.of(session, scope, MemoryFilter.NONE.within(TimeRange.since(weekAgo))));
    }

    /** How many memories each tenant has. */
    static Map<String, Long> tenants(Session session) throws SQLException {
        Map<String, Long> memories = new LinkedHashMap<>();
        try (ResultSet rows = session.query("SELECT t.name, coalesce(sum(s.memories), 0) FROM tenant AS t"
                + " LEFT JOIN space AS s ON s.tenant_id = t.id GROUP BY t.id ORDER BY t.name")) {
            while (rows.next()) {
                memories.put(rows.getString(1), rows.getLong(2));
            }
        }
        return memories;
    }

    /** @param sql with a place for the scope's condition; selects a name and a number */
    private static Map<String, Long> counts(Session session, Space space, String sql, Object... further)
            throws SQLException {
        Map<String, Long> counts = new LinkedHashMap<>();
        Optional<Scope> scope = Scope.find(session, space);
        if (scope.isPresent()) {
            List<Object> parameters = new ArrayList<>(List.of(scope.get().key()));
            parameters.addAll(List.of(further));
            try (ResultSet rows = session.query(sql.formatted(scope.get().condition()), parameters.toArray())) {
                while (rows.next()) {
                    counts.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return counts;
    }
}
