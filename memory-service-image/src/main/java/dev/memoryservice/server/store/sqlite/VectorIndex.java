package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.MemoryVectors;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
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
                "SELECT m.id, m.tenant_id, m.space_id, m.created_at, m.words, m.author, m.conversation_id,"
                        + " CASE e.model WHEN ? THEN e.vector END FROM memory AS m LEFT JOIN embedding AS e ON e.memory_id = m.id"
                        + " WHERE m.deleted_at IS NULL ORDER BY m.id",
                model)) {
            while (rows.next()) {
                byte[] vector = rows.getBytes(8);
                boolean usable = vector != null && vector.length == dimension * Float.BYTES;
                if (!usable) {
                    withoutVector++;
                }
                TenantVectors tenant = reserve(rows.getLong(2));
                String conversation = rows.getString(7);
                tenant.append(new IndexedMemory(
                        rows.getLong(1),
                        rows.getLong(3),
                        rows.getLong(4),
                        rows.getInt(5),
                        rows.getInt(6),
                        conversation == null ? 0 : IndexedMemory.conversation(rows.getLong(3), conversation),
                        QuantizedVector.of(
                                MemorySegment.ofArray(usable ? vector : new byte[dimension * Float.BYTES]))));
            }
        }
        loadPassages(session);
        committed();
        return withoutVector;
    }

    private void loadPassages(Session session) throws SQLException {
        try (ResultSet rows = session.query(
                "SELECT m.tenant_id, p.memory_id, p.vector FROM passage AS p JOIN memory AS m ON m.id = p.memory_id"
                        + " WHERE p.model = ? AND m.deleted_at IS NULL ORDER BY p.memory_id, p.ordinal",
                model)) {
            long tenant = 0;
            long memory = 0;
            List<QuantizedVector> passages = new ArrayList<>();
            while (rows.next()) {
                if (rows.getLong(2) != memory) {
                    reservePassages(tenant, passages.size());
                    replace(tenant, memory, Optional.empty(), passages);
                    passages = new ArrayList<>();
                }
                tenant = rows.getLong(1);
                memory = rows.getLong(2);
                passages.add(QuantizedVector.of(MemorySegment.ofArray(rows.getBytes(3))));
            }
            reservePassages(tenant, passages.size());
            replace(tenant, memory, Optional.empty(), passages);
        }
    }

    /** Makes room for so many further passages of a tenant's memories, which {@link #replace} then fills. */
    void reservePassages(long tenant, int more) {
        TenantVectors memories = tenants.get(tenant);
        if (memories != null) {
            memories.reservePassages(more);
            reserving.add(memories);
        }
    }

    /** Gives a memory another vector, if one is given, and these further passages. */
    void replace(long tenant, long id, Optional<QuantizedVector> own, List<QuantizedVector> passages) {
        TenantVectors memories = tenants.get(tenant);
        if (memories != null) {
            own.ifPresent(vector -> memories.replaceVector(id, vector));
            memories.replacePassages(id, passages);
        }
    }

    String model() {
        return model;
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
     * The memories nearest to another, nearest first.
     *
     * @param ever of any time
     * @param recent of a recent time only; those may all be further than the ones of any time
     */
    record Nearest(List<Neighbour> ever, List<Neighbour> recent) {

        static final Nearest NONE = new Nearest(List.of(), List.of());
    }

    /**
     * The live memories whose vectors are nearest to {@code vector}, nearest first. One scan of the tenant's vectors,
     * some 0.03 ms per 1,000; the cosines are off by some 0.0005. On the writer's thread it sees every committed
     * memory, and none of the transaction that is running.
     *
     * @param vector a unit vector of this index's model
     * @param most the most to return, at least 1
     */
    List<Neighbour> nearest(Scope scope, float[] vector, int most) {
        return nearest(scope, vector, most, Optional.empty(), Integer.MAX_VALUE).ever();
    }

    /**
     * As {@link #nearest(Scope, float[], int)}, and in the same scan those of a recent time.
     *
     * @param since when the recent time begins; empty when nothing is recent
     * @param newest among how many memories of the tenant, counted from the newest
     */
    Nearest nearest(Scope scope, float[] vector, int most, Optional<Instant> since, int newest) {
        Optional<TenantVectors.View> found = view(scope.tenant());
        if (found.isEmpty()) {
            return Nearest.NONE;
        }
        TenantVectors.View view = found.get();
        long earliest = since.map(MemoryRows::micros).orElse(Long.MAX_VALUE);
        QuantizedVector query = QuantizedVector.of(vector);
        TopSlots ever = new TopSlots(most);
        TopSlots recent = new TopSlots(most);
        for (int slot = Math.max(0, view.size() - newest); slot < view.size(); slot++) {
            if (!view.isRemoved(slot) && (scope.isEverySpace() || view.space(slot) == scope.space())) {
                float cosine = view.dot(slot, query);
                ever.offer(slot, cosine);
                if (view.createdAt(slot) >= earliest) {
                    recent.offer(slot, cosine);
                }
            }
        }
        return new Nearest(neighbours(view, ever), neighbours(view, recent));
    }

    private static List<Neighbour> neighbours(TenantVectors.View view, TopSlots top) {
        List<Neighbour> neighbours = new ArrayList<>();
        top.forEach((slot, cosine) -> neighbours.add(new Neighbour(view.id(slot), Math.min(1, cosine))));
        neighbours.sort(Comparator.comparingDouble(Neighbour::cosine).reversed());
        return neighbours;
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

    /** Room for another tenant's vectors, or for others of one that is here; nothing sees them before {@link #replace}. */
    TenantVectors fresh() {
        return new TenantVectors(dimension);
    }

    /** Puts the vectors of tenants in the place of those that they had. */
    void replace(Map<Long, TenantVectors> fresh) {
        tenants.putAll(fresh);
    }

    /** What searches compare; a zero vector when there is none of this size. */
    QuantizedVector quantized(Optional<MemoryVectors> known) {
        return QuantizedVector.of(known.map(MemoryVectors::vector)
                .filter(vector -> vector.length == dimension)
                .orElseGet(() -> new float[dimension]));
    }

    /** A vector of the database. */
    static float[] ofBytes(byte[] bytes) {
        float[] vector = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        return vector;
    }

    /** A vector as the database keeps it: float32, little-endian. */
    static byte[] toBytes(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return bytes.array();
    }
}
