package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.TagExpression;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tags of which each memory that fulfils an expression carries at least one: where to begin looking, instead of at
 * every memory. Of several possibilities the one that the fewest memories carry.
 */
final class TagCover {

    private final Map<String, Long> carried;

    private TagCover(Map<String, Long> carried) {
        this.carried = carried;
    }

    /** The best cover; empty when there is none, because the expression asks for what a memory does not carry. */
    static Set<String> of(Session session, Scope scope, TagExpression expression) throws SQLException {
        return new TagCover(carried(session, scope, expression.tags())).of(expression);
    }

    /** Whether carrying one of the cover's tags is all that the expression asks for. */
    static boolean saysTheSame(TagExpression expression) {
        return switch (expression) {
            case TagExpression.Tag ignored -> true;
            case TagExpression.Or(List<TagExpression> parts) -> parts.stream().allMatch(TagCover::saysTheSame);
            case TagExpression.And ignored -> false;
            case TagExpression.Not ignored -> false;
        };
    }

    private Set<String> of(TagExpression expression) {
        return switch (expression) {
            case TagExpression.Tag(String name) -> Set.of(name);
            case TagExpression.Not ignored -> Set.of();
            case TagExpression.Or(List<TagExpression> parts) -> {
                List<Set<String>> covers = parts.stream().map(this::of).toList();
                yield covers.stream().anyMatch(Set::isEmpty) ? Set.of() : union(covers);
            }
            case TagExpression.And(List<TagExpression> parts) -> {
                List<Set<String>> covers =
                        new ArrayList<>(parts.stream().map(this::of).toList());
                covers.removeIf(Set::isEmpty);
                yield covers.stream()
                        .min(Comparator.comparingLong(this::carriedByAny))
                        .orElse(Set.of());
            }
        };
    }

    private long carriedByAny(Set<String> tags) {
        return tags.stream().mapToLong(tag -> carried.getOrDefault(tag, 0L)).sum();
    }

    private static Set<String> union(List<Set<String>> sets) {
        Set<String> union = new HashSet<>();
        sets.forEach(union::addAll);
        return union;
    }

    private static Map<String, Long> carried(Session session, Scope scope, Set<String> tags) throws SQLException {
        Map<String, Long> carried = new HashMap<>();
        if (tags.size() > 1) {
            try (ResultSet rows = session.query(
                    "SELECT tag, sum(memories) FROM tag_count WHERE " + scope.condition()
                            + " AND tag IN (SELECT value FROM json_each(?)) GROUP BY tag",
                    scope.key(),
                    Json.write(tags))) {
                while (rows.next()) {
                    carried.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return carried;
    }
}
