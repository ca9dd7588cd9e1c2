package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.SearchHit;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.store.sqlite.VectorIndex.Neighbour;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds what is near a memory in meaning, by the vector that it was stored with. */
final class SimilarMemories {

    private final String model;
    private final VectorIndex vectors;

    SimilarMemories(String model, VectorIndex vectors) {
        this.model = model;
        this.vectors = vectors;
    }

    /**
     * The nearest memories, nearest first, without the memory itself; none when it has no vector of this model yet.
     *
     * @return empty when there is no memory with this content hash
     */
    Optional<List<SearchHit>> of(Session session, Space space, String contentHash, int limit) throws SQLException {
        Optional<Scope> found = Scope.find(session, space);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Scope scope = found.get();
        long id;
        byte[] vector;
        try (ResultSet rows = session.query(
                "SELECT m.id, CASE e.model WHEN ? THEN e.vector END"
                        + " FROM memory AS m LEFT JOIN embedding AS e ON e.memory_id = m.id"
                        + " WHERE m." + scope.condition() + " AND m.content_hash = ? AND m.deleted_at IS NULL"
                        + " ORDER BY m.created_at DESC, m.id DESC LIMIT 1",
                model,
                scope.key(),
                contentHash)) {
            if (!rows.next()) {
                return Optional.empty();
            }
            id = rows.getLong(1);
            vector = rows.getBytes(2);
        }
        if (vector == null) {
            return Optional.of(List.of());
        }
        List<Neighbour> nearest = vectors.nearest(scope, floats(vector), limit + 1).stream()
                .filter(neighbour -> neighbour.memoryId() != id)
                .limit(limit)
                .toList();
        Map<Long, Memory> memories = MemoryRows.byId(
                session, nearest.stream().map(Neighbour::memoryId).toList());
        // A memory that was deleted meanwhile is missing here.
        return Optional.of(nearest.stream()
                .filter(neighbour -> memories.containsKey(neighbour.memoryId()))
                .map(neighbour ->
                        new SearchHit(memories.get(neighbour.memoryId()), neighbour.cosine(), neighbour.cosine()))
                .toList());
    }

    private static float[] floats(byte[] vector) {
        float[] numbers = new float[vector.length / Float.BYTES];
        ByteBuffer.wrap(vector).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(numbers);
        return numbers;
    }
}
