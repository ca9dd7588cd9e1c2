package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.TagExpression;
import java.sql.SQLException;
import java.util.Optional;

/** How many memories match a filter: from a maintained count when there is one, else counted in an index. */
final class Totals {

    private Totals() {}

    /** @param selection what {@code filter} selects in {@code scope} */
    static long of(Session session, Scope scope, MemoryFilter filter, Selection selection) throws SQLException {
        Optional<String> maintained = maintained(scope, filter);
        return session.number(
                0,
                maintained.isPresent() ? maintained.get() : "SELECT count(*) FROM (" + selection.sql() + ")",
                selection.parameters().toArray());
    }

    /** The query for a maintained count, with the parameters of the filter's selection. */
    private static Optional<String> maintained(Scope scope, MemoryFilter filter) {
        if (filter.isNone()) {
            return Optional.of(
                    "SELECT sum(memories) FROM space WHERE " + (scope.isEverySpace() ? "tenant_id" : "id") + " = ?");
        }
        if (filter.type().isPresent()
                && filter.equals(MemoryFilter.NONE.withType(filter.type().get()))) {
            return Optional.of("SELECT sum(memories) FROM type_count WHERE " + scope.condition() + " AND type = ?");
        }
        if (filter.tags().filter(TagExpression.Tag.class::isInstance).isPresent()
                && filter.equals(MemoryFilter.NONE.withTags(filter.tags().get()))) {
            return Optional.of("SELECT sum(memories) FROM tag_count WHERE " + scope.condition() + " AND tag = ?");
        }
        return Optional.empty();
    }
}
