package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.Cursor;
import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemoryPage;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.TagStatistics;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The questions that rows answer without a search. Each method needs one consistent session. */
final class MemoryReads {

    private MemoryReads() {}

    static Optional<Memory> find(Session session, Space space, String contentHash) throws SQLException {
        Optional<Scope> scope = Scope.find(session, space);
        if (scope.isEmpty()) {
            return Optional.empty();
        }
        try (ResultSet rows = session.query(
                "SELECT " + MemoryRows.COLUMNS + " FROM memory AS m WHERE "
                        + scope.get().condition()
                        + " AND m.content_hash = ? AND m.deleted_at IS NULL ORDER BY m.created_at DESC, m.id DESC LIMIT 1",
                scope.get().key(),
                contentHash)) {
            return rows.next() ? Optional.of(MemoryRows.read(rows)) : Optional.empty();
        }
    }

    /** The row of the live memory with this content hash, the newest when there are several; -1 when there is none. */
    static long id(Session session, Scope scope, String contentHash) throws SQLException {
        return session.number(
                -1,
                "SELECT id FROM memory WHERE " + scope.condition()
                        + " AND content_hash = ? AND deleted_at IS NULL ORDER BY created_at DESC, id DESC LIMIT 1",
                scope.key(),
                contentHash);
    }

    /** The rows of the oldest memories that match, the oldest first. */
    static List<Long> oldest(Session session, Space space, MemoryFilter filter, int most) throws SQLException {
        Optional<Scope> scope = Scope.find(session, space);
        List<Long> ids = new ArrayList<>();
        if (scope.isPresent()) {
            Selection selection = Selection.of(session, scope.get(), filter);
            List<Object> parameters = new ArrayList<>(selection.parameters());
            parameters.add(most);
            try (ResultSet rows = session.query(
                    "SELECT id FROM (" + selection.sql() + " ORDER BY created_at, id LIMIT ?)", parameters.toArray())) {
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
            }
        }
        return ids;
    }

    /** How the most used tags are used, the most used first. Costs an index entry and a row per tag of a memory. */
    static List<TagStatistics> tagStatistics(Session session, Space space, int most) throws SQLException {
        Optional<Scope> scope = Scope.find(session, space);
        List<TagStatistics> statistics = new ArrayList<>();
        if (scope.isPresent()) {
            String condition = scope.get().condition();
            try (ResultSet rows = session.query(
                    "SELECT top.tag, top.memories, max(g.created_at), json_group_array(DISTINCT m.type)"
                            + " FROM (SELECT tag, sum(memories) AS memories FROM tag_count WHERE " + condition
                            + " GROUP BY tag ORDER BY memories DESC, tag LIMIT ?) AS top"
                            + " CROSS JOIN memory_tag AS g ON g.tag = top.tag AND g." + condition
                            + " CROSS JOIN memory AS m ON m.id = g.memory_id"
                            + " GROUP BY top.tag ORDER BY top.memories DESC, top.tag",
                    scope.get().key(),
                    most,
                    scope.get().key())) {
                while (rows.next()) {
                    statistics.add(new TagStatistics(
                            rows.getString(1),
                            rows.getLong(2),
                            MemoryRows.instant(rows.getLong(3)),
                            Json.strings(rows.getString(4)).stream().sorted().toList()));
                }
            }
        }
        return statistics;
    }

    static MemoryPage list(Session session, Space space, MemoryFilter filter, int page, int pageSize)
            throws SQLException {
        Optional<Scope> scope = Scope.find(session, space);
        if (scope.isEmpty()) {
            return new MemoryPage(List.of(), 0);
        }
        Selection selection = Selection.of(session, scope.get(), filter);
        return page(session, selection, (page - 1L) * pageSize, pageSize, Totals.of(session, scope.get(), filter));
    }

    static MemoryPage listAfter(Session session, Space space, MemoryFilter filter, Cursor place, int pageSize)
            throws SQLException {
        Optional<Scope> scope = Scope.find(session, space);
        if (scope.isEmpty()) {
            return new MemoryPage(List.of(), 0);
        }
        Selection selection = Selection.of(session, scope.get(), filter);
        return page(session, selection.after(place), 0, pageSize, Totals.of(session, scope.get(), filter));
    }

    /** The page's ids come from an index alone; only the page's own rows are read, and one more to see what is next. */
    private static MemoryPage page(Session session, Selection selection, long offset, int pageSize, long total)
            throws SQLException {
        List<Object> parameters = new ArrayList<>(selection.parameters());
        parameters.add(pageSize + 1);
        parameters.add(offset);
        List<Memory> memories = new ArrayList<>();
        long lastId = 0;
        boolean more = false;
        try (ResultSet rows = session.query(
                "SELECT " + MemoryRows.COLUMNS + " FROM (" + selection.sql()
                        + " ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?) AS page"
                        + " CROSS JOIN memory AS m ON m.id = page.id ORDER BY page.created_at DESC, page.id DESC",
                parameters.toArray())) {
            while (rows.next()) {
                if (memories.size() == pageSize) {
                    more = true;
                    break;
                }
                memories.add(MemoryRows.read(rows));
                lastId = rows.getLong(1);
            }
        }
        return new MemoryPage(
                List.copyOf(memories),
                total,
                more ? Optional.of(new Cursor(memories.getLast().createdAt(), lastId)) : Optional.empty());
    }
}
