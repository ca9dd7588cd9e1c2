package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.MemoryFilter.TagMatch;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The part of a query that picks the memories that a filter means: a SELECT of {@code id} and {@code created_at}.
 * Without tags, with a type or with one tag an index gives them in the order of pages, so that a page costs as much as
 * itself; several tags cost as many index entries as match one of them.
 *
 * @param sql the SELECT, without ORDER BY
 * @param parameters its parameters, in order
 */
record Selection(String sql, List<Object> parameters) {

    static Selection of(Scope scope, MemoryFilter filter) {
        List<String> tags = List.copyOf(new LinkedHashSet<>(filter.tags()));
        return tags.isEmpty() ? withoutTags(scope, filter) : withTags(scope, filter, tags);
    }

    private static Selection withoutTags(Scope scope, MemoryFilter filter) {
        if (filter.type().isEmpty()) {
            String column = scope.isEverySpace() ? "tenant_id" : "space_id";
            return new Selection(
                    "SELECT id, created_at FROM memory WHERE " + column + " = ? AND deleted_at IS NULL",
                    List.of(scope.key()));
        }
        return new Selection(
                "SELECT id, created_at FROM memory WHERE " + scope.condition() + " AND type = ? AND deleted_at IS NULL",
                List.of(scope.key(), filter.type().get()));
    }

    private static Selection withTags(Scope scope, MemoryFilter filter, List<String> tags) {
        StringBuilder sql = new StringBuilder("SELECT ");
        List<Object> parameters = new ArrayList<>();
        parameters.add(scope.key());
        if (tags.size() > 1 && filter.tagMatch() == TagMatch.ANY) {
            sql.append("DISTINCT memory_id AS id, created_at FROM memory_tag AS g WHERE ")
                    .append(scope.condition())
                    .append(" AND tag IN (SELECT value FROM json_each(?))");
            parameters.add(Json.write(tags));
        } else {
            sql.append("memory_id AS id, created_at FROM memory_tag AS g WHERE ")
                    .append(scope.condition())
                    .append(" AND tag = ?");
            parameters.add(tags.getFirst());
            if (tags.size() > 1) {
                sql.append(
                        " AND (SELECT count(*) FROM json_each(?) AS wanted JOIN memory_tag AS o ON o.space_id = g.space_id"
                                + " AND o.tag = wanted.value AND o.created_at = g.created_at AND o.memory_id = g.memory_id) = ?");
                parameters.add(Json.write(tags));
                parameters.add(tags.size());
            }
        }
        if (filter.type().isPresent()) {
            sql.append(" AND EXISTS (SELECT 1 FROM memory AS m WHERE m.id = g.memory_id AND m.type = ?)");
            parameters.add(filter.type().get());
        }
        return new Selection(sql.toString(), List.copyOf(parameters));
    }
}
