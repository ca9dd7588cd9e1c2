package dev.memoryservice.server.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ScoreFusionTest {

    @Test
    void theBestOfBothSidesScoresOneAndTheWorstOfBothZero() {
        assertThat(ScoreFusion.fuse(new double[] {8, 4, 0}, new double[] {0.9, 0.5, 0.1}, 0.5))
                .containsExactly(1, 0.5, 0);
    }

    @Test
    void eachSideCountsHalf() {
        assertThat(ScoreFusion.fuse(new double[] {8, 0}, new double[] {0.1, 0.9}, 0.5))
                .containsExactly(0.5, 0.5);
    }

    @Test
    void withoutWordsTheMeaningDecides() {
        assertThat(ScoreFusion.fuse(new double[] {0, 0}, new double[] {-0.2, 0.4}, 0.5))
                .containsExactly(0, 0.5);
    }

    @Test
    void aSideThatTellsNothingApartGivesEveryoneTheSame() {
        assertThat(ScoreFusion.fuse(new double[] {2, 1}, new double[] {0.3, 0.3}, 0.5))
                .containsExactly(1, 0.75);
        assertThat(ScoreFusion.fuse(new double[] {2, 1}, new double[] {0, 0}, 0.5))
                .containsExactly(0.5, 0.25);
        assertThat(ScoreFusion.fuse(new double[] {}, new double[] {}, 0.5)).isEmpty();
    }

    @Test
    void everyCandidateNeedsBothScores() {
        assertThatThrownBy(() -> ScoreFusion.fuse(new double[1], new double[2], 0.5))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void scoresAreZeroToOneAndKeepTheOrderOfWhoIsBetterAtBoth(
            @ForAll("lexical") double[] lexical, @ForAll("semantic") double[] semantic) {
        double[] fused = ScoreFusion.fuse(lexical, semantic, 0.5);

        for (int i = 0; i < fused.length; i++) {
            assertThat(fused[i]).isBetween(0.0, 1.0);
            for (int j = 0; j < fused.length; j++) {
                if (lexical[i] >= lexical[j] && semantic[i] >= semantic[j]) {
                    assertThat(fused[i]).isGreaterThanOrEqualTo(fused[j]);
                }
            }
        }
    }

    @Provide
    Arbitrary<double[]> lexical() {
        return Arbitraries.doubles().between(0, 1e6).array(double[].class).ofSize(8);
    }

    @Provide
    Arbitrary<double[]> semantic() {
        return Arbitraries.doubles().between(-1, 1).array(double[].class).ofSize(8);
    }
}
