package dev.memoryservice.server.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class Bm25Test {

    private final Bm25 bm25 = Bm25.FOR_MEMORIES;

    @Test
    void rareWordsTellMoreAndNoneTellsLessThanNothing() {
        assertThat(bm25.rarity(1000, 1)).isGreaterThan(bm25.rarity(1000, 10));
        assertThat(bm25.rarity(1000, 1000)).isPositive();
    }

    @Test
    void repeatingHelpsLessAndLess() {
        double once = bm25.weight(1, 10, 10);
        double twice = bm25.weight(2, 10, 10);
        double thrice = bm25.weight(3, 10, 10);

        assertThat(once).isCloseTo(1, within(1e-9));
        assertThat(twice - once).isGreaterThan(thrice - twice).isPositive();
    }

    @Test
    void aWordCountsLessInALongMemory() {
        assertThat(bm25.weight(1, 100, 10)).isLessThan(bm25.weight(1, 10, 10));
        assertThat(new Bm25(0.9, 0).weight(1, 100, 10)).isEqualTo(new Bm25(0.9, 0).weight(1, 10, 10));
    }
}
