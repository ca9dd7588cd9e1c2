package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.Candidate;
import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.NeighbourRules;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.memory.StoreOutcome;
import dev.memoryservice.server.search.Words;
import dev.memoryservice.server.store.sqlite.GroupCommitWriter.Written;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** New memories, each inside the writer's transaction: rows, words, and after the commit the vectors. */
final class MemoryWrites {

    private final MemoryIndexes indexes;
    private final Neighbours neighbours;

    MemoryWrites(MemoryIndexes indexes, Neighbours neighbours) {
        this.indexes = indexes;
        this.neighbours = neighbours;
    }

    /** Stores memories, one after the other; each sees those before it. */
    Written<List<StoreOutcome>> store(Session session, Space space, List<Candidate> candidates) throws SQLException {
        List<StoreOutcome> outcomes = new ArrayList<>(candidates.size());
        List<Runnable> committed = new ArrayList<>(candidates.size());
        for (Candidate candidate : candidates) {
            Written<StoreOutcome> written = store(session, space, candidate);
            outcomes.add(written.result());
            committed.add(written.committed());
        }
        return new Written<>(outcomes, () -> committed.forEach(Runnable::run));
    }

    /**
     * Stores a memory, unless its content, or almost the same, is there already. Content that was deleted comes back as
     * a new memory with a new id, so that ids keep growing in the order of arrival.
     */
    Written<StoreOutcome> store(Session session, Space space, Candidate candidate) throws SQLException {
        Scope scope = Scope.findOrCreate(session, space);
        Memory memory = candidate.memory();
        try (ResultSet rows = session.query(
                "SELECT " + MemoryRows.COLUMNS + ", m.deleted_at IS NULL FROM memory AS m"
                        + " WHERE m.space_id = ? AND m.content_hash = ?",
                scope.space(),
                memory.contentHash())) {
            if (rows.next() && rows.getBoolean(10)) {
                return Written.of(new StoreOutcome.Duplicate(MemoryRows.read(rows)));
            }
        }
        Neighbours.Found found = neighbours.around(session, scope, candidate);
        if (found.nearDuplicate().isPresent()) {
            return Written.of(
                    new StoreOutcome.NearDuplicate(found.nearDuplicate().get()));
        }
        session.update(
                "DELETE FROM memory WHERE space_id = ? AND content_hash = ?", scope.space(), memory.contentHash());
        Memory kept = found.contradicted().isEmpty()
                ? memory
                : memory.withTags(NeighbourRules.withConflict(memory.tags()), memory.updatedAt());
        long id = insert(session, scope, kept, Words.count(memory.content()));
        MemoryTags.add(session, scope.space(), id, kept, Set.copyOf(kept.tags()));
        Contradictions.add(session, scope, id, kept.createdAt(), found.contradicted());
        neighbours.add(scope, id, candidate);
        return new Written<>(
                new StoreOutcome.Stored(
                        kept,
                        found.contradicted().stream()
                                .map(Neighbours.Contradicted::neighbour)
                                .toList()),
                indexes.add(session, scope, id, kept, candidate.embedding()));
    }

    /** Changes a row that means nothing, to prove that the disk takes writes. */
    static Written<Boolean> probe(Session session, Instant now) throws SQLException {
        session.update("UPDATE health SET checked_at = ? WHERE id = 1", MemoryRows.micros(now));
        return Written.of(true);
    }

    /** Makes the row of a live memory. */
    static long insert(Session session, Scope scope, Memory memory, int words) throws SQLException {
        return session.number(
                -1,
                "INSERT INTO memory (tenant_id, space_id, content_hash, type, conversation_id, created_at, updated_at, words,"
                        + " tags, metadata, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                scope.tenant(),
                scope.space(),
                memory.contentHash(),
                memory.type(),
                memory.conversationId().orElse(null),
                MemoryRows.micros(memory.createdAt()),
                MemoryRows.micros(memory.updatedAt()),
                words,
                Json.write(memory.tags()),
                Json.write(memory.metadata()),
                memory.content());
    }
}
