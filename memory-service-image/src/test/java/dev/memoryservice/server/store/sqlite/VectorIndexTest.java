package dev.memoryservice.server.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.memoryservice.server.store.sqlite.VectorIndex.Nearest;
import dev.memoryservice.server.store.sqlite.VectorIndex.Neighbour;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VectorIndexTest {

    private static final long TENANT = 1;
    private static final Scope SPACE = new Scope(TENANT, 10);
    private static final Scope OTHER_SPACE = new Scope(TENANT, 11);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final VectorIndex index = new VectorIndex("model", 2);

    /** A memory whose vector stands at {@code degrees}, made so many seconds after the start. */
    private void add(Scope scope, long id, int seconds, double degrees) {
        index.reserve(scope.tenant())
                .append(new IndexedMemory(
                        id,
                        scope.space(),
                        MemoryRows.micros(START.plusSeconds(seconds)),
                        1,
                        0,
                        0,
                        QuantizedVector.of(at(degrees))));
    }

    private static float[] at(double degrees) {
        return new float[] {(float) Math.cos(Math.toRadians(degrees)), (float) Math.sin(Math.toRadians(degrees))};
    }

    @Test
    void theNearestComeFirstWithTheirSimilarity() {
        add(SPACE, 1, 0, 80);
        add(SPACE, 2, 1, 10);
        add(SPACE, 3, 2, 60);

        assertThat(index.nearest(SPACE, at(0), 2))
                .extracting(Neighbour::memoryId)
                .containsExactly(2L, 3L);
        assertThat(index.nearest(SPACE, at(0), 9, Optional.empty(), 1).ever())
                .extracting(Neighbour::memoryId)
                .containsExactly(3L);
        assertThat(index.nearest(SPACE, at(60), 1)).singleElement().satisfies(near -> assertThat(near.cosine())
                .isCloseTo(1, within(0.01)));
    }

    @Test
    void whatIsDeletedElsewhereOrTooOldIsNoNeighbour() {
        add(SPACE, 1, 0, 1);
        add(SPACE, 2, 10, 2);
        add(OTHER_SPACE, 3, 10, 3);
        add(SPACE, 4, 20, 4);
        index.remove(TENANT, 4);

        Nearest nearest = index.nearest(SPACE, at(0), 9, Optional.of(START.plusSeconds(10)), 9);
        assertThat(nearest.ever()).extracting(Neighbour::memoryId).containsExactly(1L, 2L);
        assertThat(nearest.recent()).extracting(Neighbour::memoryId).containsExactly(2L);
        assertThat(index.nearest(new Scope(TENANT, Scope.EVERY_SPACE), at(0), 9))
                .extracting(Neighbour::memoryId)
                .containsExactly(1L, 2L, 3L);
        assertThat(index.nearest(new Scope(2, 10), at(0), 9)).isEmpty();
    }
}
