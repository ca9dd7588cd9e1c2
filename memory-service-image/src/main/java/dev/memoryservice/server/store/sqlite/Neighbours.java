package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.Candidate;
import dev.memoryservice.server.memory.Memory;
import dev.memoryservice.server.memory.Neighbour;
import dev.memoryservice.server.memory.NeighbourRules;
import dev.memoryservice.server.memory.Wording;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the memories that are near to a new one, on the writer's thread: so none is missed that another client stores at
 * the same time, not even one of the same group of writes.
 */
final class Neighbours implements GroupCommitWriter.TransactionListener {

    /** How many of the nearest memories are read and compared word by word. */
    private static final int COMPARED = 4;

    /** Among how many memories of the tenant, so that a store costs the same however many there are: 0.6 ms a pass. */
    private static final int NEWEST = 20_000;

    private final VectorIndex vectors;

    /** What the running transaction stored, which the vector index does not show yet. */
    private final List<Uncommitted> uncommitted = new ArrayList<>();

    Neighbours(VectorIndex vectors) {
        this.vectors = vectors;
    }

    @SuppressWarnings("ArrayRecordComponent") // only read
    private record Uncommitted(long space, long id, Instant createdAt, float[] vector) {}

    /**
     * A memory that may be contradicted.
     *
     * @param id its row
     * @param divergence how differently it is worded
     */
    record Contradicted(long id, Neighbour neighbour, double divergence) {}

    /**
     * What there is about a new memory.
     *
     * @param nearDuplicate the most alike memory that says almost the same and was stored in the time that counts
     * @param contradicted those about the same thing that say something different, most alike first
     */
    record Found(Optional<Neighbour> nearDuplicate, List<Contradicted> contradicted) {

        static final Found NOTHING = new Found(Optional.empty(), List.of());
    }

    /** Looks around a memory that is not stored yet. */
    Found around(Session session, Scope scope, Candidate candidate) throws SQLException {
        NeighbourRules rules = candidate.neighbours();
        if (!rules.contradictions() && rules.refuseSince().isEmpty()) {
            return Found.NOTHING;
        }
        VectorIndex.Nearest nearest = nearest(scope, candidate.embedding(), rules.refuseSince());
        List<VectorIndex.Neighbour> near = new ArrayList<>(nearest.recent());
        if (rules.contradictions()) {
            nearest.ever().stream()
                    .filter(neighbour -> neighbour.cosine() > NeighbourRules.CONTRADICTION_COSINE)
                    .forEach(near::add);
        }
        near.removeIf(neighbour ->
                neighbour.cosine() < Math.min(rules.duplicateCosine(), NeighbourRules.CONTRADICTION_COSINE));
        return near.isEmpty() ? Found.NOTHING : judged(session, candidate, near);
    }

    /** Takes note of a memory that was stored in the running transaction. */
    void add(Scope scope, long id, Candidate stored) {
        uncommitted.add(new Uncommitted(scope.space(), id, stored.memory().createdAt(), stored.embedding()));
    }

    @Override
    public void committed() {
        uncommitted.clear();
        vectors.committed();
    }

    @Override
    public void rolledBack() {
        uncommitted.clear();
        vectors.rolledBack();
    }

    /** The nearest of the committed memories and of those of the running transaction. */
    private VectorIndex.Nearest nearest(Scope scope, float[] vector, Optional<Instant> since) {
        VectorIndex.Nearest committed = vectors.nearest(scope, vector, COMPARED, since, NEWEST);
        if (uncommitted.isEmpty()) {
            return committed;
        }
        List<VectorIndex.Neighbour> ever = new ArrayList<>(committed.ever());
        List<VectorIndex.Neighbour> recent = new ArrayList<>(committed.recent());
        for (Uncommitted stored : uncommitted) {
            if (stored.space() == scope.space()) {
                VectorIndex.Neighbour neighbour = new VectorIndex.Neighbour(stored.id(), dot(stored.vector(), vector));
                ever.add(neighbour);
                if (since.isPresent() && !stored.createdAt().isBefore(since.get())) {
                    recent.add(neighbour);
                }
            }
        }
        return new VectorIndex.Nearest(nearestFirst(ever), nearestFirst(recent));
    }

    private static List<VectorIndex.Neighbour> nearestFirst(List<VectorIndex.Neighbour> neighbours) {
        return neighbours.stream()
                .sorted(Comparator.comparingDouble(VectorIndex.Neighbour::cosine)
                        .reversed())
                .limit(COMPARED)
                .toList();
    }

    private static Found judged(Session session, Candidate candidate, List<VectorIndex.Neighbour> near)
            throws SQLException {
        NeighbourRules rules = candidate.neighbours();
        Map<Long, Memory> memories = MemoryRows.byId(
                session,
                near.stream().map(VectorIndex.Neighbour::memoryId).distinct().toList());
        Wording wording = Wording.of(candidate.memory().content());
        Optional<Neighbour> nearDuplicate = Optional.empty();
        List<Contradicted> contradicted = new ArrayList<>();
        List<VectorIndex.Neighbour> nearestFirst = near.stream()
                .distinct()
                .sorted(Comparator.comparingDouble(VectorIndex.Neighbour::cosine)
                        .reversed())
                .toList();
        for (VectorIndex.Neighbour found : nearestFirst) {
            Memory memory = memories.get(found.memoryId());
            if (memory == null) {
                continue;
            }
            Neighbour neighbour = new Neighbour(memory, found.cosine());
            Wording other = Wording.of(memory.content());
            double divergence = wording.divergence(other);
            if (rules.isDuplicate(memory, found.cosine()) && wording.hasFiguresOf(other)) {
                nearDuplicate = nearDuplicate.or(() -> Optional.of(neighbour));
            } else if (rules.contradictions() && NeighbourRules.contradict(found.cosine(), divergence)) {
                contradicted.add(new Contradicted(found.memoryId(), neighbour, divergence));
            }
        }
        return new Found(nearDuplicate, contradicted);
    }

    private static double dot(float[] left, float[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += left[i] * right[i];
        }
        return sum;
    }
}
