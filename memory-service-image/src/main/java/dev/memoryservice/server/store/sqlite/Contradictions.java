package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.Contradiction;
import dev.memoryservice.server.memory.ContradictionPage;
import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.NeighbourRules;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.store.sqlite.Neighbours.Contradicted;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Pairs of live memories of which one may be wrong. Both carry {@link NeighbourRules#CONFLICT_TAG} as long as there is
 * such a pair; a pair ends when it is resolved, or when one of the two is deleted.
 */
final class Contradictions {

    private Contradictions() {}

    /** Takes note of what a new memory contradicts, and tags the others; the new one was stored with the tag. */
    static void add(Session session, Scope scope, long id, Instant now, List<Contradicted> contradicted)
            throws SQLException {
        for (Contradicted other : contradicted) {
            session.update(
                    "INSERT INTO contradiction (newer_id, older_id, space_id, cosine, divergence, found_at)"
                            + " VALUES (?, ?, ?, ?, ?, ?)",
                    id,
                    other.id(),
                    scope.space(),
                    other.neighbour().cosine(),
                    other.divergence(),
                    MemoryRows.micros(now));
            Memory memory = other.neighbour().memory();
            MemoryUpdates.update(
                    session,
                    scope.space(),
                    other.id(),
                    memory,
                    before -> before.withTags(NeighbourRules.withConflict(before.tags()), now));
        }
    }

    /** Ends every pair that a memory is in, since it goes. */
    static void forget(Session session, long space, long id, Instant now) throws SQLException {
        List<Long> others = new ArrayList<>();
        try (ResultSet rows = session.query(
                "DELETE FROM contradiction WHERE newer_id = ? OR older_id = ? RETURNING newer_id + older_id - ?",
                id,
                id,
                id)) {
            while (rows.next()) {
                others.add(rows.getLong(1));
            }
        }
        if (!others.isEmpty()) {
            calm(session, space, others, now);
        }
    }

    /** Ends one pair; false when it is none. */
    static boolean resolve(Session session, Space space, String oneHash, String otherHash, Instant now)
            throws SQLException {
        Optional<Scope> scope = Scope.find(session, space);
        if (scope.isEmpty()) {
            return false;
        }
        long one = MemoryReads.id(session, scope.get(), oneHash);
        long other = MemoryReads.id(session, scope.get(), otherHash);
        if (session.update(
                        "DELETE FROM contradiction WHERE (newer_id = ? AND older_id = ?) OR (newer_id = ? AND older_id = ?)",
                        one,
                        other,
                        other,
                        one)
                == 0) {
            return false;
        }
        calm(session, scope.get().space(), List.of(one, other), now);
        return true;
    }

    /** The open pairs, the last found first. */
    static ContradictionPage list(Session session, Space space, int most) throws SQLException {
        Optional<Scope> scope = Scope.find(session, space);
        if (scope.isEmpty()) {
            return new ContradictionPage(List.of(), 0);
        }
        record Pair(long newer, long older, double cosine, double divergence, Instant foundAt) {}
        List<Pair> pairs = new ArrayList<>();
        try (ResultSet rows = session.query(
                "SELECT newer_id, older_id, cosine, divergence, found_at FROM contradiction WHERE "
                        + scope.get().condition() + " ORDER BY found_at DESC, newer_id DESC, older_id DESC LIMIT ?",
                scope.get().key(),
                most)) {
            while (rows.next()) {
                pairs.add(new Pair(
                        rows.getLong(1),
                        rows.getLong(2),
                        rows.getDouble(3),
                        rows.getDouble(4),
                        MemoryRows.instant(rows.getLong(5))));
            }
        }
        Map<Long, Memory> memories = MemoryRows.byId(
                session,
                pairs.stream()
                        .flatMap(pair -> Stream.of(pair.newer(), pair.older()))
                        .distinct()
                        .toList());
        return new ContradictionPage(
                pairs.stream()
                        .map(pair -> new Contradiction(
                                memories.get(pair.newer()),
                                memories.get(pair.older()),
                                pair.cosine(),
                                pair.divergence(),
                                pair.foundAt()))
                        .toList(),
                session.number(
                        0,
                        "SELECT count(*) FROM contradiction WHERE "
                                + scope.get().condition(),
                        scope.get().key()));
    }

    /** Takes the tag from those that are in no pair any more. */
    private static void calm(Session session, long space, List<Long> ids, Instant now) throws SQLException {
        for (Map.Entry<Long, Memory> memory : MemoryRows.byId(session, ids).entrySet()) {
            long id = memory.getKey();
            if (session.number(0, "SELECT count(*) FROM contradiction WHERE newer_id = ? OR older_id = ?", id, id)
                    == 0) {
                MemoryUpdates.update(
                        session,
                        space,
                        id,
                        memory.getValue(),
                        before -> before.withTags(NeighbourRules.withoutConflict(before.tags()), now));
            }
        }
    }
}
