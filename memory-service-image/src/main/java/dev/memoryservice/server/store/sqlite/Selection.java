package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.Cursor;
import dev.memoryservice.server.memory.MemoryFilter;
import dev.memoryservice.server.memory.TagExpression;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The part of a query that picks the memories that a filter means: a SELECT of {@code id} and {@code created_at} from
 * {@code memory} or {@code memory_tag}, whichever index leads to fewer rows.
 *
 * <p>Without tags, with a type, with a conversation or with one tag an index gives them in the order of pages, so that
 * a page costs as much as itself; several tags cost as many index entries as carry one of {@link TagCover}'s.
 *
 * @param sql the SELECT, without ORDER BY
 * @param id what its {@code id} is called inside of it
 * @param parameters its parameters, in order
 */
record Selection(String sql, String id, List<Object> parameters) {

    /** Everything that {@code filter} means in {@code scope}. */
    static Selection of(Session session, Scope scope, MemoryFilter filter) throws SQLException {
        if (filter.tags().isPresent()) {
            Set<String> cover = TagCover.of(session, scope, filter.tags().get());
            if (!cover.isEmpty()) {
                return throughTags(scope, filter, cover);
            }
        }
        return throughMemories(scope, filter);
    }

    /** What of this is behind {@code place}, in the order of pages. */
    Selection after(Cursor place) {
        List<Object> more = new ArrayList<>(parameters);
        more.add(MemoryRows.micros(place.createdAt()));
        more.add(place.id());
        return new Selection(sql + " AND (x.created_at, " + id + ") < (?, ?)", id, List.copyOf(more));
    }

    private static Selection throughMemories(Scope scope, MemoryFilter filter) {
        Conditions conditions = new Conditions("x.id");
        if (scope.isEverySpace()
                && filter.type().isEmpty()
                && filter.conversationId().isEmpty()) {
            conditions.add("x.tenant_id = ?", scope.key());
        } else {
            conditions.add("x." + scope.condition(), scope.key());
        }
        conditions.add("x.deleted_at IS NULL");
        filter.type().ifPresent(type -> conditions.add("x.type = ?", type));
        filter.conversationId().ifPresent(id -> conditions.add("x.conversation_id = ?", id));
        conditions.addTimes(filter);
        filter.tags().ifPresent(conditions::addTags);
        return conditions.select("SELECT x.id AS id, x.created_at AS created_at FROM memory AS x");
    }

    private static Selection throughTags(Scope scope, MemoryFilter filter, Set<String> cover) {
        Conditions conditions = new Conditions("x.memory_id");
        conditions.add("x." + scope.condition(), scope.key());
        if (cover.size() == 1) {
            conditions.add("x.tag = ?", cover.iterator().next());
        } else {
            conditions.add("x.tag IN (SELECT value FROM json_each(?))", Json.write(cover));
        }
        conditions.addTimes(filter);
        TagExpression tags = filter.tags().orElseThrow();
        if (!TagCover.saysTheSame(tags)) {
            conditions.addTags(tags);
        }
        filter.type().ifPresent(type -> conditions.addOfMemory("type", type));
        filter.conversationId().ifPresent(id -> conditions.addOfMemory("conversation_id", id));
        return conditions.select((cover.size() == 1 ? "SELECT " : "SELECT DISTINCT ")
                + "x.memory_id AS id, x.created_at AS created_at FROM memory_tag AS x");
    }

    /** Conditions on {@code x}, joined by AND, with their parameters. */
    private static final class Conditions {

        private final String id;
        private final StringBuilder sql = new StringBuilder();
        private final List<Object> parameters = new ArrayList<>();

        Conditions(String id) {
            this.id = id;
        }

        void add(String condition, Object... values) {
            sql.append(sql.isEmpty() ? " WHERE " : " AND ").append(condition);
            parameters.addAll(List.of(values));
        }

        void addTimes(MemoryFilter filter) {
            filter.created().from().ifPresent(from -> add("x.created_at >= ?", MemoryRows.micros(from)));
            filter.created().until().ifPresent(until -> add("x.created_at < ?", MemoryRows.micros(until)));
        }

        void addOfMemory(String column, String value) {
            add("EXISTS (SELECT 1 FROM memory AS m WHERE m.id = x.memory_id AND m." + column + " = ?)", value);
        }

        void addTags(TagExpression tags) {
            add(condition(tags));
        }

        Selection select(String what) {
            return new Selection(what + sql, id, List.copyOf(parameters));
        }

        /** The condition as SQL; its parameters go to the end, so it must be added at once. */
        private String condition(TagExpression tags) {
            return switch (tags) {
                case TagExpression.Tag(String name) -> {
                    parameters.add(name);
                    yield "EXISTS (SELECT 1 FROM memory_tag AS t WHERE t.space_id = x.space_id AND t.tag = ?"
                            + " AND t.created_at = x.created_at AND t.memory_id = " + id + ")";
                }
                case TagExpression.Not(TagExpression inner) -> "NOT " + condition(inner);
                case TagExpression.And(List<TagExpression> inner) -> joined(inner, " AND ");
                case TagExpression.Or(List<TagExpression> inner) -> joined(inner, " OR ");
            };
        }

        private String joined(List<TagExpression> inner, String word) {
            List<String> parts = new ArrayList<>();
            inner.forEach(part -> parts.add(condition(part)));
            return "(" + String.join(word, parts) + ")";
        }
    }
}
