package dev.memoryservice.server.store.sqlite;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every tenant's vectors, kept beside the database: loaded when it is opened (a quarter of a second per 100,000), then
 * changed by the writer's thread after each commit.
 *
 * <p>A memory whose vector is of another model, or of another size, is in with a zero vector: it is found by its words
 * only, since vectors of different models say nothing about each other.
 */
final class VectorIndex implements GroupCommitWriter.TransactionListener {

    private final String model;
    private final int dimension;
    private final Map<Long, TenantVectors> tenants = new ConcurrentHashMap<>();

    /** Those with room reserved by the transaction that is running; of the writer's thread. */
    private final Set<TenantVectors> reserving = new HashSet<>();

    VectorIndex(String model, int dimension) {
        this.model = model;
        this.dimension = dimension;
    }

    /**
     * Reads every live memory's vector.
     *
     * @return how many memories have no vector of this model
     */
    long load(Session session) throws SQLException {
        long withoutVector = 0;
        try (ResultSet rows = session.query(
                "SELECT m.id, m.tenant_id, m.space_id, m.created_at, m.words,"
                        + " CASE e.model WHEN ? THEN e.vector END FROM memory AS m LEFT JOIN embedding AS e ON e.memory_id = m.id"
                        + " WHERE m.deleted_at IS NULL ORDER BY m.id",
                model)) {
            while (rows.next()) {
                byte[] vector = rows.getBytes(6);
                boolean usable = vector != null && vector.length == dimension * Float.BYTES;
                if (!usable) {
                    withoutVector++;
                }
                TenantVectors tenant = reserve(rows.getLong(2));
                tenant.append(
                        rows.getLong(1),
                        rows.getLong(3),
                        rows.getLong(4),
                        rows.getInt(5),
                        MemorySegment.ofArray(usable ? vector : new byte[dimension * Float.BYTES]));
            }
        }
        committed();
        return withoutVector;
    }

    /** What can be searched of a tenant; empty when nothing was ever stored. */
    Optional<TenantVectors.View> view(long tenant) {
        return Optional.ofNullable(tenants.get(tenant)).map(TenantVectors::view);
    }

    /**
     * A memory whose meaning is near another's.
     *
     * @param memoryId its id
     * @param cosine the cosine similarity of the two vectors, -1 to 1
     */
    record Neighbour(long memoryId, double cosine) {}

    /**
     * The live memories whose vectors are nearest to {@code vector}, nearest first. One scan of the tenant's vectors,
     * some 0.1 ms per 1,000. On the writer's thread it sees every committed memory, and none of the transaction that
     * is running.
     *
     * @param vector a unit vector of this index's model
     * @param most the most to return, at least 1
     * @param since only memories made at this time or later; {@link Instant#EPOCH} for any
     */
    List<Neighbour> nearest(Scope scope, float[] vector, int most, Instant since) {
        Optional<TenantVectors.View> found = view(scope.tenant());
        if (found.isEmpty()) {
            return List.of();
        }
        TenantVectors.View view = found.get();
        long earliest = MemoryRows.micros(since);
        TopSlots nearest = new TopSlots(most);
        for (int slot = 0; slot < view.size(); slot++) {
            if (!view.isRemoved(slot)
                    && (scope.isEverySpace() || view.space(slot) == scope.space())
                    && view.createdAt(slot) >= earliest) {
                nearest.offer(slot, view.dot(slot, vector));
            }
        }
        return Arrays.stream(nearest.slots())
                .mapToObj(slot -> new Neighbour(view.id(slot), view.dot(slot, vector)))
                .sorted(Comparator.comparingDouble(Neighbour::cosine).reversed())
                .toList();
    }

    /** Makes room for one more memory of a tenant, which {@link TenantVectors#append} then fills after the commit. */
    TenantVectors reserve(long tenant) {
        TenantVectors vectors = tenants.computeIfAbsent(tenant, id -> new TenantVectors(dimension));
        vectors.reserve();
        reserving.add(vectors);
        return vectors;
    }

    /** Gives back what was reserved since the last commit. */
    @Override
    public void rolledBack() {
        reserving.forEach(TenantVectors::releaseReserved);
        reserving.clear();
    }

    /** Ends a transaction whose memories were all appended. */
    @Override
    public void committed() {
        reserving.clear();
    }

    /** Gives all memory back; after the last search and the last write. */
    void clear() {
        tenants.clear();
    }

    void remove(long tenant, long id) {
        TenantVectors vectors = tenants.get(tenant);
        if (vectors != null) {
            vectors.remove(id);
        }
    }

    /** A vector as the database keeps it: float32, little-endian. */
    static byte[] toBytes(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return bytes.array();
    }
}
