package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.TagExpression;
import dev.memoryservice.server.time.TimeRange;
import java.sql.SQLException;
import java.util.Optional;

/**
 * How many memories match a filter: of everything, a type, a tag or a time from the counts that triggers maintain, of
 * anything else counted in an index.
 */
final class Totals {

    private Totals() {}

    static long of(Session session, Scope scope, MemoryFilter filter) throws SQLException {
        if (filter.isNone()) {
            return session.number(
                    0,
                    "SELECT sum(memories) FROM space WHERE " + (scope.isEverySpace() ? "tenant_id" : "id") + " = ?",
                    scope.key());
        }
        Optional<String> type = filter.type();
        if (type.isPresent() && filter.equals(MemoryFilter.NONE.withType(type.get()))) {
            return session.number(
                    0,
                    "SELECT sum(memories) FROM type_count WHERE " + scope.condition() + " AND type = ?",
                    scope.key(),
                    type.get());
        }
        if (filter.tags().isPresent()
                && filter.tags().get() instanceof TagExpression.Tag(String name)
                && filter.equals(MemoryFilter.NONE.withTags(filter.tags().get()))) {
            return session.number(
                    0,
                    "SELECT sum(memories) FROM tag_count WHERE " + scope.condition() + " AND tag = ?",
                    scope.key(),
                    name);
        }
        if (filter.equals(MemoryFilter.NONE.within(filter.created()))) {
            return ofTime(session, scope, filter.created());
        }
        return counted(session, scope, filter);
    }

    /** The full hours from their counts, and what is before and after them from the index. */
    private static long ofTime(Session session, Scope scope, TimeRange range) throws SQLException {
        long hour = Schema.MICROS_PER_HOUR;
        Optional<Long> from = range.from().map(MemoryRows::micros);
        Optional<Long> until = range.until().map(MemoryRows::micros);
        long first = from.map(micros -> Math.ceilDiv(micros, hour)).orElse(Long.MIN_VALUE / hour);
        long last = until.map(micros -> Math.floorDiv(micros, hour)).orElse(Long.MAX_VALUE / hour);
        if (first >= last) {
            return counted(session, scope, MemoryFilter.NONE.within(range));
        }
        long total = session.number(
                0,
                "SELECT sum(memories) FROM activity WHERE " + scope.condition() + " AND hour >= ? AND hour < ?",
                scope.key(),
                first,
                last);
        if (from.isPresent()) {
            total += between(session, scope, from.get(), first * hour);
        }
        return until.isPresent() ? total + between(session, scope, last * hour, until.get()) : total;
    }

    private static long between(Session session, Scope scope, long from, long until) throws SQLException {
        return from == until
                ? 0
                : counted(
                        session,
                        scope,
                        MemoryFilter.NONE.within(
                                TimeRange.between(MemoryRows.instant(from), MemoryRows.instant(until))));
    }

    private static long counted(Session session, Scope scope, MemoryFilter filter) throws SQLException {
        Selection selection = Selection.of(session, scope, filter);
        return session.number(
                0,
                "SELECT count(*) FROM (" + selection.sql() + ")",
                selection.parameters().toArray());
    }
}
